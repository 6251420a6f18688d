internal import CNetlink
internal import Glibc

/// A conversation with the kernel about links, addresses, routes, rules and neighbours (rtnetlink through libnl), or
/// about transformations of packets (xfrm).
final class NetlinkSocket {
    private let socket: OpaquePointer

    /// What came without being asked for.
    enum Event {
        /// Something changed.
        case message(NetlinkMessage)
        /// More changed than the queue could hold: everything has to be asked for again.
        case overrun
    }

    /// Opens one for xfrm; an error where the kernel has none.
    static func forTransforms() throws(KernelError) -> NetlinkSocket {
        try NetlinkSocket(family: NETLINK_XFRM)
    }

    /// Opens one; of the groups (`RTNLGRP_LINK`…) it gets events.
    init(groups: [rtnetlink_groups] = [], family: Int32 = NETLINK_ROUTE) throws(KernelError) {
        guard let socket = nl_socket_alloc() else { throw KernelError("a netlink socket", code: ENOMEM) }
        self.socket = socket
        guard nl_connect(socket, family) == 0 else { throw KernelError(last: "a netlink socket") }
        nl_socket_set_buffer_size(socket, 1 << 20, 0)
        nl_socket_set_msg_buf_size(socket, 1 << 16)
        for group in groups { nl_socket_add_membership(socket, Int32(group.rawValue)) }
        if !groups.isEmpty { nl_socket_set_nonblocking(socket) }
    }

    deinit { nl_socket_free(socket) }

    /// What to wait on for events.
    var descriptor: Int32 { nl_socket_get_fd(socket) }

    /// Sends a request and waits until the kernel did it, or refused.
    ///
    /// - Parameter what: the request in words, for the error.
    func perform(_ message: NetlinkMessage, _ what: @autoclosure () -> String) throws(KernelError) {
        var message = message
        message.flags |= UInt16(NLM_F_REQUEST | NLM_F_ACK)
        try send(message, what())
        while true {
            for answer in try receive(what()) where answer.type == UInt16(NLMSG_ERROR) {
                guard let code = answer.fixed(as: Int32.self), code != 0 else { return }
                throw KernelError(what(), code: -code)
            }
        }
    }

    /// Asks for one object; what the kernel refuses is thrown.
    func ask(_ message: NetlinkMessage, _ what: @autoclosure () -> String) throws(KernelError)
        -> NetlinkMessage
    {
        var message = message
        message.flags |= UInt16(NLM_F_REQUEST)
        try send(message, what())
        while true {
            guard let answer = try receive(what()).first else { continue }
            guard answer.type == UInt16(NLMSG_ERROR) else { return answer }
            throw KernelError(what(), code: -(answer.fixed(as: Int32.self) ?? 0))
        }
    }

    /// All objects of a kind, such as `RTM_GETADDR`.
    func dump(_ type: Int, family: Int32) throws(KernelError) -> [NetlinkMessage] {
        var message = NetlinkMessage(type, flags: NLM_F_REQUEST | NLM_F_DUMP)
        message.append(rtgenmsg(rtgen_family: UInt8(family)))
        // Long enough for the fixed part of each kind.
        message.body.append(contentsOf: repeatElement(0, count: 28))
        try send(message, "a list from the kernel")
        var all: [NetlinkMessage] = []
        while true {
            for answer in try receive("a list from the kernel") {
                if answer.type == UInt16(NLMSG_DONE) { return all }
                if answer.type == UInt16(NLMSG_ERROR) {
                    let code = answer.fixed(as: Int32.self) ?? 0
                    throw KernelError("a list from the kernel", code: -code)
                }
                all.append(answer)
            }
        }
    }

    /// What changed since the last call.
    func events() -> [Event] {
        var events: [Event] = []
        while true {
            do {
                let messages = try receive("events")
                if messages.isEmpty { return events }
                events += messages.map { .message($0) }
            } catch {
                if error.code != EAGAIN { events.append(.overrun) }
                if error.code != ENOBUFS { return events }
            }
        }
    }

    private func send(_ message: NetlinkMessage, _ what: String) throws(KernelError) {
        let length = MemoryLayout<nlmsghdr>.size + message.body.count
        let header = nlmsghdr(
            nlmsg_len: UInt32(length), nlmsg_type: message.type, nlmsg_flags: message.flags,
            nlmsg_seq: nl_socket_use_seq(socket), nlmsg_pid: nl_socket_get_local_port(socket))
        var octets = withUnsafeBytes(of: header) { Array($0) } + message.body
        let sent = octets.withUnsafeMutableBytes { nl_sendto(socket, $0.baseAddress, $0.count) }
        guard sent >= 0 else { throw KernelError(last: what) }
    }

    /// One datagram, taken apart.
    private func receive(_ what: String) throws(KernelError) -> [NetlinkMessage] {
        var sender = sockaddr_nl()
        var buffer: UnsafeMutablePointer<UInt8>?
        errno = 0
        let count = nl_recv(socket, &sender, &buffer, nil)
        defer { free(buffer) }
        if count == -NLE_NOMEM { throw KernelError(what, code: ENOBUFS) }
        if count == -NLE_AGAIN || count == 0 { throw KernelError(what, code: EAGAIN) }
        guard count > 0, let buffer else { throw KernelError(what, code: errno == 0 ? EIO : errno) }
        // Only the kernel (port 0) is believed.
        guard sender.nl_pid == 0 else { return [] }
        return NetlinkSocket.messages(Array(UnsafeBufferPointer(start: buffer, count: Int(count))))
    }

    private static func messages(_ octets: [UInt8]) -> [NetlinkMessage] {
        var rest = octets[...]
        var messages: [NetlinkMessage] = []
        while let header = rest.native(nlmsghdr.self), header.nlmsg_len >= 16,
            Int(header.nlmsg_len) <= rest.count
        {
            let body = rest.dropFirst(16).prefix(Int(header.nlmsg_len) - 16)
            messages.append(
                NetlinkMessage(type: header.nlmsg_type, flags: header.nlmsg_flags, body: Array(body)))
            rest = rest.dropFirst((Int(header.nlmsg_len) + 3) & ~3)
        }
        return messages
    }
}
