// swift-tools-version: 6.3

import PackageDescription

// Waxwing has no dependencies. A target's folder is Sources/<Layer>/<Module>; imports point downwards only,
// from Tools over Runtime, Protocol and Formats to Primitives, and a test reads the sources to assert it.

/// Settings of every target.
let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

/// Settings of every library: unsafe constructs must be marked as such.
let library: [SwiftSetting] = common + [.strictMemorySafety()]

/// Settings of what computes: optimised in debug builds too, so that a test suite or a program under
/// development does not wait a hundred times longer for its cryptography. The module is compiled as a whole,
/// because nothing is inlined from one file into another otherwise; and by one thread, because the index of a
/// debug build wants it so.
let computing: [SwiftSetting] =
    library + [.unsafeFlags(["-O", "-wmo", "-num-threads", "1", "-disable-batch-mode"], .when(configuration: .debug))]

/// Kernels are code for the instructions of one kind of processor, chosen when the program runs. The flags that allow
/// the compiler these instructions are an error for others, and SwiftPM has no condition on the processor, so there are
/// those of the machine that builds, if it runs Linux. `WAXWING_KERNELS` in the environment names another kind where a
/// build is for another machine, `x86_64` or `arm64`, or `none`, as does `WAXWING_PORTABLE=1`, and so does a build
/// without the trait `Accelerated`. Nothing but the speed depends on them.
///
/// A build for Apple's platforms may be for both kinds of processor at once, so it has none unless it asks for `arm64`.
#if os(Linux) && arch(x86_64)
let builder = "x86_64"
#elseif os(Linux) && arch(arm64)
let builder = "arm64"
#else
let builder = "none"
#endif
let processor =
    (Context.environment["WAXWING_PORTABLE"] ?? "0") == "0" ? Context.environment["WAXWING_KERNELS"] ?? builder : "none"

/// Where kernels may be used.
let kernelPlatforms: [Platform] =
    [.linux] + (processor == "arm64" ? [.macOS, .iOS, .tvOS, .watchOS, .visionOS] : [])

/// What the sources ask: `#if WAX_KERNELS`.
let kernelsAreUsed: SwiftSetting = .define("WAX_KERNELS", .when(platforms: kernelPlatforms, traits: ["Accelerated"]))

/// - Parameters: The modules under `Kernels` that this one chooses from, for each kind of processor.
func module(
    _ name: String, in layer: String, _ dependencies: [String] = [], x86Kernels: [String] = [],
    armKernels: [String] = [], settings: [SwiftSetting] = library
) -> [Target] {
    let kernels = processor == "x86_64" ? x86Kernels : processor == "arm64" ? armKernels : []
    let chosen = kernels.map {
        Target.Dependency.target(name: $0, condition: .when(platforms: kernelPlatforms, traits: ["Accelerated"]))
    }
    let defines = kernels.isEmpty ? [] : [kernelsAreUsed]
    return [
        .target(
            name: name, dependencies: dependencies.map { .init(stringLiteral: $0) } + chosen,
            path: "Sources/\(layer)/\(name)", swiftSettings: settings + defines),
        .testTarget(
            name: "\(name)Tests",
            dependencies: ([name, "WaxTestSupport"] + dependencies).map { .init(stringLiteral: $0) } + chosen,
            path: "Tests/\(name)Tests", swiftSettings: common + defines),
    ]
}

/// A module for the instructions that the features name, as clang calls them in `-m…`; Apple's processors have all that
/// is asked for here, and the compiler knows. It is optimised in any case, and
/// without the checks that the optimiser would have to keep: its functions work on memory that others have measured.
func kernel(_ name: String, in layer: String, features: [String]) -> [Target] {
    let optimised =
        ["-Ounchecked", "-enforce-exclusivity=unchecked", "-wmo", "-num-threads", "1", "-disable-batch-mode"]
    return [
        .target(
            name: name, path: "Sources/\(layer)/\(name)",
            swiftSettings: [
                .enableExperimentalFeature("BuiltinModule"), .enableExperimentalFeature("Extern"),
                .define("WAX_KERNELS", .when(platforms: kernelPlatforms)),
                .unsafeFlags(optimised, .when(platforms: kernelPlatforms)),
                .unsafeFlags(features.flatMap { ["-Xcc", "-m\($0)"] }, .when(platforms: [.linux])),
            ])
    ]
}

