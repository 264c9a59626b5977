import Foundation
import Synchronization
import Testing
import WaxCore
import WaxIdentity
import WaxTestSupport
import WaxTransport

@testable import Waxwing

@Suite("Identities on disk", .timeLimit(.minutes(10)))
struct IdentityTests {
    @Test("An identity is saved for its owner alone, and loaded again")
    func saving() async throws {
        try await withTemporaryDirectory { url in
            let directory = url.appending(path: "me").path
            let identity = TestIdentity.client
            try await identity.save(to: directory)
            let loaded = try await Identity.load(from: directory)
            #expect(loaded.fingerprint == identity.fingerprint && "\(loaded)" == "Identity(\(identity.fingerprint))")
            func mode(_ name: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: directory + name)[.posixPermissions] as? Int
            }
            #expect(try mode("") == 0o700 && mode("/identity.pem") == 0o600 && mode("/identity.pub") == 0o644)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 2)

            await #expect(throws: WaxwingError(.file(.alreadyExists), "")) {
                try await TestIdentity.stranger.save(to: directory)
            }
            #expect(try await Identity.load(from: directory).fingerprint == identity.fingerprint)
            try await TestIdentity.stranger.save(to: directory, replacing: true)
            #expect(try await Identity.load(from: directory).fingerprint == TestIdentity.stranger.fingerprint)
        }
    }

    @Test("A private key that others may read is not used", arguments: [0o640, 0o604, 0o620, 0o777])
    func permissions(mode: Int) async throws {
        try await withTemporaryDirectory { url in
            try await TestIdentity.client.save(to: url.path)
            chmod(url.path + "/identity.pem", mode_t(mode))
            await #expect(throws: WaxwingError(.laxPermissions, "")) { _ = try await Identity.load(from: url.path) }
        }
    }

    @Test("An identity with a passphrase is encrypted on disk, and loaded with no other")
    func passphrases() async throws {
        try await withTemporaryDirectory { url in
            let secret = SecretBytes(Array("geheim".utf8))
            try await TestIdentity.client.save(to: url.path, passphrase: secret)
            let text = String(decoding: try Data(contentsOf: url.appending(path: "identity.pem")), as: UTF8.self)
            #expect(text.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
            let loaded = try await Identity.load(from: url.path, passphrase: secret)
            #expect(loaded.fingerprint == TestIdentity.client.fingerprint)
            await #expect(throws: WaxwingError(.passphraseNeeded, "")) { _ = try await Identity.load(from: url.path) }
            await #expect(throws: WaxwingError(.wrongPassphrase, "")) {
                _ = try await Identity.load(from: url.path, passphrase: SecretBytes(Array("geheimer".utf8)))
            }
            try await TestIdentity.client.save(to: url.path, replacing: true)
            #expect(try await Identity.load(from: url.path, passphrase: secret).fingerprint == loaded.fingerprint)
        }
    }

    @Test("What is no key is an error that names the file")
    func badFiles() async throws {
        try await withTemporaryDirectory { url in
            await #expect(throws: WaxwingError(.file(.notFound), "")) { _ = try await Identity.load(from: url.path) }
            let path = url.path + "/identity.pem"
            for content in ["", "nonsense", String(repeating: "x", count: 100_000)] {
                try Data(content.utf8).write(to: URL(filePath: path))
                chmod(path, 0o600)
                let error = await #expect(throws: WaxwingError(.badKey, "")) {
                    _ = try await Identity.load(from: url.path)
                }
                #expect(error?.reason.contains(path) == true)
            }
        }
        await #expect(throws: WaxwingError(.badKey, "")) { _ = try await Identity.generate(bits: 1024) }
        #expect(throws: WaxwingError(.misuse, "")) { try TestIdentity.client.publicKeyLine(comment: "a\nb") }
    }

    @Test(
        "OpenSSH reads the public file and finds the same fingerprint",
        .enabled(if: WaxTestSupport.Peer.isAvailable("ssh-keygen"), "ssh-keygen is not installed"))
    func openSSH() async throws {
        try await withTemporaryDirectory { url in
            try await TestIdentity.client.save(to: url.path)
            let output = try WaxTestSupport.Peer.output(of: "ssh-keygen", ["-lf", url.path + "/identity.pub"])
            #expect(String(decoding: output, as: UTF8.self).contains(" \(TestIdentity.client.fingerprint) "))
        }
    }

    @Test("A delegation is renewed at half of its validity, and not before")
    func renewal() async throws {
        let seconds = Mutex<Int64>(1_000_000)
        let workers = WorkerPool(threads: 1)
        let keeper = DelegationKeeper(
            TestIdentity.client, role: .client, validity: .seconds(1000), workers: workers,
            now: { Moment(monotonicNanoseconds: 0, unixSeconds: seconds.withLock { $0 }) })
        #expect(keeper.latest == nil)
        let first = try await keeper.renewIfNeeded()
        seconds.withLock { $0 += 499 }
        #expect(try await keeper.renewIfNeeded().delegation == first.delegation)
        seconds.withLock { $0 += 2 }
        let second = try await keeper.renewIfNeeded()
        #expect(second.delegation != first.delegation && second.delegation.notAfter == 1_001_501)
        #expect(keeper.latest?.delegation == second.delegation)
        workers.shutDown()
    }
}
