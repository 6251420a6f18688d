import MobilityWire
import Nodes

// Which way a station's kernel would send data, from what its node told it.

extension Kernel {
    func path(to homeAddress: IPv6Address) -> DataPath {
        let bid = defaults.first { $0.homeAddress == homeAddress }?.bid
        guard let tunnel = tunnel(homeAddress, bid) ?? tunnels.first(where: { $0.homeAddress == homeAddress })
        else { return .none }
        return .tunnel(bid: tunnel.bid, careOfAddress: tunnel.careOfAddress, peer: tunnel.homeAgent)
    }
}
