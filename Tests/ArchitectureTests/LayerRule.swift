/// Imports point downwards: from Tools over Services, Runtime, Protocol and Formats to Primitives.
enum LayerRule {
    /// What the files of a layer may import besides modules of this package.
    private static let systemModules: [String: Set<String>] = [
        "Primitives/Kernels": ["Builtin", "_Builtin_intrinsics"],
        "Primitives": [],
        "Formats": [],
        "Protocol": [],
        "Runtime": ["Glibc", "Musl", "Darwin", "Synchronization"],
        "Services": ["Synchronization"],
        "Tools": ["Glibc", "Musl", "Darwin", "Synchronization", "Dispatch", "Foundation"],
    ]

    /// The layers whose modules a layer may import. Within Primitives the modules are named one by one below.
    private static let below: [String: Set<String>] = [
        "Primitives/Kernels": [],
        "Primitives": ["Primitives/Kernels"],
        "Formats": ["Primitives", "Formats"],
        "Protocol": ["Primitives", "Formats", "Protocol"],
        "Runtime": ["Primitives", "Formats", "Protocol", "Runtime"],
        "Services": ["Primitives", "Formats", "Protocol", "Runtime", "Services"],
        "Tools": ["Primitives", "Formats", "Protocol", "Runtime", "Services", "Tools"],
    ]

    /// What each primitive may import of the others: who wants AES alone gets AES alone.
    private static let primitives: [String: Set<String>] = [
        "WaxCore": [],
        "WaxSHA": ["WaxCore"],
        "WaxAES": ["WaxCore"],
        "WaxX25519": ["WaxCore", "WaxSHA"],
        "WaxBigNum": ["WaxCore"],
        "WaxRSA": ["WaxCore", "WaxSHA", "WaxBigNum"],
        "WaxDeflate": ["WaxCore"],
    ]

    /// The C library, and where in Runtime it may be imported: all system calls stand there.
    private static let library: Set<String> = ["Glibc", "Musl", "Darwin"]
    private static let systemCalls = "Sources/Runtime/WaxTransport/System/"

    static func violations(in file: SourceFile, targets: [Target]) -> [Violation] {
        guard let target = file.target, let lower = below[target.layer], let system = systemModules[target.layer]
        else { return [Violation(path: file.path, line: nil, message: "belongs to no layer of the map")] }

        return imports(of: file).compactMap { line, name in
            func violation(_ why: String) -> Violation {
                Violation(path: file.path, line: line, message: "\(target.name) imports \(name): \(why)")
            }
            guard let imported = targets.first(where: { $0.name == name }) else {
                guard system.contains(name) else { return violation("not for \(target.layer)") }
                guard target.layer == "Runtime", library.contains(name) else { return nil }
                return file.path.hasPrefix(systemCalls) ? nil : violation("only in \(systemCalls)")
            }
            if target.layer == "Primitives", imported.layer == "Primitives" {
                guard let allowed = primitives[target.name] else { return violation("its imports are not listed") }
                return allowed.contains(name) ? nil : violation("not among its imports in the map")
            }
            return lower.contains(imported.layer) ? nil : violation("\(imported.layer) is above \(target.layer)")
        }
    }

    /// The first component of each module that a file imports, and the line.
    static func imports(of file: SourceFile) -> [(line: Int, name: String)] {
        let pattern = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?(\w+)/
        return file.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            index, line in
            guard line.contains("import") else { return nil }
            return line.firstMatch(of: pattern).map { (index + 1, String($0.output.1)) }
        }
    }
}
