import Testing
import WaxCore
import WaxIdentity
import WaxKeys
import WaxRSA
import WaxTestSupport
import WaxWire
import WaxX25519

/// The numbers of a fixed RSA key, in hexadecimal digits.
private struct KeyNumbers: Decodable {
    var bits: Int
    var n, e, d, p, q, dP, dQ, qInv: String

    func key() throws -> RSA.PrivateKey {
        let (n, e, d) = (try Hex.decode(n), try Hex.decode(e), try Hex.decode(d))
        let (p, q, dP) = (try Hex.decode(p), try Hex.decode(q), try Hex.decode(dP))
        let (dQ, qInv) = (try Hex.decode(dQ), try Hex.decode(qInv))
        return try RSA.PrivateKey(
            modulus: n.span, publicExponent: e.span, privateExponent: d.span, prime1: p.span, prime2: q.span,
            exponent1: dP.span, exponent2: dQ.span, coefficient: qInv.span)
    }
}

/// What the tests know: two identities, a time, and a policy that remembers what it was asked.
enum Scene {
    /// Two keys of 2048 bits.
    static let keys: [RSA.PrivateKey] = {
        do {
            let numbers = try TestVectors.json("waxwing/rsa_keys.json", as: [KeyNumbers].self)
            return try numbers.filter { $0.bits == 2048 }.prefix(2).map { try $0.key() }
        } catch { preconditionFailure("\(error)") }
    }()

    static let now: Int64 = 1_790_000_000

    static func moment(_ seconds: Int64 = 0) -> Moment {
        Moment(monotonicNanoseconds: 0, unixSeconds: now + seconds)
    }

    static func local(
        _ role: Role = .server, key: Int = 0, validity: UInt64 = 12 * 3600, seed: UInt64 = 1, at seconds: Int64 = 0
    ) throws -> LocalIdentity {
        var random = SeededRandom(seed: seed)
        return try LocalIdentity(
            key: keys[key], role: role, validitySeconds: validity, now: moment(seconds), random: &random)
    }

    /// A block with a delegation of our making, signed with a key as it should be.
    static func block(
        _ delegation: Delegation, key: Int = 0, salt: Int = 32, signing: (([UInt8]) -> [UInt8])? = nil
    ) throws -> IdentityBlock {
        let encoded = delegation.encoded()
        let signed = signing?(encoded) ?? Delegation.signedBytes(encoded)
        let signature = try RSA.Signing.PrivateKey(keys[key]).signature(
            forMessage: signed.span, hash: .sha256, padding: .pss(saltByteCount: salt))
        return IdentityBlock(
            identity: PeerIdentity(publicKey: keys[key].publicKey).subjectPublicKeyInfo, delegation: encoded,
            signature: signature)
    }
}

/// Trusts some fingerprints, and counts what it is asked.
final class TestTrust: PeerTrust, @unchecked Sendable {
    var early: TrustDecision
    var late: TrustDecision
    private(set) var claims: [[UInt8]] = []
    private(set) var identities: [PeerIdentity] = []

    init(early: TrustDecision = .trusted, late: TrustDecision = .trusted) {
        self.early = early
        self.late = late
    }

    func preliminaryDecision(about claim: IdentityClaim) -> TrustDecision {
        claims.append(claim.fingerprint)
        return early
    }

    func decision(about identity: PeerIdentity) -> TrustDecision {
        identities.append(identity)
        return late
    }
}

extension IdentityBlock {
    func check(
        _ key: Curve25519.KeyAgreement.PublicKey, role: Role = .server, at seconds: Int64 = 0,
        trust: TestTrust = TestTrust(), limits: DelegationLimits = DelegationLimits()
    ) throws(IdentityError) -> PeerIdentity {
        try verify(role: role, staticKey: key, now: Scene.moment(seconds), trust: trust, limits: limits)
    }
}

/// The error with which something fails.
func error<Value>(_ body: () throws(IdentityError) -> Value) -> IdentityError? {
    do throws(IdentityError) {
        _ = try body()
        return nil
    } catch { return error }
}
