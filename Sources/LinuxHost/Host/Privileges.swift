internal import CLinux

/// What this process may do.
public enum Privileges {
    /// Whether it has CAP_NET_ADMIN and CAP_NET_RAW.
    public static var suffice: Bool { careof_has_network_capabilities() }

    /// Gives up everything but those two, for good: for this process, and for whatever it might start.
    public static func keepNetworkOnly() throws(KernelError) {
        guard careof_keep_network_capabilities() == 0 else { throw KernelError(last: "capabilities") }
    }
}
