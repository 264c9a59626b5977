import Foundation
import WaxTestSupport

/// A Swift file of the package.
struct SourceFile: Sendable {
    /// Relative to the checkout, such as `Sources/Primitives/WaxCore/Hex.swift`.
    let path: String
    let text: String
    /// The text without comments and literals.
    let code: String
    /// The target that the file belongs to, if any.
    let target: Target?

    init(path: String, text: String, targets: [Target]) {
        self.path = path
        self.text = text
        self.code = SwiftCode.code(of: text)
        self.target = targets.first { path.hasPrefix($0.path + "/") }
    }
}

/// A target under `Sources`, as the manifest declares it.
struct Target: Sendable, Hashable {
    let name: String
    /// The folder of the layer under `Sources`, such as `Primitives` or `Primitives/Kernels`.
    let layer: String
    var path: String { "Sources/\(layer)/\(name)" }

    /// The targets in the text of a manifest: `module("Name", in: "Layer"`, the same with `kernel`, and
    /// `path: "Sources/Layer/Name"`.
    static func declared(in manifest: String) -> [Target] {
        let modules = manifest.matches(of: /(?:module|kernel)\(\s*"(\w+)",\s*in:\s*"([\w\/]+)"/).map {
            Target(name: String($0.output.1), layer: String($0.output.2))
        }
        let others = manifest.matches(of: /path:\s*"Sources\/([\w\/-]+)\/([\w-]+)"/).map {
            Target(name: String($0.output.2), layer: String($0.output.1))
        }
        return modules + others
    }
}

/// A place where a rule is broken.
struct Violation: Equatable, CustomStringConvertible {
    let path: String
    let line: Int?
    let message: String

    var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

/// The files of the checkout.
enum SourceTree {
    static let manifest = Result { try String(contentsOf: url("Package.swift"), encoding: .utf8) }

    /// The Swift files under `Sources`.
    static let sources = Result { () throws -> [SourceFile] in
        let targets = Target.declared(in: try manifest.get())
        return try files.get().filter { $0.hasPrefix("Sources/") && $0.hasSuffix(".swift") }.map { path in
            SourceFile(path: path, text: try String(contentsOf: url(path), encoding: .utf8), targets: targets)
        }
    }

    /// Every file of the checkout but what builds leave behind, relative to it.
    static let files = Result { () throws -> [String] in
        var found: [String] = []
        for entry in try FileManager.default.contentsOfDirectory(atPath: TestVectors.checkout.path) {
            if entry == ".git" || entry.hasPrefix(".build") || entry == ".swiftpm" { continue }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url(entry).path, isDirectory: &isFolder) else { continue }
            guard isFolder.boolValue else {
                found.append(entry)
                continue
            }
            for inner in try FileManager.default.subpathsOfDirectory(atPath: url(entry).path)
            where !inner.hasPrefix(".build") && !inner.contains("/.build") {
                found.append(entry + "/" + inner)
            }
        }
        return found.sorted()
    }

    private static func url(_ path: String) -> URL { TestVectors.checkout.appending(path: path) }
}

extension SourceFile {
    /// Where a pattern occurs in the code, line by line.
    ///
    /// - Parameter words: Of which a line holds at least one where the pattern fits, since regular expressions are slow.
    func lines(matching pattern: Regex<Substring>, containing words: [String] = []) -> [(number: Int, match: String)] {
        guard words.isEmpty || words.contains(where: { code.contains($0) }) else { return [] }
        // A word of Swift ends at a dot; a word by the rules of Unicode does not.
        let pattern = pattern.wordBoundaryKind(.simple)
        var found: [(Int, String)] = []
        for (index, line) in code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where words.isEmpty || words.contains(where: { line.contains($0) }) {
            for match in line.matches(of: pattern) { found.append((index + 1, String(match.output))) }
        }
        return found
    }
}
