internal import WaxCore
internal import WaxIdentity
internal import WaxKeys
internal import WaxTransport

extension TrustPolicy {
    /// Reads what the policy needs from files. Blocks.
    func load(log: Log) throws(WaxwingError) -> TrustRule.Content {
        switch source {
        case .authorizedKeysFile(let path):
            let bytes = try TrustFile.read(path)
            do throws(OpenSSHError) {
                return content(try AuthorizedKeys(parsing: bytes.span), log.about(path.escapedForDisplay))
            } catch {
                throw WaxwingError(.badKey, "\(path.escapedForDisplay): \(error)")
            }
        case .authorizedKeys(let keys): return content(keys, log.about("authorised keys"))
        case .fingerprints(let fingerprints): return .fingerprints(fingerprints)
        case .anyone: return .anyone
        case .knownHosts:
            throw WaxwingError(.misuse, "known hosts are names of servers: a server has no use for them")
        }
    }

    private func content(_ keys: AuthorizedKeys, _ log: Log) -> TrustRule.Content {
        var notices: [String] = []
        let content = TrustRule.Content(keys, notices: &notices)
        for notice in notices { log.warning(notice) }
        return content
    }
}

/// Reads and writes files that say who is trusted.
enum TrustFile {
    private static let largest = AuthorizedKeys.Limits().fileByteCount

    /// The contents of a file that nobody but its owner may change.
    static func read(_ path: String) throws(WaxwingError) -> [UInt8] {
        let (file, status) = try SecretFile.opened(path)
        guard !status.isWritableByOthers, status.isOwnedByUserOrSuperuser else {
            throw WaxwingError(
                .laxPermissions,
                "\(path.escapedForDisplay) can be changed by others, so nobody in it is trusted: chmod go-w it")
        }
        guard status.size <= UInt64(largest) else {
            throw WaxwingError(.badKey, "\(path.escapedForDisplay) is larger than \(largest) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.size))
        do throws(SystemError) {
            var span = bytes.mutableSpan
            let count = try file.read(into: &span, at: 0)
            bytes.removeLast(bytes.count - count)
        } catch {
            throw WaxwingError(file: error)
        }
        return bytes
    }

    /// Replaces a file as a whole. Blocks.
    static func write(_ text: String, to path: String) throws(WaxwingError) {
        let cut = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = cut.map { String(path[path.utf8.index(after: $0)...]) } ?? path
        do throws(SystemError) {
            let directory = try Directory(directory)
            try directory.write(text.utf8.span, to: name, permissions: 0o600, replacing: true)
            try directory.sync()
        } catch {
            throw WaxwingError(file: error)
        }
    }
}
