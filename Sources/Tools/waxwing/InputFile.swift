import Foundation
import WaxTransport

/// Reads files that are named on the command line.
enum InputFile {
    /// The whole contents of a small file, or of a pipe that the shell has made (`<(…)`).
    ///
    /// - Throws: ``CommandFailure`` if it cannot be read, is a folder or a named pipe, for which this does not wait, or
    ///   is larger than it can sensibly be.
    static func read(_ path: String, atMost limit: Int) throws(CommandFailure) -> [UInt8] {
        let name = CommandFailure.shown(path)
        let (file, kind) = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in
            let file = try File(ofAnyKind: path)
            return (file, try file.status().kind)
        }
        guard kind != .directory else { throw CommandFailure("\(name) is a folder") }
        guard kind != .pipe || isOfSystem(path) else { throw CommandFailure("\(name) is no ordinary file") }
        let contents = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in
            if kind == .pipe { try file.waitForInput() }
            var contents: [UInt8] = []
            try file.readAll { piece in
                contents += piece
                return contents.count <= limit
            }
            return contents
        }
        guard contents.count <= limit else { throw CommandFailure("\(name) is larger than \(limit) bytes") }
        return contents
    }

    /// Whether a path, links followed, is a folder.
    static func isDirectory(_ path: String) -> Bool { (try? File(ofAnyKind: path).status().kind) == .directory }

    /// Whether a name is one of those that the system has for devices and open files, such as `/dev/stdin`. Links there
    /// can be followed, as nobody but the superuser makes them.
    static func isOfSystem(_ path: String) -> Bool { path.hasPrefix("/dev/") || path.hasPrefix("/proc/") }

    /// What the system says of an error, without Foundation's wrapping.
    static func reason(_ error: any Error) -> String {
        if let error = error as? SystemError { return error.reason }
        let outer = error as NSError
        let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError
        let text = (inner?.domain == NSPOSIXErrorDomain ? inner ?? outer : outer).localizedDescription
        // Foundation on Linux puts this in front of the system's words.
        let preface = "The operation could not be completed. "
        return text.hasPrefix(preface) ? String(text.dropFirst(preface.count)) : text
    }
}

extension File {
    /// How much is read at a time.
    private static var pieceByteCount: Int { 256 << 10 }

    /// Reads what there is, piece by piece, until the end or until the caller wants no more.
    func readAll(_ take: (ArraySlice<UInt8>) -> Bool) throws(SystemError) {
        var buffer = [UInt8](repeating: 0, count: Self.pieceByteCount)
        while true {
            let count = try readNext(into: &buffer)
            guard count > 0, take(buffer[..<count]) else { return }
        }
    }

    /// Reads what comes next into an array, which keeps its size; gives the number of bytes, 0 at the end.
    func readNext(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        var span = buffer.mutableSpan
        return try readNext(into: &span)
    }
}
