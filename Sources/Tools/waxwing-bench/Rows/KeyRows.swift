import WaxCore
import WaxRSA
import WaxSHA
import WaxX25519

extension Catalogue {
    /// Key agreement.
    static func curves() -> [Benchmark] {
        [
            Benchmark("x25519") {
                let key = Curve25519.KeyAgreement.PrivateKey()
                let peer = Curve25519.KeyAgreement.PrivateKey().publicKey
                return { count in
                    for _ in 0..<count { keep(try key.sharedSecretFromKeyAgreement(with: peer)) }
                }
            },
            Benchmark("x25519-keygen") {
                { count in
                    for _ in 0..<count { keep(Curve25519.KeyAgreement.PrivateKey()) }
                }
            },
        ]
    }

    /// Signatures (PSS, SHA-256), and making keys for them; for one size of key the other uses of it too.
    static func rsa() -> [Benchmark] {
        [2048, 3072, 4096].flatMap { bits in
            let key = RSAKey(bitCount: bits)
            var rows = signatures("rsa-\(bits)", key, .pss())
            if bits == 2048 { rows += signatures("rsa-\(bits)-pkcs1", key, .pkcs1v1_5) + encryption("rsa-\(bits)-oaep", key) }
            // Larger ones take seconds each.
            if bits <= 3072 { rows.append(generation("rsa-\(bits)-keygen", bitCount: bits)) }
            return rows
        }
    }

    private static func signatures(_ name: String, _ key: RSAKey, _ padding: RSA.Signing.Padding) -> [Benchmark] {
        let digest = SHA256.hash(data: noise(100))
        return [
            Benchmark("\(name)-sign") {
                let key = try key.value
                return { count in
                    for _ in 0..<count { keep(try key.signature(for: digest, padding: padding)) }
                }
            },
            Benchmark("\(name)-verify") {
                let signature = try key.value.signature(for: digest, padding: padding)
                let publicKey = try key.value.publicKey
                return { count in
                    for _ in 0..<count { keep(publicKey.isValidSignature(signature, for: digest, padding: padding)) }
                }
            },
        ]
    }

    /// A key of 32 bytes under OAEP with SHA-256.
    private static func encryption(_ name: String, _ key: RSAKey) -> [Benchmark] {
        [
            Benchmark("\(name)-encrypt") {
                let publicKey = RSA.Encryption.PublicKey(try key.value.key.publicKey)
                let text = noise(32)
                return { count in
                    for _ in 0..<count { keep(try publicKey.encrypt(text, padding: .oaep)) }
                }
            },
            Benchmark("\(name)-decrypt") {
                let privateKey = RSA.Encryption.PrivateKey(try key.value.key)
                let publicKey = RSA.Encryption.PublicKey(try key.value.key.publicKey)
                let ciphertext = try publicKey.encrypt(noise(32), padding: .oaep)
                return { count in
                    for _ in 0..<count { keep(try privateKey.decrypt(ciphertext.span, padding: .oaep)) }
                }
            },
        ]
    }

    private static func generation(_ name: String, bitCount: Int) -> Benchmark {
        Benchmark(name) {
            { count in
                for _ in 0..<count { keep(try RSA.Signing.PrivateKey(bitCount: bitCount)) }
            }
        }
    }

    /// A key that is made when a row first needs it, because that takes a while.
    private final class RSAKey {
        let bitCount: Int
        private var made: RSA.Signing.PrivateKey?

        init(bitCount: Int) { self.bitCount = bitCount }

        var value: RSA.Signing.PrivateKey {
            get throws {
                if let made { return made }
                let key = try RSA.Signing.PrivateKey(bitCount: bitCount)
                made = key
                return key
            }
        }
    }
}
