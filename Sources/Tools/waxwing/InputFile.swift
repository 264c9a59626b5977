import Foundation

/// Reads files that are named on the command line.
enum InputFile {
    /// The whole contents of a file.
    ///
    /// - Throws: ``CommandFailure`` if it cannot be read or is larger than it can sensibly be.
    static func read(_ path: String, atMost limit: Int) throws(CommandFailure) -> [UInt8] {
        let name = Terminal.escape(path)
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else { throw CommandFailure("\(name) is larger than \(limit) bytes") }
            return [UInt8](data)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure("cannot read \(name): \(reason(error))")
        }
    }

    /// Whether a path, links followed, is a folder; nil if there is nothing.
    static func isDirectory(_ path: String) -> Bool? {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
        return type.map { $0 == .typeDirectory }
    }

    /// What the system says of an error, without Foundation's wrapping.
    static func reason(_ error: any Error) -> String {
        let outer = error as NSError
        let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError
        let text = (inner?.domain == NSPOSIXErrorDomain ? inner ?? outer : outer).localizedDescription
        // Foundation on Linux puts this in front of the system's words.
        let preface = "The operation could not be completed. "
        return text.hasPrefix(preface) ? String(text.dropFirst(preface.count)) : text
    }
}