let modules: [Target] = [
    // Primitives: the standard library only; they compile as Embedded Swift.
    module("WaxCore", in: "Primitives", settings: computing),
    module(
        "WaxSHA", in: "Primitives", ["WaxCore"], x86Kernels: ["WaxCPU", "WaxKernelSHANI", "WaxKernelSHA512"],
        armKernels: ["WaxCPU", "WaxKernelARMSHA2", "WaxKernelARMSHA512"], settings: computing),
    module(
        "WaxAES", in: "Primitives", ["WaxCore"],
        x86Kernels: ["WaxCPU", "WaxKernelAESNI", "WaxKernelVAES256", "WaxKernelVAES512"],
        armKernels: ["WaxCPU", "WaxKernelARMAES"], settings: computing),
    module("WaxX25519", in: "Primitives", ["WaxCore", "WaxSHA"], settings: computing),
    module("WaxBigNum", in: "Primitives", ["WaxCore"], settings: computing),
    module(
        "WaxDeflate", in: "Primitives", ["WaxCore"],
        x86Kernels: ["WaxCPU", "WaxKernelPCLMUL", "WaxKernelVPCLMUL"], armKernels: ["WaxCPU", "WaxKernelARMPMULL"],
        settings: computing),
    module("WaxRSA", in: "Primitives", ["WaxCore", "WaxSHA", "WaxBigNum"], settings: computing),

    // Formats: how keys, values and messages are written down.
    module("WaxEncoding", in: "Formats", ["WaxCore"], settings: computing),
    module("WaxKeys", in: "Formats", ["WaxCore", "WaxSHA", "WaxAES", "WaxRSA", "WaxEncoding"]),

    // Protocol: no I/O, no clock, no randomness of its own.
    module("WaxWire", in: "Protocol", ["WaxCore"], settings: computing),
    module("WaxNoise", in: "Protocol", ["WaxCore", "WaxSHA", "WaxAES", "WaxX25519"], settings: computing),
    module("WaxIdentity", in: "Protocol", ["WaxCore", "WaxSHA", "WaxX25519", "WaxRSA", "WaxKeys", "WaxWire"]),
    module(
        "WaxSession", in: "Protocol", ["WaxCore", "WaxSHA", "WaxDeflate", "WaxWire", "WaxNoise", "WaxIdentity"],
        settings: computing),
    module(
        "WaxSimulator", in: "Protocol",
        ["WaxCore", "WaxX25519", "WaxRSA", "WaxKeys", "WaxWire", "WaxNoise", "WaxIdentity", "WaxSession"],
        settings: computing),

    // Runtime: sockets, event loops, files; what an application imports.
    module("WaxTransport", in: "Runtime", ["WaxCore"], settings: library + [.enableExperimentalFeature("Extern")]),
    module(
        "Waxwing", in: "Runtime",
        [
            "WaxCore", "WaxRSA", "WaxEncoding", "WaxKeys", "WaxWire", "WaxIdentity", "WaxSession", "WaxTransport",
        ]),

    // Tools: whatever a program for people needs, Foundation too.
    module(
        "WaxVectors", in: "Tools",
        ["WaxCore", "WaxSHA", "WaxAES", "WaxX25519", "WaxBigNum", "WaxRSA", "WaxKeys", "WaxNoise"],
        settings: computing),
].flatMap { $0 }

