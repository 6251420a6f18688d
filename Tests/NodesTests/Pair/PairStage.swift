import MobilityWire

@testable import Nodes

/// Where a node and its agent, with authentication between them, stand when a stranger begins.
enum PairStage: CaseIterable {
    case nothing, registering, registered, refreshing, deregistering, refused, ordinary, atHome, atHomeAlone

    private static let key = SecretKey(Array(1...16))
    private static let epoch: UInt32 = 3_900_000_000

    /// The two of them there. So many of a hundred messages are lost where something has to stay under way.
    func pair(_ profile: WireProfile, loses: Int = 100) throws -> NodeAgentPair {
        var pair = try NodeAgentPair(profile, seed: 11) {
            $0.security = .authentication(.init(spi: 300, key: Self.key, epoch: Self.epoch))
            $0.returnHome = self == .atHomeAlone ? .homeOnly : .both
        } agent: {
            $0.security = .authentication(.init(spi: 300, key: Self.key))
            $0.epoch = Self.epoch
            if self == .refused { $0.administration.refuseWith = 129 }
            if self == .ordinary { $0.administration.multipleCareOfAddresses = false }
        }
        if self == .nothing { return pair }
        if self == .registering { pair.lossPercent = loses }
        pair.attach(1, CareOf.one)
        pair.attach(2, CareOf.two)
        pair.advance(by: .seconds(5))
        switch self {
        case .nothing, .registering, .registered, .refused, .ordinary: break
        case .refreshing:
            pair.lossPercent = loses
            pair.advance(by: .seconds(42))
        case .deregistering:
            pair.lossPercent = loses
            pair.give(.command(.deregister([2])))
        case .atHome, .atHomeAlone:
            pair.fact(1, .addressGone(IPv6Address(text: CareOf.one)))
            pair.fact(1, .router(address: .agent, linkLayerAddress: .test(99), prefixes: [.home]))
            pair.advance(by: .seconds(5))
        }
        return pair
    }
}

extension NodeAgentPair {
    /// Everything a message could have changed: both lists, with states and lifetimes, and where the node stands.
    var standing: String {
        let rows = node.bindings(at: now).map {
            "\($0.bid ?? 0) \($0.state) \($0.confirmedCareOfAddress as Any) \($0.remaining as Any)"
        }
        let summary = node.summary
        return
            "\(rows) \(heldByAgent) \(summary.place) \(summary.ordinaryOnly) \(summary.homeAgent as Any)"
    }
}
