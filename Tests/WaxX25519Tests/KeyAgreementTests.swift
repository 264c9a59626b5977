import Testing
import WaxCore
import WaxTestSupport
import WaxX25519

@Suite("X25519: keys")
struct KeyAgreementTests {
    @Test("Any two keys agree, and a third one does not")
    func agreement() throws {
        var random = SeededRandom(seed: 25519)
        for _ in 0..<20 {
            let first = Curve25519.KeyAgreement.PrivateKey(using: &random)
            let second = Curve25519.KeyAgreement.PrivateKey(using: &random)
            let third = Curve25519.KeyAgreement.PrivateKey(using: &random)
            let secret = try first.sharedSecretFromKeyAgreement(with: second.publicKey)
            #expect(try second.sharedSecretFromKeyAgreement(with: first.publicKey) == secret)
            #expect(try third.sharedSecretFromKeyAgreement(with: first.publicKey) != secret)
        }
    }

    @Test("The bits that clamping ignores make no difference, all others do")
    func clamping() throws {
        var random = SeededRandom(seed: 1)
        let bytes = random.bytes(count: 32)
        let publicKey = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes).publicKey
        for bit in 0..<256 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            let other = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: changed).publicKey
            #expect((other == publicKey) == (bit < 3 || bit >= 254), "bit \(bit)")
        }
    }

    @Test("The top bit of a public key is ignored, and a number from p on is taken modulo p")
    func forms() throws {
        var random = SeededRandom(seed: 2)
        let scalar = random.bytes(count: 32)
        var point = random.bytes(count: 32)
        point[31] &= 0x7F
        let expected = try x25519(scalar, point)
        point[31] |= 0x80
        #expect(try x25519(scalar, point) == expected)

        for small in UInt8(2)...18 {
            var low = [UInt8](repeating: 0, count: 32)
            low[0] = small
            // p = 2^255 - 19 ends in ed in its first byte; all other bytes but the last are ff.
            var high = [UInt8](repeating: 0xFF, count: 32)
            high[0] = 0xED + small
            high[31] = 0x7F
            #expect(try x25519(scalar, low) == x25519(scalar, high), "\(small)")
        }
    }

    @Test("The points of low order are refused in every form")
    func lowOrder() throws {
        var random = SeededRandom(seed: 3)
        let key = Curve25519.KeyAgreement.PrivateKey(using: &random)
        // 0, 1, p - 1, p, p + 1 and the two points of order eight.
        let points = [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        ]
        for hex in points {
            var point = try Hex.decode(hex)
            for _ in 0..<2 {
                let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: point)
                #expect(throws: X25519Error.peerKeyOfLowOrder, "\(hex)") {
                    try key.sharedSecretFromKeyAgreement(with: peer)
                }
                point[31] ^= 0x80
            }
        }
    }

    @Test("A key has 32 bytes", arguments: [0, 31, 33, 64])
    func sizes(count: Int) {
        let bytes = [UInt8](repeating: 1, count: count)
        #expect(throws: X25519Error.wrongKeyByteCount) {
            try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        }
        #expect(throws: X25519Error.wrongKeyByteCount) {
            try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: SecretBytes(bytes))
        }
        #expect(throws: X25519Error.wrongKeyByteCount) {
            try Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)
        }
    }

    @Test("Raw representations go there and back, and new keys differ")
    func representations() throws {
        let key = Curve25519.KeyAgreement.PrivateKey()
        let copy = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: key.rawRepresentation)
        let copyOfBytes = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: key.rawRepresentation.bytes)
        #expect(copy.publicKey == key.publicKey && copyOfBytes.publicKey == key.publicKey)
        let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: key.publicKey.rawRepresentation)
        #expect(peer == key.publicKey && peer.hashValue == key.publicKey.hashValue)
        #expect(Curve25519.KeyAgreement.PrivateKey().publicKey != key.publicKey)
    }

    @Test("Neither private keys nor shared secrets are printed")
    func redaction() throws {
        let scalar = [UInt8](repeating: 0xAB, count: 32)
        let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: scalar)
        let secret = try key.sharedSecretFromKeyAgreement(with: key.publicKey)
        let secretHex = Hex.encode(secret.bytes)
        for value in [key as Any, secret as Any, [key] as Any, [secret] as Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains("abab") && !text.contains("171, 171") && !text.contains(secretHex))
            }
        }
        #expect("\(secret)" == "SharedSecret(32 bytes, redacted)")
        #expect("\(key)".contains("redacted"))
        #expect("\(key.publicKey)" == "Curve25519 public key: \(Hex.encode(key.publicKey.rawRepresentation))")
    }
}
