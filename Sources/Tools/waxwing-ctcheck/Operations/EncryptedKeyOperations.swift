import WaxCore
import WaxKeys
import WaxRSA
import WaxSHA

/// Private keys that are encrypted with a passphrase: PKCS#8 with PBES2.
///
/// All that comes out of a decryption is followed, not only the numbers that are secret in the end: so it shows what
/// the reader makes public of it.
enum EncryptedKeyOperations {
    static let all: [Operation] = [
        reading("pbkdf2", pbkdf2, timing: .constant),
        reading(
            "scrypt", scrypt, timing: .varies("which memory is read depends on the passphrase, as scrypt is defined")),
        Operation(
            "formats/encrypted-key-wrong-passphrase", secret: "the passphrase, and what the ciphertext becomes with it",
            result: .verdict("that it is the wrong passphrase is told to the caller, and nothing else")
        ) { material in
            let right = material.text(20), wrong = material.secret(20)
            let file = material.reveal(try encrypted(material.key, with: right, try pbkdf2()))
            return {
                do throws(KeyError) {
                    return try RSA.PrivateKey(derRepresentation: file.span, passphrase: wrong).prime2.array
                } catch {
                    guard error == .decryptionFailed else { throw error }
                    return [0]
                }
            }
        },
        Operation(
            "formats/encrypt-private-key", secret: "the passphrase, and all numbers but the modulus",
            result: .bytes("the file is anybody's"), publicRandomness: true
        ) { material in
            let passphrase = material.secret(20)
            let key = try material.secretKey
            return { try encrypted(key, with: passphrase, try pbkdf2()) }
        },
    ]

    private static func reading(
        _ name: String, _ derivation: @escaping @Sendable () throws -> KeyEncryption.Derivation,
        timing: Operation.Timing
    ) -> Operation {
        Operation(
            "formats/encrypted-key-\(name)", secret: "the passphrase, and with it all that is in the file",
            result: .bytes("the key belongs to the caller"), timing: timing
        ) { material in
            let passphrase = material.secret(20)
            // They are in the file, and are to be looked for afterwards.
            _ = try PrivateNumbers(material)
            let file = material.reveal(try encrypted(material.key, with: passphrase, try derivation()))
            return { try RSA.PrivateKey(derRepresentation: file.span, passphrase: passphrase).prime2.array }
        }
    }

    // As few rounds as there can be: each does the same.
    @Sendable private static func pbkdf2() throws -> KeyEncryption.Derivation {
        .pbkdf2(.sha256, rounds: try PBKDF2Rounds(existing: 3))
    }

    @Sendable private static func scrypt() throws -> KeyEncryption.Derivation {
        .scrypt(try Scrypt.Parameters(cost: 4, blockSize: 2))
    }

    /// With salt and vector that are always the same, so that the same key and passphrase give the same file.
    private static func encrypted(
        _ key: RSA.PrivateKey, with passphrase: SecretBytes, _ derivation: KeyEncryption.Derivation
    ) throws -> [UInt8] {
        var random = MaterialRandom(seed: 6, conceals: false)
        return try key.encryptedDERRepresentation(
            passphrase: passphrase, encryption: KeyEncryption(derivation: derivation), using: &random)
    }
}
