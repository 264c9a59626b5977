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

    /// Signatures (PSS, SHA-256), and making keys for them.
    static func rsa() -> [Benchmark] {
        [2048, 3072, 4096].flatMap { bits in
            let key = RSAKey(bitCount: bits)
            let digest = SHA256.hash(data: noise(100))
            return [
                Benchmark("rsa-\(bits)-sign") {
                    let key = try key.value
                    return { count in
                        for _ in 0..<count { keep(try key.signature(for: digest)) }
                    }
                },
                Benchmark("rsa-\(bits)-verify") {
                    let signature = try key.value.signature(for: digest)
                    let publicKey = try key.value.publicKey
                    return { count in
                        for _ in 0..<count { keep(publicKey.isValidSignature(signature, for: digest)) }
                    }
                },
            ]
                + (bits > 3072
                    ? []
                    : [
                        Benchmark("rsa-\(bits)-keygen") {
                            { count in
                                for _ in 0..<count { keep(try RSA.Signing.PrivateKey(bitCount: bits)) }
                            }
                        }
                    ])
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
