internal import CNftables
internal import Glibc

/// Keeps the kernel from answering where it does not know Mobile IPv6: ICMPv6 Parameter Problems for Mobility
/// Headers, Home Address options and type 2 routing headers.
///
/// It is a table of nftables with the owner flag: it belongs to this process and goes with it, whatever ends it. Its
/// rules stand in the input hook only, so nothing that is forwarded is touched; the packet socket sees what they drop.
public final class KernelSilence {
    private let context: OpaquePointer

    /// Makes the table.
    convenience init(name: String) throws(KernelError) {
        try self.init(
            rules: """
                table ip6 \(name) {
                    flags owner
                    chain input {
                        type filter hook input priority 300; policy accept;
                        meta l4proto 135 counter drop
                        rt type 2 counter drop
                        icmpv6 type 144-147 counter drop
                    }
                }
                """)
    }

    /// Makes the table for IPv4: no error about a packet of a tunnel, whether or not the kernel has tunnels of its own
    /// that do not know it. Sockets take these packets; only what the kernel says of them is dropped.
    ///
    /// - Parameter port: our UDP port.
    convenience init(ipv4 name: String, port: UInt16) throws(KernelError) {
        // Behind eight octets of ICMP stands the header of what it is about: its protocol, and behind it a port.
        try self.init(
            rules: """
                table ip \(name) {
                    flags owner
                    chain output {
                        type filter hook output priority 300; policy accept;
                        icmp type destination-unreachable icmp code { 2, 3 } @th,136,8 41 counter drop
                        icmp type destination-unreachable icmp code { 2, 3 } @th,136,8 17 @th,240,16 \(port) counter drop
                    }
                }
                """)
    }

    private init(rules: String) throws(KernelError) {
        guard let context = nft_ctx_new(UInt32(NFT_CTX_DEFAULT)) else {
            throw KernelError("nftables", code: ENOMEM)
        }
        self.context = context
        nft_ctx_buffer_error(context)
        nft_ctx_buffer_output(context)
        guard nft_run_cmd_from_buffer(context, rules) == 0 else {
            let words = nft_ctx_get_error_buffer(context).map { String(cString: $0) } ?? ""
            let line = words.split(separator: "\n").first.map(String.init) ?? "no nftables"
            throw KernelError("nftables: \(line)", code: EOPNOTSUPP)
        }
    }

    deinit { nft_ctx_free(context) }
}
