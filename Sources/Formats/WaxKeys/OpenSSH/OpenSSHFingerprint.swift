import WaxCore
import WaxEncoding
import WaxRSA
import WaxSHA

/// The fingerprint of a public key as `ssh-keygen -l` prints it: `SHA256:` and the Base64, without padding, of the
/// SHA-256 of the key in the binary form of SSH.
///
/// A fingerprint is public: comparing two needs no care.
public struct OpenSSHFingerprint: Hashable, Sendable {
    /// The 32 bytes of the digest.
    public let bytes: [UInt8]

    /// The fingerprint of a key.
    public init(of key: RSA.PublicKey) {
        bytes = [UInt8](copying: SHA256.hash(key.openSSHBlob.span).bytes)
    }

    /// The fingerprint of what may be a key, to look it up before any work is done for it: of a SubjectPublicKeyInfo in
    /// DER (RFC 5280 section 4.1), of which the numbers are not judged. It costs a hash and no arithmetic.
    ///
    /// - Throws: ``KeyError`` if the bytes do not have that form.
    public init(ofSubjectPublicKeyInfo der: Span<UInt8>) throws(KeyError) {
        let numbers = try PublicKeyNumbers(der, isWrapped: true)
        let blob = RSA.PublicKey.openSSHBlob(modulus: numbers.modulus, exponent: numbers.exponent)
        bytes = [UInt8](copying: SHA256.hash(blob.span).bytes)
    }

    /// Reads a fingerprint: `SHA256:` and 43 characters, nothing before or after.
    ///
    /// - Throws: ``OpenSSHError/invalidFingerprint`` if it is anything else.
    public init(_ text: String) throws(OpenSSHError) {
        let prefix = "SHA256:"
        guard text.hasPrefix(prefix) else { throw .invalidFingerprint }
        do {
            bytes = try Base64.decode(String(text.dropFirst(prefix.count)), as: .standardUnpadded)
        } catch {
            throw .invalidFingerprint
        }
        guard bytes.count == 32 else { throw .invalidFingerprint }
    }
}

extension OpenSSHFingerprint: CustomStringConvertible {
    /// The text, as `ssh-keygen -l` prints it.
    public var description: String { "SHA256:" + Base64.encode(bytes, as: .standardUnpadded) }
}

extension RSA.PublicKey {
    /// The fingerprint, as `ssh-keygen -l` prints it.
    public var fingerprint: OpenSSHFingerprint { OpenSSHFingerprint(of: self) }
}
