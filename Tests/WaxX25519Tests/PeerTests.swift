import Testing
import WaxCore
import WaxSHA
import WaxTestSupport
import WaxX25519

@Suite("X25519: independent programs")
struct PeerTests {
    /// Reads lines `private public` of ours; checks that they belong together, makes a key of its own for each,
    /// and prints `public secret key`, the last derived with the own public key as salt.
    static let script = """
        import sys
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
        from cryptography.hazmat.primitives.hashes import SHA512
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
        def raw(key): return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        for line in sys.stdin:
            private, public = (bytes.fromhex(word) for word in line.split())
            assert raw(X25519PrivateKey.from_private_bytes(private)) == public
            own = X25519PrivateKey.generate()
            secret = own.exchange(X25519PublicKey.from_public_bytes(public))
            key = HKDF(SHA512(), 80, raw(own), b"session").derive(secret)
            print(raw(own).hex(), secret.hex(), key.hex())
        """

    @Test(
        "Python's cryptography takes our public keys and arrives at our secrets",
        .enabled(if: Peer.pythonHas("cryptography"), "python3 with cryptography is not installed"))
    func python() throws {
        var random = SeededRandom(seed: 7748)
        let keys = (0..<50).map { _ in Curve25519.KeyAgreement.PrivateKey(using: &random) }
        let input = keys.map { key in
            Hex.encode(key.rawRepresentation.bytes) + " " + Hex.encode(key.publicKey.bytes) + "\n"
        }
        let output = String(decoding: try Peer.python(Self.script, input: Array(input.joined().utf8)), as: UTF8.self)
        let lines = output.split(separator: "\n")
        #expect(lines.count == keys.count)
        for (key, line) in zip(keys, lines) {
            let words = line.split(separator: " ").map(String.init)
            let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: Hex.decode(words[0]))
            let secret = try key.sharedSecretFromKeyAgreement(with: peer)
            let hex = Hex.encode(secret.bytes)
            #expect(hex == words[1])
            let derived = try secret.hkdfDerivedSymmetricKey(
                using: SHA512.self, salt: Hex.decode(words[0]), sharedInfo: Array("session".utf8), outputByteCount: 80)
            let derivedHex = Hex.encode(derived.bytes)
            #expect(derivedHex == words[2])
        }
    }

    @Test("A key that is longer than HKDF can make is refused")
    func tooLong() throws {
        let key = Curve25519.KeyAgreement.PrivateKey()
        let secret = try key.sharedSecretFromKeyAgreement(with: Curve25519.KeyAgreement.PrivateKey().publicKey)
        let longest = try secret.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: [], sharedInfo: [], outputByteCount: 255 * 32)
        #expect(longest.bitCount == 8 * 255 * 32)
        #expect(throws: HKDFError.outputByteCountOutOfRange) {
            _ = try secret.hkdfDerivedSymmetricKey(
                using: SHA256.self, salt: [], sharedInfo: [], outputByteCount: 255 * 32 + 1)
        }
    }
}
