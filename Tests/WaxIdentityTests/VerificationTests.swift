import Testing
import WaxCore
import WaxIdentity
import WaxRSA
import WaxTestSupport
import WaxWire
import WaxX25519

@Suite("Verification of a peer's identity")
struct VerificationTests {
    @Test("A right identity is accepted, and the policy is asked before and after")
    func accepted() throws {
        for role in Role.allCases {
            let local = try Scene.local(role)
            let trust = TestTrust()
            let peer = try local.block.check(local.delegatedKey.publicKey, role: role, trust: trust)
            #expect(peer == local.identity && peer.publicKey == Scene.keys[0].publicKey)
            #expect(trust.claims == [peer.fingerprint] && trust.identities == [peer])
        }
    }

    @Test("A delegation for another X25519 key is somebody else's")
    func stolen() throws {
        let local = try Scene.local(), thief = try Scene.local(seed: 2)
        #expect(
            error { () throws(IdentityError) in try local.block.check(thief.delegatedKey.publicKey) } == .keyMismatch)
    }

    @Test("A client's delegation does not make a server, nor the reverse")
    func role() throws {
        for role in Role.allCases {
            let local = try Scene.local(role)
            let outcome = error { () throws(IdentityError) in
                try local.block.check(local.delegatedKey.publicKey, role: role.other)
            }
            #expect(outcome == .roleMismatch)
        }
    }

    @Test("A delegation beside another identity is refused, however it was signed")
    func otherIdentity() throws {
        let local = try Scene.local()
        let other = PeerIdentity(publicKey: Scene.keys[1].publicKey)
        let swapped = IdentityBlock(
            identity: other.subjectPublicKeyInfo, delegation: local.block.delegation, signature: local.block.signature)
        #expect(
            error { () throws(IdentityError) in try swapped.check(local.delegatedKey.publicKey) } == .identityMismatch)
        // With the right hash but the wrong signer.
        let delegation = Delegation(
            key: local.delegation.key, role: .server, identityHash: other.fingerprint,
            notBefore: local.delegation.notBefore, notAfter: local.delegation.notAfter)
        let forged = IdentityBlock(
            identity: other.subjectPublicKeyInfo, delegation: delegation.encoded(),
            signature: try Scene.block(delegation, key: 0).signature)
        #expect(error { () throws(IdentityError) in try forged.check(local.delegatedKey.publicKey) } == .badSignature)
        let right = try Scene.block(delegation, key: 1)
        #expect(try right.check(local.delegatedKey.publicKey) == other)
    }

    @Test("The validity and five minutes before and after it, to the second")
    func clock() throws {
        let local = try Scene.local(validity: 3600)
        let start = UInt64(Scene.now), end = UInt64(Scene.now + 3600)
        let cases: [(Int64, Bool)] = [
            (0, true), (3600, true), (-300, true), (3900, true), (-301, false), (3901, false), (86400, false),
            (-Scene.now, false), (-Scene.now - 1, false), (.min, false), (.max - Scene.now, false),
        ]
        for (seconds, isValid) in cases {
            let outcome = error { () throws(IdentityError) in
                try local.block.check(local.delegatedKey.publicKey, at: seconds)
            }
            #expect(
                outcome == (isValid ? nil : .clock(notBefore: start, notAfter: end, now: Scene.now + seconds)),
                "\(seconds)")
        }
        var strict = DelegationLimits()
        strict.clockSkewSeconds = 0
        for (seconds, isValid) in [(0, true), (-1, false), (3600, true), (3601, false)] as [(Int64, Bool)] {
            let outcome = error { () throws(IdentityError) in
                try local.block.check(local.delegatedKey.publicKey, at: seconds, limits: strict)
            }
            #expect((outcome == nil) == isValid, "\(seconds)")
        }
    }

    @Test("A validity of more than 24 hours, or one that ends before it begins, is refused")
    func validity() throws {
        let exact = try Scene.local(validity: 86400)
        #expect(error { () throws(IdentityError) in try exact.block.check(exact.delegatedKey.publicKey) } == nil)
        let long = try Scene.local(validity: 86401)
        let expected = IdentityError.validityTooLong(notBefore: UInt64(Scene.now), notAfter: UInt64(Scene.now) + 86401)
        #expect(error { () throws(IdentityError) in try long.block.check(long.delegatedKey.publicKey) } == expected)
        var generous = DelegationLimits()
        generous.longestValiditySeconds = 86401
        #expect(
            error { () throws(IdentityError) in try long.block.check(long.delegatedKey.publicKey, limits: generous) }
                == nil)

        let now = UInt64(Scene.now)
        for (notBefore, notAfter) in [(now, now - 1), (0, .max), (.max, 0), (.max - 5, .max), (0, 0), (0, 300)]
            as [(UInt64, UInt64)]
        {
            let delegation = Delegation(
                key: exact.delegation.key, role: .server, identityHash: exact.identity.fingerprint,
                notBefore: notBefore, notAfter: notAfter)
            let outcome = error { () throws(IdentityError) in
                try Scene.blockWithoutSignature(delegation).check(exact.delegatedKey.publicKey)
            }
            let isTooLong = notAfter < notBefore || notAfter - notBefore > 86400
            #expect(
                outcome
                    == (isTooLong
                        ? .validityTooLong(notBefore: notBefore, notAfter: notAfter)
                        : .clock(notBefore: notBefore, notAfter: notAfter, now: Scene.now)))
        }
    }

    @Test("Every flipped bit of the signature is found, and so are other signatures of the same key")
    func signature() throws {
        let local = try Scene.local()
        let key = local.delegatedKey.publicKey
        var random = SeededRandom(seed: 5)
        for _ in 0..<300 {
            var signature = local.block.signature
            signature[Int.random(in: 0..<256, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let block = IdentityBlock(
                identity: local.block.identity, delegation: local.block.delegation, signature: signature)
            #expect(error { () throws(IdentityError) in try block.check(key) } == .badSignature)
        }
        let others: [IdentityBlock] = [
            try Scene.block(local.delegation, salt: 20),
            try Scene.block(local.delegation, signing: { $0 }),
            try Scene.block(local.delegation, signing: { [UInt8]("Waxwing delegation".utf8) + $0 }),
            try Scene.block(local.delegation, signing: { [UInt8]("Waxwing receipt".utf8) + [0] + $0 }),
            IdentityBlock(identity: local.block.identity, delegation: local.block.delegation, signature: []),
            IdentityBlock(
                identity: local.block.identity, delegation: local.block.delegation,
                signature: [0] + local.block.signature),
        ]
        for block in others { #expect(error { () throws(IdentityError) in try block.check(key) } == .badSignature) }
        #expect(try Scene.block(local.delegation).check(key) == local.identity)
    }

    @Test("What the policy refuses is named; what it refuses early costs no signature")
    func trust() throws {
        let local = try Scene.local()
        let key = local.delegatedKey.publicKey
        let early = TestTrust(early: .notTrusted(reason: "a stranger"))
        let expected = IdentityError.notTrusted(fingerprint: local.identity.fingerprint, reason: "a stranger")
        // The signature is wrong too, and nobody finds out.
        let unsigned = IdentityBlock(
            identity: local.block.identity, delegation: local.block.delegation, signature: [1, 2, 3])
        #expect(error { () throws(IdentityError) in try unsigned.check(key, trust: early) } == expected)
        #expect(early.identities.isEmpty && early.claims.count == 1)
        let late = TestTrust(late: .notTrusted(reason: "a stranger"))
        #expect(error { () throws(IdentityError) in try local.block.check(key, trust: late) } == expected)
        let unasked = TestTrust()
        #expect(error { () throws(IdentityError) in try unsigned.check(key, trust: unasked) } == .badSignature)
        #expect(unasked.identities.isEmpty)
    }

    @Test("Faults are named by who has to do something")
    func faults() {
        #expect(
            IdentityError.badSignature.fault == .peerMisbehaved
                && IdentityError.malformed(.truncated).fault == .peerMisbehaved)
        #expect(IdentityError.unsupported(.criticalExtension).fault == .peerIncompatible)
        #expect(IdentityError.clock(notBefore: 1, notAfter: 2, now: 3).fault == .clock)
        #expect(IdentityError.notTrusted(fingerprint: [], reason: "").fault == .notTrusted)
        #expect(IdentityError.signingFailed(.computationFault).fault == .thisSide)
        let text = "\(IdentityError.clock(notBefore: 111, notAfter: 222, now: 333))"
        #expect(text.contains("111") && text.contains("222") && text.contains("333"))
    }

    @Test("What is unknown is incompatible, not wrong: algorithm, version, key algorithm, critical extension")
    func unsupported() throws {
        let local = try Scene.local()
        let key = local.delegatedKey.publicKey
        func with(_ change: (inout [UInt8]) -> Void) -> IdentityBlock {
            var delegation = local.block.delegation
            change(&delegation)
            return IdentityBlock(
                identity: local.block.identity, delegation: delegation, signature: local.block.signature)
        }
        for algorithm in [0, 2, 3, 255] as [UInt8] {
            let block = IdentityBlock(
                algorithm: algorithm, identity: local.block.identity, delegation: local.block.delegation,
                signature: local.block.signature)
            #expect(
                error { () throws(IdentityError) in try block.check(key) }
                    == .unsupported(.identityAlgorithm(algorithm)))
        }
        #expect(
            error { () throws(IdentityError) in try with { $0[0] = 2 }.check(key) } == .unsupported(.delegationVersion))
        #expect(error { () throws(IdentityError) in try with { $0[1] = 2 }.check(key) } == .unsupported(.keyAlgorithm))
        for (type, outcome) in [(0x8123, IdentityError.unsupported(.criticalExtension)), (0x0123, nil), (0x0AFA, nil)]
            as [(UInt16, IdentityError?)]
        {
            let delegation = Delegation(
                key: key, role: .server, identityHash: local.identity.fingerprint,
                notBefore: local.delegation.notBefore, notAfter: local.delegation.notAfter,
                extensions: try ExtensionList([Extension(type: type, value: [1])]))
            let block = try Scene.block(delegation)
            #expect(error { () throws(IdentityError) in try block.check(key) } == outcome)
        }
    }

    @Test("An identity has one form: PKCS#1, trailing bytes and keys out of bounds are refused")
    func identityForm() throws {
        let local = try Scene.local()
        let spki = local.block.identity
        let short = try Hex.decode(
            "305c300d06092a864886f70d0101010500034b003048024100" + String(repeating: "c5", count: 63) + "c70203010001")
        for identity in [Scene.keys[0].publicKey.pkcs1DERRepresentation, spki + [0], Array(spki.dropLast()), [], short]
        {
            let claim = IdentityClaim(subjectPublicKeyInfo: identity)
            let delegation = Delegation(
                key: local.delegation.key, role: .server, identityHash: claim.fingerprint,
                notBefore: local.delegation.notBefore, notAfter: local.delegation.notAfter)
            let block = IdentityBlock(
                identity: identity, delegation: delegation.encoded(),
                signature: try Scene.block(delegation).signature)
            let outcome = error { () throws(IdentityError) in try block.check(local.delegatedKey.publicKey) }
            switch outcome {
            case .badKey, .malformed: break
            default: Issue.record("\(Hex.encode(identity)): \(String(describing: outcome))")
            }
        }
    }
}

extension Scene {
    static func blockWithoutSignature(_ delegation: Delegation) -> IdentityBlock {
        IdentityBlock(
            identity: PeerIdentity(publicKey: keys[0].publicKey).subjectPublicKeyInfo,
            delegation: delegation.encoded(), signature: [])
    }
}
