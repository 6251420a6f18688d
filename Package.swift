// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of this package is compiled with.
///
/// `Lifetimes` lets a view of borrowed octets be a type of its own (`~Escapable`), so that the compiler, and not
/// a comment, says that it cannot outlive the octets.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
    name: "careof",
    targets: [
        .target(name: "Nodes", dependencies: ["MobilityWire"], swiftSettings: settings),
        .testTarget(name: "NodesTests", dependencies: ["Nodes"], swiftSettings: settings),
        .target(name: "MobilityWire", swiftSettings: settings),
        .testTarget(name: "MobilityWireTests", dependencies: ["MobilityWire"], swiftSettings: settings),
    ]
)
