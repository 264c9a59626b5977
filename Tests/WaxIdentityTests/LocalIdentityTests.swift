import Foundation
import Testing
import WaxCore
import WaxIdentity
import WaxKeys
import WaxRSA
import WaxTestSupport
import WaxWire

@Suite("This side's own identity")
struct LocalIdentityTests {
    @Test("The same seed makes the same key and delegation; another makes others")
    func replay() throws {
        let first = try Scene.local(seed: 3), second = try Scene.local(seed: 3), third = try Scene.local(seed: 4)
        #expect(first.block == second.block && first.block != third.block)
        #expect(first.delegatedKey.publicKey != third.delegatedKey.publicKey)
        #expect(first.delegation.key == first.delegatedKey.publicKey)
    }

    @Test("Renewal at half of the validity, with a new key, for as long as before")
    func renewal() throws {
        let local = try Scene.local(validity: 1000)
        #expect(local.renewalTime == UInt64(Scene.now) + 500)
        for (seconds, due) in [(0, false), (499, false), (500, true), (2000, true), (-1, true)] as [(Int64, Bool)] {
            #expect(local.needsRenewal(now: Scene.moment(seconds)) == due, "\(seconds)")
        }
        var random = SeededRandom(seed: 6)
        let next = try local.renewed(now: Scene.moment(600), random: &random)
        #expect(next.identity == local.identity && next.role == local.role)
        #expect(next.delegatedKey.publicKey != local.delegatedKey.publicKey)
        #expect(
            next.delegation.notBefore == UInt64(Scene.now) + 600 && next.delegation.notAfter == UInt64(Scene.now) + 1600
        )
        #expect(try next.block.check(next.delegatedKey.publicKey, at: 600) == local.identity)
    }

    @Test("A validity that cannot be")
    func validity() throws {
        for seconds in [0, 59, UInt64.max] {
            #expect(throws: IdentityError.validityNotPossible(seconds: seconds)) { try Scene.local(validity: seconds) }
        }
        let early = try Scene.local(validity: 60, at: -Scene.now - 5)
        #expect(early.delegation.notBefore == 0)
    }

    @Test(
        "openssl verifies our signature of a delegation",
        .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"))
    func opensslVerifies() throws {
        let local = try Scene.local()
        try withTemporaryDirectory { folder in
            try Data(local.identity.publicKey.pemRepresentation.utf8).write(to: folder.appending(path: "key.pem"))
            try Data(local.block.signature).write(to: folder.appending(path: "signature"))
            let signed = Delegation.signedBytes(local.block.delegation)
            for (input, succeeds) in [(signed, true), (signed + [0], false)] {
                try Data(input).write(to: folder.appending(path: "signed"))
                let result = try Peer.run(
                    "openssl",
                    [
                        "dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32",
                        "-sigopt",
                        "rsa_mgf1_md:sha256", "-verify", "key.pem", "-signature", "signature", "signed",
                    ], in: folder)
                #expect(result.succeeded == succeeds, "\(result.text) \(result.errorText)")
            }
        }
    }

    @Test(
        "We verify a delegation that openssl signed",
        .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"))
    func opensslSigns() throws {
        let local = try Scene.local()
        let delegation = local.delegation
        try withTemporaryDirectory { folder in
            try Data(Scene.keys[0].pemRepresentation.utf8).write(to: folder.appending(path: "key.pem"))
            try Data(Delegation.signedBytes(delegation.encoded())).write(to: folder.appending(path: "signed"))
            let signature = try Peer.output(
                of: "openssl",
                [
                    "dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-sign",
                    "key.pem", "signed",
                ],
                in: folder)
            let block = IdentityBlock(
                identity: local.block.identity, delegation: delegation.encoded(), signature: signature)
            #expect(try block.check(local.delegatedKey.publicKey) == local.identity)
        }
    }
}
