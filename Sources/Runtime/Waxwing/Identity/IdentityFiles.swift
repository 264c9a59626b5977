internal import WaxTransport

/// The two files of an identity, which appear and change together. Blocks.
struct IdentityFiles {
    let directory: Directory

    /// Writes both files, or changes nothing.
    func write(_ key: Span<UInt8>, line: Span<UInt8>, replacing: Bool) throws(WaxwingError) {
        for name in [Identity.privateFileName, Identity.publicFileName] where !replacing {
            guard try isAbsent(name) else {
                let shown = directory.path.escapedForDisplay
                throw WaxwingError(.file(.alreadyExists), "\(shown) holds a file \(name) already")
            }
        }
        do throws(SystemError) {
            // What takes room and time comes before anything changes.
            let newKey = try directory.prepare(key, permissions: 0o600)
            defer { try? directory.remove(newKey) }
            let newLine = try directory.prepare(line, permissions: 0o644)
            defer { try? directory.remove(newLine) }
            let oldKey = replacing ? keepOldKey() : nil
            defer { if let oldKey { try? directory.remove(oldKey) } }

            let isFirst = try directory.status(of: Identity.privateFileName) == nil
            try place(newKey, Identity.privateFileName, replacing)
            do throws(SystemError) {
                try place(newLine, Identity.publicFileName, replacing)
            } catch {
                if let oldKey {
                    try? directory.rename(oldKey, replacing: Identity.privateFileName)
                } else if isFirst {
                    try? directory.remove(Identity.privateFileName)
                }
                throw error
            }
            try directory.sync()
        } catch {
            throw WaxwingError(file: error)
        }
    }

    private func isAbsent(_ name: String) throws(WaxwingError) -> Bool {
        do throws(SystemError) {
            return try directory.status(of: name) == nil
        } catch {
            throw WaxwingError(file: error)
        }
    }

    /// Gives the key that is there a second name, from which it can be taken back; nil if there is none, or if the file
    /// system knows no second names.
    private func keepOldKey() -> String? {
        let name = directory.temporaryName()
        return (try? directory.link(Identity.privateFileName, name)) == nil ? nil : name
    }

    private func place(_ temporary: String, _ name: String, _ replacing: Bool) throws(SystemError) {
        if replacing {
            try directory.rename(temporary, replacing: name)
        } else {
            try directory.rename(temporary, toUnused: name)
        }
    }
}
