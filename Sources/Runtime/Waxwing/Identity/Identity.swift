internal import WaxKeys
public import WaxRSA
internal import WaxTransport

/// Who this side is: an RSA key.
///
/// It signs the keys that are used in handshakes, and nothing else. Make one with ``generate(bits:)``, keep it with
/// ``save(to:passphrase:replacing:)``, load it again with ``load(from:passphrase:)``.
public struct Identity: Sendable, CustomStringConvertible {
    /// The size of a key unless another is asked for, in bits.
    public static let usualBitCount = 3072

    /// The private key.
    public let privateKey: RSA.PrivateKey

    /// Takes a private key of 2048 to 8192 bits.
    public init(_ privateKey: RSA.PrivateKey) { self.privateKey = privateKey }

    /// Makes a new key, which takes from a second (2048 bits) to minutes (8192 bits), on a thread of its own.
    ///
    /// - Parameter bits: The size, from 2048 to 8192 bits.
    /// - Throws: ``WaxwingError/Code/badKey`` for a size that is not possible.
    public static func generate(bits: Int = Identity.usualBitCount) async throws(WaxwingError) -> Identity {
        let workers = WorkerPool(threads: 1)
        defer { workers.shutDown() }
        return try await workers.run { () throws(WaxwingError) in
            do throws(RSAError) {
                return Identity(try RSA.PrivateKey(bitCount: bits))
            } catch {
                throw WaxwingError(.badKey, "cannot make a key of \(bits) bits: \(error)")
            }
        }
    }

    /// The public half, which others are given.
    public var publicKey: RSA.PublicKey { privateKey.publicKey }

    /// The fingerprint as `ssh-keygen -l` prints it: `SHA256:…`.
    public var fingerprint: String { "\(publicKey.fingerprint)" }

    /// One line in the form of OpenSSH's public keys, as it stands in `authorized_keys`.
    ///
    /// - Parameter comment: What stands at its end, such as whose key it is. No line ends or other control characters, and no
    ///   blanks at its ends.
    /// - Throws: ``WaxwingError/Code/misuse`` for another comment.
    public func publicKeyLine(comment: String = "") throws(WaxwingError) -> String {
        let bytes = comment.utf8
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }), bytes.first != 0x20, bytes.last != 0x20 else {
            throw WaxwingError(.misuse, "a comment is one line without control characters, and without blanks at its ends")
        }
        return "\(OpenSSHPublicKey(publicKey, comment: comment))"
    }

    /// The fingerprint; never the key.
    public var description: String { "Identity(\(fingerprint))" }
}
