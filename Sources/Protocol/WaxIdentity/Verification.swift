import WaxRSA
import WaxSHA
import WaxWire
public import WaxX25519

/// How far a verifier goes along with the validity of a delegation.
public struct DelegationLimits: Hashable, Sendable {
    /// The longest validity in seconds: 24 hours unless set.
    public var longestValiditySeconds: UInt64 = 24 * 3600
    /// How much the two clocks may differ, in seconds: five minutes unless set.
    public var clockSkewSeconds: UInt64 = 300

    /// The limits that hold unless others are given.
    public init() {}
}

extension IdentityBlock {
    /// Checks who a peer is, in the order that the protocol lays down: what is cheap and rules strangers out comes
    /// first, the signature last.
    ///
    /// 1. the block and the delegation have the right form, and nothing in them is unknown and critical;
    /// 2. the delegated key is the one that the handshake authenticates;
    /// 3. the role is the peer's;
    /// 4. the delegation is of this identity;
    /// 5. the trust policy may accept the identity;
    /// 6. the validity is not too long, and now is within it;
    /// 7. the identity is an RSA key of 2048 to 8192 bits with an odd exponent from 3 to 2^32 − 1;
    /// 8. the signature is right;
    /// 9. the trust policy accepts the identity.
    ///
    /// - Parameters:
    ///   - role: The peer's side of the connection.
    ///   - staticKey: The static key that the peer has in the Noise handshake.
    ///   - now: The present.
    ///   - trust: The policy.
    ///   - limits: How far this side goes along with the validity.
    /// - Returns: Who the peer is, beyond doubt.
    /// - Throws: ``IdentityError``. The peer is told only that authentication failed.
    public func verify(
        role: Role, staticKey: Curve25519.KeyAgreement.PublicKey, now: Moment, trust: some PeerTrust,
        limits: DelegationLimits = DelegationLimits()
    ) throws(IdentityError) -> PeerIdentity {
        guard algorithm == IdentityBlock.rsa else { throw .unsupported(.identityAlgorithm(algorithm)) }
        let delegation = try Delegation(parsing: self.delegation.span)
        do throws(WireError) {
            try delegation.extensions.checkCritical(understood: [])
        } catch {
            throw .unsupported(.criticalExtension)
        }
        guard delegation.key == staticKey else { throw .keyMismatch }
        guard delegation.role == role else { throw .roleMismatch }
        let claim = IdentityClaim(subjectPublicKeyInfo: identity)
        guard claim.fingerprint == delegation.identityHash else { throw .identityMismatch }
        try require(trust.preliminaryDecision(about: claim), claim.fingerprint)
        try delegation.checkValidity(now: now, limits: limits)
        let peer = try claim.identity()
        let signed = Delegation.signedBytes(self.delegation)
        let isValid = RSA.Signing.PublicKey(peer.publicKey).isValidSignature(
            signature.span, forMessage: signed.span, hash: .sha256, padding: .pss(saltByteCount: 32))
        guard isValid else { throw .badSignature }
        try require(trust.decision(about: peer), claim.fingerprint)
        return peer
    }

    private func require(_ decision: TrustDecision, _ fingerprint: [UInt8]) throws(IdentityError) {
        if case .notTrusted(let reason) = decision { throw .notTrusted(fingerprint: fingerprint, reason: reason) }
    }
}

extension Delegation {
    /// Checks the length of the validity, and that now is within it.
    func checkValidity(now: Moment, limits: DelegationLimits) throws(IdentityError) {
        guard notAfter >= notBefore, notAfter - notBefore <= limits.longestValiditySeconds else {
            throw .validityTooLong(notBefore: notBefore, notAfter: notAfter)
        }
        // A clock before 1970 is as wrong as one at its beginning.
        let seconds = UInt64(max(0, now.unixSeconds))
        let skew = limits.clockSkewSeconds
        let earliest = notBefore > skew ? notBefore - skew : 0
        let (sum, overflow) = notAfter.addingReportingOverflow(skew)
        let latest = overflow ? .max : sum
        guard (earliest...latest).contains(seconds) else {
            throw .clock(notBefore: notBefore, notAfter: notAfter, now: now.unixSeconds)
        }
    }
}
