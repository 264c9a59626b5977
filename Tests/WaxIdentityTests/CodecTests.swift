import Testing
import WaxCore
import WaxIdentity
import WaxKeys
import WaxTestSupport
import WaxWire

@Suite("Delegation and identity block as bytes")
struct CodecTests {
    @Test("A delegation in hex")
    func hex() throws {
        let local = try Scene.local(.client)
        let delegation = Delegation(
            key: local.delegation.key, role: .client, identityHash: [UInt8](repeating: 0xAA, count: 32), notBefore: 1,
            notAfter: 0x0102_0304_0506_0708, extensions: try ExtensionList([Extension(type: 0x0AFA, value: [9, 8])]))
        let expected =
            "01010020" + Hex.encode(local.delegation.key.rawRepresentation) + "01"
            + String(repeating: "aa", count: 32) + "0000000000000001" + "0102030405060708" + "0006" + "0afa00020908"
        #expect(Hex.encode(delegation.encoded()) == expected)
        let parsed = try Delegation(parsing: delegation.encoded().span)
        #expect(parsed == delegation)
        #expect(Hex.encode(Delegation.signedBytes([7])) == "57617877696e672064656c65676174696f6e" + "00" + "07")
    }

    static func attack(
        _ sample: [UInt8], seed: UInt64, rounds: Int = 4000, reencode: ([UInt8]) throws(IdentityError) -> [UInt8]
    ) -> (accepted: Int, refused: Int) {
        var random = SeededRandom(seed: seed)
        var accepted = 0, refused = 0
        func attempt(_ bytes: [UInt8]) {
            do throws(IdentityError) {
                let again = try reencode(bytes)
                #expect(again == bytes, "\(Hex.encode(bytes))")
                accepted += 1
            } catch { refused += 1 }
        }
        for count in 0...sample.count { attempt(Array(sample[..<count])) }
        for _ in 0..<rounds {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            attempt(bytes)
        }
        return (accepted, refused)
    }

    @Test("What parses encodes to the same bytes; cuts and thousands of mutations only fail as declared")
    func mutations() throws {
        let local = try Scene.local()
        let extended = Delegation(
            key: local.delegation.key, role: .server, identityHash: local.identity.fingerprint, notBefore: 1,
            notAfter: 2,
            extensions: try ExtensionList([Extension(type: 5, value: [1]), Extension(type: 0x8006, value: [])]))
        let results = [
            Self.attack(local.block.encoded(), seed: 11) { bytes throws(IdentityError) in
                try IdentityBlock(parsing: bytes.span).encoded()
            },
            Self.attack(ServerPayload(version: 1, block: local.block).encoded(), seed: 12) {
                bytes throws(IdentityError) in
                try ServerPayload(parsing: bytes.span).encoded()
            },
            Self.attack(extended.encoded(), seed: 13) { bytes throws(IdentityError) in
                try Delegation(parsing: bytes.span).encoded()
            },
        ]
        for result in results { #expect(result.accepted > 100 && result.refused > 100) }
    }

    @Test("No mutation of a block is ever accepted by the verification")
    func forged() throws {
        let local = try Scene.local()
        let sample = local.block.encoded()
        var passed = 0
        let result = Self.attack(sample, seed: 14, rounds: 2500) { bytes throws(IdentityError) in
            let block = try IdentityBlock(parsing: bytes.span)
            let peer = try block.check(local.delegatedKey.publicKey)
            passed += 1
            #expect(peer == local.identity)
            return block.encoded() == sample ? bytes : []
        }
        #expect(passed == result.accepted && result.refused > 2000)
    }

    @Test("The fingerprints of an identity: of its SubjectPublicKeyInfo, and as ssh-keygen prints it")
    func fingerprints() {
        let identity = PeerIdentity(publicKey: Scene.keys[0].publicKey)
        #expect(identity.fingerprint.count == 32)
        #expect("\(identity)".hasPrefix("SHA256:") && "\(identity)" == "\(identity.openSSHFingerprint)")
        #expect(identity == PeerIdentity(publicKey: Scene.keys[0].publicKey))
        #expect(identity != PeerIdentity(publicKey: Scene.keys[1].publicKey))
        let claim = IdentityClaim(subjectPublicKeyInfo: identity.subjectPublicKeyInfo)
        #expect(claim.fingerprint == identity.fingerprint && claim.openSSHFingerprint == identity.openSSHFingerprint)
        #expect(IdentityClaim(subjectPublicKeyInfo: [1, 2, 3]).openSSHFingerprint == nil)
    }
}
