import Foundation
import Testing
import WaxTestSupport

@Suite("The package")
struct PackageTests {
    @Test("It depends on nothing")
    func dependencies() throws {
        let manifest = try SourceTree.manifest.get()
        for violation in PackageRules.dependencies(inManifest: manifest) { Issue.record("\(violation)") }
        for text in [
            "dependencies: [.package(url: \"https://example.org/x\", from: \"1.0.0\")]",
            "dependencies: [ .package ( path: \"../x\") ]",
            ".binaryTarget(name: \"X\", path: \"X.zip\")",
            ".systemLibrary(name: \"CZlib\")",
            "linkerSettings: [.linkedLibrary(\"z\")]",
            "cSettings: [.define(\"X\")]",
            "dependencies: [.product(name: \"X\", package: \"x\")]",
        ] {
            #expect(PackageRules.dependencies(inManifest: text).count == 1, "\(text)")
        }
        #expect(PackageRules.dependencies(inManifest: "// .package(\nname: \".package(\"") == [])
    }

    @Test("It is written in Swift alone")
    func language() throws {
        #expect(PackageRules.foreignFiles(among: try SourceTree.files.get()) == [])
        let planted = [
            "Sources/X/x.c", "Sources/X/include/x.h", "Sources/X/x.S", "Sources/X/x.cpp", "Sources/X/x.mm",
            "Sources/X/module.modulemap", "Tests/x.o",
        ]
        #expect(PackageRules.foreignFiles(among: planted) == planted)
        #expect(PackageRules.foreignFiles(among: ["Sources/X/x.swift", "README.md", ".ci/run"]) == [])
    }

    @Test("Every target of the manifest stands in its folder")
    func targets() throws {
        let targets = Target.declared(in: try SourceTree.manifest.get())
        #expect(!targets.isEmpty)
        let sources = try SourceTree.sources.get()
        for target in targets where !sources.contains(where: { $0.target == target }) {
            Issue.record("\(target.path) has no source")
        }
        let declared = Target.declared(in: #"module("WaxA", in: "Primitives/Kernels"), .x(path: "Sources/Tools/tool")"#)
        #expect(declared.map(\.path) == ["Sources/Primitives/Kernels/WaxA", "Sources/Tools/tool"])
    }

    @Test("Nothing stray at the top")
    func top() throws {
        #expect(PackageRules.strayTopLevel(among: try SourceTree.files.get()) == [])
        let planted = ["docs/a.md", "notes.txt", ".ci/run", "README.md"]
        #expect(PackageRules.strayTopLevel(among: planted) == ["docs", "notes.txt"])
    }

    private static let git = TestVectors.checkout.appending(path: ".git")

    @Test("No product of a build is committed",
        .enabled(if: Peer.isAvailable("git") && FileManager.default.fileExists(atPath: git.path),
            "this is no checkout of git, or git is not installed"))
    func committed() throws {
        // The checkout may be another user's.
        let list = try Peer.output(of: "git", ["-c", "safe.directory=*", "ls-files"], in: TestVectors.checkout)
        let paths = String(decoding: list, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(paths.contains("Package.swift"))
        #expect(PackageRules.buildProducts(among: paths) == [])
        #expect(PackageRules.foreignFiles(among: paths) == [])
    }

    @Test("The rule about products of a build finds them")
    func plantedProducts() {
        let planted = ["Package.resolved", "Fuzz/Package.resolved", ".build/x", "Fuzz/.build-fuzz/y", "a.profraw"]
        #expect(PackageRules.buildProducts(among: planted + ["Sources/X/x.swift"]) == planted)
    }
}
