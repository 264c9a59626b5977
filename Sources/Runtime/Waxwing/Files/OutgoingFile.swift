internal import WaxCore
internal import WaxSession
internal import WaxTransport
internal import WaxWire

/// How far a file on its way to the peer is.
public struct TransferProgress: Sendable, Hashable {
    /// How many bytes of the file the session has taken, those that the peer had already included.
    public let byteCount: UInt64

    /// The size of the file.
    public let size: UInt64

    /// How many bytes the peer had already. Not to be counted into a rate.
    public let resumedFrom: UInt64
}

/// A file on its way out. Blocks, but for its properties.
final class OutgoingFile: Sendable {
    /// What is said about it.
    let header: FileHeader

    private let file: File
    private let path: String
    /// What the file system knew when it was opened.
    private let status: FileStatus

    private init(_ file: File, _ status: FileStatus, _ header: FileHeader, path: String) {
        self.file = file
        self.status = status
        self.header = header
        self.path = path
    }

    /// Opens a file.
    ///
    /// - Parameter name: Under which name it is offered; that of the file if nil.
    static func open(_ path: String, as name: String?, hash: HashAlgorithm) throws(WaxwingError) -> OutgoingFile {
        let (file, status) = try SecretFile.opened(path)
        let name = name ?? String(path.split(separator: "/").last ?? "")
        do throws(WireError) {
            let header = try FileHeader(
                name: name, size: status.size, mode: status.permissions & 0o777,
                modificationSeconds: status.modificationSeconds,
                modificationNanoseconds: status.modificationNanoseconds, hashAlgorithm: hash)
            return OutgoingFile(file, status, header, path: path.escapedForDisplay)
        } catch {
            throw WaxwingError(.misuse, "\(path.escapedForDisplay) cannot be sent under that name: \(error)")
        }
    }

    /// Reads a part, all of which must be there. With the last part, which the caller does not pass on otherwise, the file
    /// must still be as it was when it was opened: what has been sent is not a mixture of old and new, nor a part.
    func read(at offset: UInt64, count: Int) throws(WaxwingError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let done: Int
        do throws(SystemError) {
            var span = bytes.mutableSpan
            done = try file.read(into: &span, at: offset)
        } catch {
            throw WaxwingError(file: error)
        }
        guard done == count else {
            throw WaxwingError(.file(.notSupported), "\(path) became shorter while it was being sent")
        }
        if offset.saturatingAdd(UInt64(count)) >= header.size { try checkUnchanged() }
        return bytes
    }

    private func checkUnchanged() throws(WaxwingError) {
        let now: FileStatus
        do throws(SystemError) { now = try file.status() } catch { throw WaxwingError(file: error) }
        guard now.size == status.size, now.modificationSeconds == status.modificationSeconds,
            now.modificationNanoseconds == status.modificationNanoseconds
        else { throw WaxwingError(.file(.notSupported), "\(path) was changed while it was being sent") }
    }

    /// The digest of the beginning, for a transfer that goes on where another stopped.
    func digest(ofFirst count: UInt64) throws(WaxwingError) -> FileDigest {
        guard var digest = FileDigest(header.hashAlgorithm) else {
            throw WaxwingError(.misuse, "the hash algorithm is not known here")
        }
        while digest.byteCount < count {
            let length = Int(min(UInt64(Self.chunk), count - digest.byteCount))
            let piece = try read(at: digest.byteCount, count: length)
            digest.update(piece.span)
        }
        return digest
    }

    /// How much is read at a time, in bytes.
    static let chunk = 256 * 1024
}
