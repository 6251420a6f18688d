"""Steps that scenarios have in common."""

import configuration
from testbed import CORRESPONDENT, HOME_ADDRESS, Careof, check


def start(bed, registered=3, namespace="mn", before=None, **options):
    """The node, with all three care-of addresses registered."""
    node = Careof(bed, namespace, ["node", "--headless", "--config", configuration.node(bed, **options)],
                  f"{bed.folder}/node.log", before)
    if registered:
        node.wait("the tunnels of all bindings", kind="action", action="tunnel", count=registered)
        node.wait("a default binding", kind="action", action="default-binding")
    return node


def restart_agent(bed, agent, before=None, **options):
    """Another agent in the place of the present one."""
    if agent.process.poll() is None:
        agent.end()
    new = Careof(bed, "agent", ["agent", "--headless", "--config", configuration.agent(bed, **options)],
                 f"{bed.folder}/agent.log", before)
    new.wait("the agent runs", kind="started")
    return new


def end(*processes):
    for process in processes:
        check(process.end() == 0, "SIGTERM ends it with 0")


def sent(node, since=0, **members):
    """Binding Updates as lines of text."""
    return [e["message"] for e in node.find(since, kind="sent", message=lambda m: m and m.startswith("BU"))
            if all(e.get(k) == v for k, v in members.items())]


def received(node, since=0):
    """Binding Acknowledgements as lines of text."""
    return [e["message"]
            for e in node.find(since, kind="delivered", message=lambda m: m and m.startswith("BA"))]


def passes(bed, mark="", there=CORRESPONDENT):
    """Ping and a TCP stream, from the node, by the binding that a mark names, or by default."""
    check(bed.ping("mn", there, f"-m {mark}" if mark else "") == 3, f"ping {mark}")
    records, _, source = bed.tcp("mn", seconds=0.2, mark=mark)
    check(records > 5, f"a TCP stream {mark}: {records} records")
    check(source == HOME_ADDRESS, f"programs use the home address, not {source}")


def lines_of(node):
    """The journal in short, for a failure."""
    return "\n".join(str(e.get("message") or e.get("text") or e.get("action") or e) for e in node.entries[-20:])
