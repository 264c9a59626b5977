import Foundation

/// A file that was found, with its contents or the reason why they cannot be had.
struct FoundFile {
    let path: String
    let contents: Result<[UInt8], Unsupported>
    /// Whether something is there that this process could not read.
    var isMissing = false

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// Finds the files under paths: each folder in the order of the names, links followed, loops not.
enum FileSearch {
    /// A file above this size is not read.
    private static let largestByteCount = 512 << 20

    static func visit(_ paths: [String], _ body: (FoundFile) -> Void) {
        for path in paths {
            // For each path anew: who names a folder twice gets it twice.
            var folders: Set<String> = []
            visit(path, &folders, body)
        }
    }

    private static func visit(_ path: String, _ folders: inout Set<String>, _ body: (FoundFile) -> Void) {
        func unusable(_ reason: String, isMissing: Bool = true) {
            body(FoundFile(path: path, contents: .failure(Unsupported(reason)), isMissing: isMissing))
        }

        let target = URL(filePath: path).resolvingSymlinksInPath()
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: target.path) else {
            return unusable("does not exist, or cannot be read")
        }
        switch attributes[.type] as? FileAttributeType {
        case .typeDirectory:
            guard folders.insert(target.path).inserted else { return }
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: target.path) else {
                return unusable("the folder cannot be read")
            }
            for name in names.sorted() {
                visit(path.hasSuffix("/") ? path + name : path + "/" + name, &folders, body)
            }
        case .typeRegular:
            guard let size = attributes[.size] as? Int, size <= largestByteCount else {
                return unusable("larger than \(largestByteCount >> 20) MiB")
            }
            guard let contents = try? Data(contentsOf: target) else { return unusable("cannot be read") }
            body(FoundFile(path: path, contents: .success([UInt8](contents))))
        case .typeSymbolicLink:
            unusable("a link that leads nowhere", isMissing: false)
        default:
            unusable("neither a file nor a folder", isMissing: false)
        }
    }
}
