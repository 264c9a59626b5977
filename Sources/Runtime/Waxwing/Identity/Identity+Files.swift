public import WaxCore
internal import WaxKeys
internal import WaxRSA
internal import WaxTransport

extension Identity {
    /// The name of the file with the private key (PKCS#8 in PEM).
    public static let privateFileName = "identity.pem"

    /// The name of the file with the public key (one line of OpenSSH).
    public static let publicFileName = "identity.pub"

    /// The largest file that is read as a private key; one of 8192 bits takes less than 7 KiB.
    private static let largestFile = 64 * 1024

    /// Loads an identity from a directory that ``save(to:passphrase:replacing:)`` has filled, or a private key in PEM (PKCS#8 or
    /// PKCS#1) that stands there as `identity.pem`.
    ///
    /// - Parameters:
    ///   - directory: Its path.
    ///   - passphrase: What the key is encrypted with (PKCS#8), most often UTF-8; not looked at if it is not encrypted.
    /// - Throws: ``WaxwingError/Code/file(_:)`` if the file cannot be read, ``WaxwingError/Code/laxPermissions`` if
    ///   others than its owner may read or change it, ``WaxwingError/Code/badKey`` if it holds no key that is accepted,
    ///   ``WaxwingError/Code/passphraseNeeded`` if it is encrypted and no passphrase is given, and
    ///   ``WaxwingError/Code/wrongPassphrase`` for one that does not fit.
    public static func load(
        from directory: String, passphrase: SecretBytes? = nil
    ) async throws(WaxwingError) -> Identity {
        try await onWorker { () throws(WaxwingError) in
            let path = directory + "/" + privateFileName
            let bytes = try SecretFile.read(path, limit: largestFile)
            do throws(KeyError) {
                return Identity(try RSA.PrivateKey(pemRepresentation: bytes.bytes, passphrase: passphrase))
            } catch {
                let code: WaxwingError.Code =
                    switch error {
                    case .passphraseNeeded: .passphraseNeeded
                    case .decryptionFailed: .wrongPassphrase
                    default: .badKey
                    }
                throw WaxwingError(code, "\(path.escapedForDisplay): \(error)")
            }
        }
    }

    /// Writes the identity to a directory: `identity.pem`, which only the owner may read, and `identity.pub`. The
    /// directory is made if it is not there (not the ones above it). Both files appear whole or not at all, and on failure
    /// what was there before stays.
    ///
    /// - Parameters:
    ///   - directory: Its path.
    ///   - passphrase: What the key is encrypted with, most often UTF-8, as `KeyEncryption.pbkdf2` of `WaxKeys` says; nil
    ///     to write it as it is.
    ///   - replacing: Whether an identity that is there may be replaced. It is gone then.
    /// - Throws: ``WaxwingError/Code/file(_:)``, with ``/WaxTransport/SystemError/Code/alreadyExists`` if there is one of the
    ///   two files.
    public func save(
        to directory: String, passphrase: SecretBytes? = nil, replacing: Bool = false
    ) async throws(WaxwingError) {
        let line = try publicKeyLine()
        try await Identity.onWorker { () throws(WaxwingError) in
            let pem = try pemRepresentation(passphrase)
            let files: IdentityFiles
            do throws(SystemError) {
                files = IdentityFiles(directory: try Directory(directory, creatingWith: 0o700))
            } catch {
                throw WaxwingError(file: error)
            }
            try files.write(pem.bytes, line: (line + "\n").utf8.span, replacing: replacing)
        }
    }

    private func pemRepresentation(_ passphrase: SecretBytes?) throws(WaxwingError) -> SecretBytes {
        guard let passphrase else { return privateKey.secretPEMRepresentation }
        do throws(KeyError) {
            return SecretBytes(Array(try privateKey.encryptedPEMRepresentation(passphrase: passphrase).utf8))
        } catch {
            throw WaxwingError(.badKey, "cannot encrypt the key: \(error)")
        }
    }

    private static func onWorker<Value: Sendable>(
        _ body: @escaping @Sendable () throws(WaxwingError) -> Value
    ) async throws(WaxwingError) -> Value {
        let group: EventLoopGroup
        do throws(SystemError) { group = try .shared() } catch { throw WaxwingError(file: error) }
        return try await group.workers.run(body)
    }
}

/// Reads files with secrets.
enum SecretFile {
    /// The contents of a file that belongs to this user and that nobody else may read or change.
    static func read(_ path: String, limit: Int) throws(WaxwingError) -> SecretBytes {
        let (file, status) = try opened(path)
        guard !status.isAccessibleToOthers, status.isOwnedByUserOrSuperuser else {
            throw WaxwingError(
                .laxPermissions,
                "\(path.escapedForDisplay) can be read or changed by others, so its key is not used: chmod 600 it")
        }
        guard status.size <= UInt64(limit) else {
            throw WaxwingError(.badKey, "\(path.escapedForDisplay) is too large for a key")
        }
        do throws(SystemError) {
            return try SecretBytes.make(count: Int(status.size)) { (bytes) throws(SystemError) in
                _ = try file.read(into: &bytes, at: 0)
            }
        } catch {
            throw WaxwingError(file: error)
        }
    }

    /// An ordinary file and what the file system knows of it. Asked of the open file, so that it is the same one.
    static func opened(_ path: String) throws(WaxwingError) -> (File, FileStatus) {
        do throws(SystemError) {
            let file = try File(reading: path)
            return (file, try file.status())
        } catch {
            throw WaxwingError(file: error)
        }
    }
}