let aes128 = ["aes", "pclmul", "ssse3", "sse4.1"]
let aes256 = aes128 + ["avx2", "vaes", "vpclmulqdq"]
let aes512 = aes256 + ["avx512f", "avx512bw", "avx512dq", "avx512vl", "bmi2"]

let x86Kernels: [Target] = [
    // Which of the others this processor can run.
    kernel("WaxCPU", in: "Primitives/Kernels", features: ["xsave"]),
    kernel("WaxKernelAESNI", in: "Primitives/Kernels", features: aes128),
    kernel("WaxKernelVAES256", in: "Primitives/Kernels", features: aes256),
    kernel("WaxKernelVAES512", in: "Primitives/Kernels", features: aes512),
    kernel("WaxKernelPCLMUL", in: "Primitives/Kernels", features: ["pclmul", "ssse3", "sse4.1"]),
    kernel(
        "WaxKernelVPCLMUL", in: "Primitives/Kernels",
        features: ["pclmul", "vpclmulqdq", "avx2", "avx512f", "avx512bw", "avx512dq", "avx512vl"]),
    kernel("WaxKernelSHANI", in: "Primitives/Kernels", features: ["sha", "ssse3", "sse4.1"]),
    kernel("WaxKernelSHA512", in: "Primitives/Kernels", features: ["avx2", "bmi", "bmi2"]),
].flatMap { $0 }

let armKernels: [Target] = [
    kernel("WaxCPU", in: "Primitives/Kernels", features: []),
    kernel("WaxKernelARMAES", in: "Primitives/Kernels", features: ["arch=armv8-a+aes"]),
    kernel("WaxKernelARMPMULL", in: "Primitives/Kernels", features: ["arch=armv8-a+aes"]),
    kernel("WaxKernelARMSHA2", in: "Primitives/Kernels", features: ["arch=armv8-a+sha2"]),
    kernel("WaxKernelARMSHA512", in: "Primitives/Kernels", features: ["arch=armv8.2-a+sha3"]),
].flatMap { $0 }

let featureTests: [Target] = [
    .testTarget(
        name: "WaxCPUTests", dependencies: ["WaxCPU", "WaxTestSupport"], path: "Tests/WaxCPUTests",
        swiftSettings: common)
]
let kernels =
    processor == "x86_64" ? x86Kernels + featureTests : processor == "arm64" ? armKernels + featureTests : []

/// All symbols are bound at the start: binding one later saves all registers on the stack, with what is in them.
let boundAtStart: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "now"], .when(platforms: [.linux]))
]

