/// Rules about the manifest and the files of the checkout.
enum PackageRules {
    /// The package depends on nothing: no package, no binary, no system library, nothing written in C.
    static func dependencies(inManifest text: String) -> [Violation] {
        let pattern = /\.package\s*\(|\.product\s*\(|\.binaryTarget\b|\.systemLibrary\b|\.macro\b|\.plugin\b|\blinkedLibrary\b|\blinkedFramework\b|\bc(?:xx)?Settings\b|\bpkgConfig\b/
        return SourceFile(path: "Package.swift", text: text, targets: []).lines(matching: pattern).map {
            Violation(path: "Package.swift", line: $0.number, message: "\($0.match) brings in a dependency")
        }
    }

    private static let foreign: Set<String> = [
        "c", "h", "cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "inc", "inl", "m", "mm", "s", "asm", "modulemap",
        "a", "o", "so", "dylib", "lib", "obj", "dll", "wasm",
    ]

    /// Source in another language, and what a compiler made of it.
    static func foreignFiles(among paths: [String]) -> [String] {
        paths.filter { path in
            let name = path.split(separator: "/").last ?? ""
            guard let dot = name.lastIndex(of: ".") else { return false }
            return foreign.contains(name[name.index(after: dot)...].lowercased())
        }
    }

    /// What a build leaves behind and the repository must not hold.
    static func buildProducts(among paths: [String]) -> [String] {
        paths.filter { path in
            path.split(separator: "/").contains { component in
                component == "Package.resolved" || component.hasPrefix(".build") || component == ".swiftpm"
                    || component == "DerivedData" || component.hasSuffix(".profraw")
            }
        }
    }

    /// What may stand at the top of the checkout besides files that begin with a dot.
    static let top: Set<String> = [
        "Package.swift", "Sources", "Tests", "TestVectors", "Fuzz", "README.md", "LICENSE",
    ]

    static func strayTopLevel(among paths: [String]) -> [String] {
        Set(paths.compactMap { $0.split(separator: "/").first.map(String.init) })
            .filter { !$0.hasPrefix(".") && !top.contains($0) && $0 != "Package.resolved" }.sorted()
    }
}
