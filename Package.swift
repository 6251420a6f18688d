// swift-tools-version: 6.2
import PackageDescription

/// Whether a warning ends the build. It does for us; `make run` lets it pass, since a later compiler may warn of more.
let strict = Context.environment["CAREOF_ALLOW_WARNINGS"] == nil

/// What every Swift target of this package is compiled with.
///
/// `Lifetimes` lets a view of borrowed octets be a type of its own (`~Escapable`), so that the compiler, and not
/// a comment, says that it cannot outlive the octets.
let settings: [SwiftSetting] =
    [.swiftLanguageMode(.v6), .enableExperimentalFeature("Lifetimes")]
    + (strict ? [.treatAllWarnings(as: .error)] : [])

/// What every C target of this package is compiled with.
let cSettings: [CSetting] =
    [.enableWarning("all"), .enableWarning("extra")] + (strict ? [.treatAllWarnings(as: .error)] : [])

/// What every C++ target of this package is compiled with.
let cxxSettings: [CXXSetting] =
    [.enableWarning("all"), .enableWarning("extra")] + (strict ? [.treatAllWarnings(as: .error)] : [])

let package = Package(
    name: "careof",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        // The commands.
        .executableTarget(
            name: "careof",
            dependencies: [
                "Capture", "Configuration", "Console", "Crypto", "Decoding", "Grid", "Lab", "LinuxHost",
                "MobilityWire", "Nodes", "Runtime", "StrictTOML", "Terminal", "Themes", "Watching", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Manual"], swiftSettings: settings),

        // The bytes, and the protocol without I/O.
        .target(name: "MobilityWire", swiftSettings: settings),
        .target(name: "Nodes", dependencies: ["MobilityWire"], swiftSettings: settings),
        .target(
            name: "Runtime", dependencies: ["Nodes", "MobilityWire", "StrictTOML"], swiftSettings: settings),
        .target(
            name: "Lab", dependencies: ["Runtime", "Nodes", "MobilityWire", "StrictTOML", "CEmbedded"],
            exclude: ["Scenarios"], swiftSettings: settings),

        // What stands beside them.
        .target(name: "Capture", dependencies: ["CPcap"], swiftSettings: settings),
        .target(name: "Decoding", dependencies: ["MobilityWire", "Capture"], swiftSettings: settings),
        .target(name: "Crypto", dependencies: ["CCrypto", "MobilityWire"], swiftSettings: settings),
        .target(name: "Grid", swiftSettings: settings),
        .target(name: "StrictTOML", dependencies: ["CTOML"], swiftSettings: settings),
        .target(
            name: "Configuration", dependencies: ["Console", "Grid", "StrictTOML"], swiftSettings: settings),
        .target(name: "Themes", dependencies: ["Grid", "StrictTOML", "CEmbedded"], swiftSettings: settings),
        .target(
            name: "Console", dependencies: ["Runtime", "Nodes", "MobilityWire", "Grid", "Themes"],
            swiftSettings: settings),
        .target(name: "Terminal", dependencies: ["Grid", "CNcurses", "CLinux"], swiftSettings: settings),
        .target(
            name: "LinuxHost",
            dependencies: [
                "Runtime", "Nodes", "MobilityWire", "Crypto", "StrictTOML", "CLinux", "CNetlink",
                "CNftables",
            ], swiftSettings: settings),

        .target(
            name: "Watching",
            dependencies: ["Capture", "Decoding", "MobilityWire", "Nodes", "Runtime"], swiftSettings: settings
        ),

        // Shims around C libraries.
        // Out of the archive comes the one digest that is used; the shared library would cost 5 ms at every start.
        .target(name: "CCrypto", cSettings: cSettings, linkerSettings: [.linkedLibrary(":libcrypto.a")]),
        .target(name: "CEmbedded", exclude: ["sample.pcap"], cSettings: cSettings),
        .target(name: "CTOML", cxxSettings: cxxSettings),
        .systemLibrary(name: "CNcurses"),
        .systemLibrary(name: "CNetlink", pkgConfig: "libnl-3.0"),
        .systemLibrary(name: "CNftables"),
        .target(name: "CPcap", cSettings: cSettings, linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "CLinux", cSettings: cSettings),

        .executableTarget(
            name: "careof-bench",
            dependencies: [
                "MobilityWire", "Nodes", "Runtime", "Lab", "Crypto", "Capture", "Console", "Grid",
                "TestSupport",
            ],
            path: "Tests/Benchmarks/careof-bench", swiftSettings: settings),
        .executableTarget(
            name: "careof-bench-agent",
            dependencies: ["Nodes", "MobilityWire", "Crypto", "CLinux", "Console", "Grid", "Runtime"],
            path: "Tests/Benchmarks/careof-bench-agent", swiftSettings: settings),
        .target(name: "TestSupport", path: "Tests/Support/TestSupport", swiftSettings: settings),
        .testTarget(
            name: "CaptureTests", dependencies: ["Capture"], exclude: ["Resources"], swiftSettings: settings),
        .testTarget(
            name: "CareofTests",
            dependencies: ["careof", "Capture", "Watching", "Runtime", "Nodes", "MobilityWireTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: ["Configuration", "Console", "Grid", "Runtime", "StrictTOML"], exclude: ["Broken"],
            swiftSettings: settings),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Console", "Runtime", "Lab", "Nodes", "MobilityWire", "Grid", "Themes", "Crypto",
                "TestSupport", "Capture", "Watching",
            ],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(name: "CryptoTests", dependencies: ["Crypto", "MobilityWire"], swiftSettings: settings),
        .testTarget(
            name: "DecodingTests",
            dependencies: ["Decoding", "MobilityWire", "MobilityWireTestSupport", "Capture", "TestSupport"],
            exclude: ["Golden", "Judges"],
            swiftSettings: settings),
        .testTarget(name: "GridTests", dependencies: ["Grid", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "LabTests", dependencies: ["Lab", "Runtime", "LabTestSupport", "Crypto", "StrictTOML"],
            exclude: ["Broken", "Lessons"], swiftSettings: settings),
        .target(
            name: "LabTestSupport", dependencies: ["Lab", "Nodes", "MobilityWire"],
            path: "Tests/Support/LabTestSupport", swiftSettings: settings),
        .executableTarget(
            name: "Schedules", dependencies: ["LabTestSupport", "Lab", "MobilityWire", "Crypto"],
            path: "Tests/Schedules",
            swiftSettings: settings),
        .target(
            name: "MobilityWireTestSupport", dependencies: ["MobilityWire"],
            path: "Tests/Support/MobilityWireTestSupport", swiftSettings: settings),
        .testTarget(
            name: "LinuxHostTests",
            dependencies: [
                "LinuxHost", "Runtime", "Nodes", "MobilityWire", "StrictTOML", "Crypto", "CLinux",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "MobilityWireTests",
            dependencies: ["MobilityWire", "MobilityWireTestSupport", "Crypto", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "NodesTests",
            dependencies: ["Nodes", "MobilityWire", "MobilityWireTestSupport", "Crypto", "Capture"],
            swiftSettings: settings),
        .testTarget(name: "RequirementTests", swiftSettings: settings),
        .testTarget(
            name: "RuntimeTests", dependencies: ["Runtime", "Nodes", "MobilityWire"], swiftSettings: settings),
        .testTarget(
            name: "StrictTOMLTests", dependencies: ["StrictTOML", "TestSupport"], exclude: ["Broken"],
            swiftSettings: settings),
        .testTarget(
            name: "ThemesTests", dependencies: ["Themes", "Grid", "StrictTOML", "Terminal"],
            exclude: ["Broken"], swiftSettings: settings),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Grid"], swiftSettings: settings),
        .testTarget(
            name: "WatchingTests",
            dependencies: [
                "Watching", "Capture", "MobilityWire", "Nodes", "Runtime", "MobilityWireTestSupport",
            ],
            exclude: ["Captures"], swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