/// The command line. Its target is not called `waxwing`: where file names have no case, that is the library.
let commandLine: [Target] = [
    .executableTarget(
        name: "WaxwingCommand",
        dependencies: [
            "Waxwing", "WaxTransport", "WaxVectors", "WaxCore", "WaxSHA", "WaxDeflate", "WaxRSA", "WaxKeys", "WaxEncoding",
        ],
        path: "Sources/Tools/waxwing", swiftSettings: library, linkerSettings: boundAtStart),
    .testTarget(
        name: "WaxwingCommandTests", dependencies: ["WaxwingCommand", "WaxTestSupport"],
        path: "Tests/WaxwingCommandTests", swiftSettings: common),
    .executableTarget(
        name: "WaxwingBench", dependencies: ["WaxCore", "WaxSHA", "WaxAES", "WaxX25519", "WaxRSA", "WaxDeflate"],
        path: "Sources/Tools/waxwing-bench", swiftSettings: common),
    .testTarget(
        name: "WaxwingBenchTests", dependencies: ["WaxwingBench", "WaxTestSupport"],
        path: "Tests/WaxwingBenchTests", swiftSettings: common),
    .executableTarget(
        name: "WaxwingDifferential",
        dependencies: [
            "WaxCore", "WaxSHA", "WaxAES", "WaxX25519", "WaxRSA", "WaxDeflate", "WaxEncoding", "WaxKeys",
        ],
        path: "Sources/Tools/waxwing-differential", swiftSettings: common),
    .executableTarget(
        name: "WaxwingConstantTimeCheck",
        dependencies: ["WaxCore", "WaxSHA", "WaxAES", "WaxX25519", "WaxRSA", "WaxEncoding", "WaxKeys", "WaxNoise"],
        path: "Sources/Tools/waxwing-ctcheck", swiftSettings: computing, linkerSettings: boundAtStart),
    .testTarget(
        name: "WaxwingConstantTimeCheckTests",
        dependencies: ["WaxwingConstantTimeCheck", "WaxRSA", "WaxTestSupport"],
        path: "Tests/WaxwingConstantTimeCheckTests", swiftSettings: common),
    .testTarget(
        name: "MemoryTests",
        dependencies: [
            "WaxwingConstantTimeCheck", "WaxCore", "WaxSHA", "WaxAES", "WaxX25519", "WaxBigNum", "WaxRSA",
            "WaxDeflate", "WaxEncoding", "WaxKeys", "WaxWire", "WaxNoise", "WaxTestSupport",
        ],
        path: "Tests/MemoryTests", swiftSettings: common),
    .testTarget(
        name: "WaxwingDifferentialTests", dependencies: ["WaxwingDifferential", "WaxTestSupport"],
        path: "Tests/WaxwingDifferentialTests", swiftSettings: common),
    .testTarget(
        name: "ReadmeTests", dependencies: ["Waxwing", "WaxTestSupport"], path: "Tests/ReadmeTests",
        swiftSettings: common),
]

/// The libraries that are of use without the protocol.
let cryptography = modules.filter { target in
    let path = target.path ?? ""
    return target.type == .regular && (path.hasPrefix("Sources/Primitives/") || path.hasPrefix("Sources/Formats/"))
}.map(\.name)

let package = Package(
    name: "waxwing",
    platforms: [.macOS(.v26), .iOS(.v26), .tvOS(.v26), .watchOS(.v26), .visionOS(.v26)],
    products: modules.filter { $0.type == .regular }.map { .library(name: $0.name, targets: [$0.name]) } + [
        .library(name: "WaxCrypto", targets: cryptography),
        .executable(name: "waxwing", targets: ["WaxwingCommand"]),
        .executable(name: "waxwing-bench", targets: ["WaxwingBench"]),
        .executable(name: "waxwing-differential", targets: ["WaxwingDifferential"]),
        .executable(name: "waxwing-ctcheck", targets: ["WaxwingConstantTimeCheck"]),
    ],
    traits: [
        .trait(name: "Accelerated", description: "Use the processor's own instructions where it has them."),
        .default(enabledTraits: ["Accelerated"]),
    ],
    targets: modules + kernels + commandLine + [
        .target(name: "WaxTestSupport", dependencies: ["WaxCore"], path: "Tests/WaxTestSupport", swiftSettings: common),
        .testTarget(
            name: "WaxTestSupportTests", dependencies: ["WaxTestSupport"], path: "Tests/WaxTestSupportTests",
            swiftSettings: common),
        .testTarget(
            name: "CaptureTests",
            dependencies: ["Waxwing", "WaxRSA", "WaxKeys", "WaxWire", "WaxTransport", "WaxTestSupport"],
            path: "Tests/CaptureTests", swiftSettings: common),
        .testTarget(
            name: "ArticleTests",
            dependencies: [
                "WaxAES", "WaxCore", "WaxDeflate", "WaxEncoding", "WaxKeys", "WaxRSA", "WaxSHA", "WaxX25519",
                "WaxTestSupport",
            ],
            path: "Tests/ArticleTests", swiftSettings: common),
        .testTarget(
            name: "ArchitectureTests", dependencies: ["WaxTestSupport"], path: "Tests/ArchitectureTests",
            swiftSettings: common),
    ],
    swiftLanguageModes: [.v6]
)
