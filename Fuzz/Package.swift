// swift-tools-version: 6.3

import PackageDescription

// One libFuzzer target per parser and per state machine. `./run` builds them with the sanitizer and the
// coverage counters, and runs one; `./replay` feeds every seed and every past failure once.

let targets: [(name: String, products: [String])] = [
    ("FuzzUnits", ["WaxCore", "WaxWire"]),
    ("FuzzHello", ["WaxCore", "WaxWire"]),
    ("FuzzFrames", ["WaxCore", "WaxWire"]),
    ("FuzzHandshake", ["WaxCore", "WaxNoise", "WaxX25519"]),
    ("FuzzSession", ["WaxCore", "WaxWire", "WaxIdentity", "WaxSession"]),
    ("FuzzCBOR", ["WaxCore", "WaxEncoding"]),
    ("FuzzDER", ["WaxCore", "WaxEncoding", "WaxKeys", "WaxRSA"]),
    ("FuzzInflate", ["WaxCore", "WaxDeflate"]),
    ("FuzzDeflate", ["WaxCore", "WaxDeflate"]),
    ("FuzzOpenSSH", ["WaxCore", "WaxKeys"]),
    ("FuzzKeys", ["WaxCore", "WaxKeys", "WaxRSA"]),
]

let package = Package(
    name: "waxwing-fuzz",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "waxwing", path: "..")],
    targets: [.target(name: "FuzzSupport", dependencies: [.product(name: "WaxCore", package: "waxwing")])]
        + targets.map { target in
            .executableTarget(
                name: target.name,
                dependencies: ["FuzzSupport"] + target.products.map { .product(name: $0, package: "waxwing") },
                swiftSettings: [
                    .enableExperimentalFeature("Lifetimes"), .unsafeFlags(["-parse-as-library"]),
                ])
        },
    swiftLanguageModes: [.v6]
)
