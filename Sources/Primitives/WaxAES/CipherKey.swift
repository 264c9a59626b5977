import WaxCore

/// A key prepared for the modes without authentication, in the form in which their contexts share it.
final class CipherKey: @unchecked Sendable {
    // Written in the initialiser and only read afterwards, hence the promise of `Sendable`.
    let engine: CipherEngine

    /// Prepares a key, and clears what that left on the stack.
    ///
    /// - Throws: ``AESError/incorrectKeySize`` if it has not 16, 24 or 32 bytes.
    init(_ key: SymmetricKey, _ backend: AES.Backend) throws(AESError) {
        engine = try CipherEngine(key.bytes, backend)
        wipeStack(kibibytes: 2)
    }
}
