import WaxCore
public import WaxKeys
public import WaxRSA
import WaxSHA

/// Who a peer is: an RSA public key and its names.
public struct PeerIdentity: Hashable, Sendable {
    /// The key.
    public let publicKey: RSA.PublicKey
    /// The key as a SubjectPublicKeyInfo in DER, the one form there is of it.
    public let subjectPublicKeyInfo: [UInt8]
    /// SHA-256 of that, 32 bytes.
    public let fingerprint: [UInt8]

    /// The identity of a key that is known, for instance from a file.
    public init(publicKey: RSA.PublicKey) {
        self.publicKey = publicKey
        self.subjectPublicKeyInfo = publicKey.derRepresentation
        self.fingerprint = [UInt8](copying: SHA256.hash(data: subjectPublicKeyInfo).bytes)
    }

    /// The fingerprint as `ssh-keygen -l` prints it: what people compare.
    public var openSSHFingerprint: OpenSSHFingerprint { OpenSSHFingerprint(of: publicKey) }

    /// Two identities are equal if their keys are.
    public static func == (left: PeerIdentity, right: PeerIdentity) -> Bool {
        left.subjectPublicKeyInfo == right.subjectPublicKeyInfo
    }

    /// Feeds the fingerprint to a hasher of the standard library.
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

extension PeerIdentity: CustomStringConvertible {
    /// The fingerprint as `ssh-keygen -l` prints it.
    public var description: String { openSSHFingerprint.description }
}

/// Who a peer says it is, before anything about it has been proven.
public struct IdentityClaim: Sendable {
    /// The identity as it arrived: what claims to be a SubjectPublicKeyInfo in DER.
    public let subjectPublicKeyInfo: [UInt8]
    /// SHA-256 of that, 32 bytes.
    public let fingerprint: [UInt8]

    /// Takes the identity as it arrived.
    public init(subjectPublicKeyInfo: [UInt8]) {
        self.subjectPublicKeyInfo = subjectPublicKeyInfo
        self.fingerprint = [UInt8](copying: SHA256.hash(data: subjectPublicKeyInfo).bytes)
    }

    /// The fingerprint as `ssh-keygen -l` prints it, if the claim has the form of an RSA key. Whether that is one that is
    /// accepted is not looked at: like ``fingerprint``, it costs no arithmetic with large numbers.
    public var openSSHFingerprint: OpenSSHFingerprint? {
        try? OpenSSHFingerprint(ofSubjectPublicKeyInfo: subjectPublicKeyInfo.span)
    }

    /// Takes the claim at its word and reads the key.
    ///
    /// - Throws: ``IdentityError/badKey(_:)`` if it is not an RSA key that is accepted, or in any but its one form.
    func identity() throws(IdentityError) -> PeerIdentity {
        let key: RSA.PublicKey
        do throws(KeyError) {
            key = try RSA.PublicKey(derRepresentation: subjectPublicKeyInfo)
        } catch {
            throw .badKey(error)
        }
        // The reader of keys takes PKCS#1 too. An identity has one form, so that it has one fingerprint.
        let identity = PeerIdentity(publicKey: key)
        guard identity.subjectPublicKeyInfo == subjectPublicKeyInfo else { throw .malformed(.badField) }
        return identity
    }
}
