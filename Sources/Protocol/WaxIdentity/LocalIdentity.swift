public import WaxCore
public import WaxRSA
import WaxSHA
public import WaxWire
public import WaxX25519

/// This side's own identity in one role: the RSA key, and an X25519 key that it has delegated to.
///
/// The delegated key exists in memory only. Replace the value by a ``renewed(now:random:)`` one when
/// ``needsRenewal(now:)`` says so; connections that began with the old one are not affected.
public struct LocalIdentity: Sendable {
    /// How long a delegation is valid unless set otherwise: twelve hours.
    public static var usualValiditySeconds: UInt64 { 12 * 3600 }

    /// The side of a connection that this is for.
    public let role: Role
    /// Who this side is.
    public let identity: PeerIdentity
    /// The delegation of the moment.
    public let delegation: Delegation
    /// The key delegated to: the static key of the Noise handshake.
    public let delegatedKey: Curve25519.KeyAgreement.PrivateKey
    /// What is shown in the handshake.
    public let block: IdentityBlock

    private let signingKey: RSA.Signing.PrivateKey

    /// Makes a fresh X25519 key and signs a delegation for it, which takes one private RSA operation.
    ///
    /// - Parameters:
    ///   - key: The identity.
    ///   - role: The side of a connection that this is for.
    ///   - validitySeconds: How long the delegation is valid, at least 60 seconds. Peers refuse more than 24 hours,
    ///     unless they are set to accept more.
    ///   - now: The present.
    ///   - random: Where the X25519 key and the salt come from.
    /// - Throws: ``IdentityError/validityNotPossible(seconds:)``, ``IdentityError/signingFailed(_:)``.
    public init(
        key: RSA.PrivateKey, role: Role, validitySeconds: UInt64 = LocalIdentity.usualValiditySeconds, now: Moment,
        random: inout some RandomSource
    ) throws(IdentityError) {
        try self.init(
            RSA.Signing.PrivateKey(key), PeerIdentity(publicKey: key.publicKey), role, validitySeconds, now, &random)
    }

    private init(
        _ signingKey: RSA.Signing.PrivateKey, _ identity: PeerIdentity, _ role: Role, _ validitySeconds: UInt64,
        _ now: Moment, _ random: inout some RandomSource
    ) throws(IdentityError) {
        let notBefore = UInt64(max(0, now.unixSeconds))
        let (notAfter, overflow) = notBefore.addingReportingOverflow(validitySeconds)
        guard validitySeconds >= 60, !overflow else { throw .validityNotPossible(seconds: validitySeconds) }
        let delegatedKey = Curve25519.KeyAgreement.PrivateKey(using: &random)
        let delegation = Delegation(
            key: delegatedKey.publicKey, role: role, identityHash: identity.fingerprint, notBefore: notBefore,
            notAfter: notAfter)
        let encoded = delegation.encoded()
        let signed = Delegation.signedBytes(encoded)
        let signature: [UInt8]
        do throws(RSAError) {
            signature = try signingKey.signature(
                forMessage: signed.span, hash: .sha256, padding: .pss(saltByteCount: 32), using: &random)
        } catch {
            throw .signingFailed(error)
        }
        self.signingKey = signingKey
        self.identity = identity
        self.role = role
        self.delegation = delegation
        self.delegatedKey = delegatedKey
        self.block = IdentityBlock(
            identity: identity.subjectPublicKeyInfo, delegation: encoded, signature: signature)
    }

    /// The same identity with another X25519 key and a delegation that is valid for as long from now on.
    ///
    /// - Throws: ``IdentityError/signingFailed(_:)``.
    public func renewed(now: Moment, random: inout some RandomSource) throws(IdentityError) -> LocalIdentity {
        try LocalIdentity(
            signingKey, identity, role, delegation.notAfter - delegation.notBefore, now, &random)
    }

    /// When half of the validity is over, in seconds since 1970: time for a ``renewed(now:random:)`` one.
    public var renewalTime: UInt64 { delegation.notBefore + (delegation.notAfter - delegation.notBefore) / 2 }

    /// Whether half of the validity is over, or the clock shows a time before it began.
    public func needsRenewal(now: Moment) -> Bool {
        let seconds = UInt64(max(0, now.unixSeconds))
        return seconds >= renewalTime || seconds < delegation.notBefore
    }
}
