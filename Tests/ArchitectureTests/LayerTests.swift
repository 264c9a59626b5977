import Testing

@Suite("Layers")
struct LayerTests {
    @Test("Imports point downwards")
    func imports() throws {
        let targets = Target.declared(in: try SourceTree.manifest.get())
        let sources = try SourceTree.sources.get()
        #expect(sources.count > 10 && targets.count > 1)
        for file in sources {
            for violation in LayerRule.violations(in: file, targets: targets) { Issue.record("\(violation)") }
        }
    }

    @Test("Every source file belongs to a declared target")
    func targets() throws {
        for file in try SourceTree.sources.get() where file.target == nil {
            Issue.record("\(file.path) belongs to no target of Package.swift")
        }
    }

    static let targets = [
        Target(name: "WaxCore", layer: "Primitives"), Target(name: "WaxAES", layer: "Primitives"),
        Target(name: "WaxSHA", layer: "Primitives"), Target(name: "WaxKernelAESNI", layer: "Primitives/Kernels"),
        Target(name: "WaxKeys", layer: "Formats"), Target(name: "WaxWire", layer: "Protocol"),
        Target(name: "Waxwing", layer: "Runtime"), Target(name: "WaxTransport", layer: "Runtime"),
        Target(name: "waxwing", layer: "Tools"),
    ]

    @Test("The rule finds what it is there for", arguments: [
        ("Primitives/WaxCore", "import Foundation"),
        ("Primitives/WaxCore", "import Glibc"),
        ("Primitives/WaxCore", "#if canImport(Dispatch)\n    import Dispatch\n#endif"),
        ("Primitives/WaxCore", "import Builtin"),
        ("Primitives/WaxAES", "import WaxSHA"),
        ("Primitives/WaxSHA", "@testable import WaxKeys"),
        ("Primitives/Kernels/WaxKernelAESNI", "import WaxCore"),
        ("Formats/WaxKeys", "public import WaxWire"),
        ("Protocol/WaxWire", "import struct Foundation.Data"),
        ("Protocol/WaxWire", "@preconcurrency import Glibc"),
        ("Protocol/WaxWire", "import Waxwing"),
        ("Runtime/Waxwing", "import Foundation"),
        ("Runtime/Waxwing", "import waxwing"),
        ("Runtime/WaxTransport/Network", "import Glibc"),
        ("Somewhere/Else", "import WaxCore"),
    ])
    func plantedImports(folder: String, text: String) {
        let file = SourceFile(path: "Sources/\(folder)/File.swift", text: text, targets: Self.targets)
        #expect(LayerRule.violations(in: file, targets: Self.targets).count == 1)
    }

    @Test("The rule leaves alone what the map allows", arguments: [
        ("Primitives/WaxCore", "// import Foundation\n/* import Glibc */ let text = \"\"\"\n  import Glibc\n  \"\"\""),
        ("Primitives/WaxAES", "import WaxCore\nimport WaxKernelAESNI"),
        ("Primitives/Kernels/WaxKernelAESNI", "import Builtin\nimport _Builtin_intrinsics.intel"),
        ("Formats/WaxKeys", "public import WaxCore"),
        ("Runtime/Waxwing", "import WaxWire\nimport Synchronization"),
        ("Runtime/WaxTransport/System", "internal import Glibc"),
        ("Tools/waxwing", "import Foundation\nimport Waxwing"),
    ])
    func allowedImports(folder: String, text: String) {
        let file = SourceFile(path: "Sources/\(folder)/File.swift", text: text, targets: Self.targets)
        #expect(LayerRule.violations(in: file, targets: Self.targets) == [])
    }
}
