import WaxCore
import WaxSHA

extension Catalogue {
    /// Keys made from secrets, and from passwords.
    static func derivations() -> [Benchmark] {
        [
            derivation("hkdf-sha-256", SHA256.self, sha256Backend),
            password("pbkdf2-sha-256", SHA256.self, sha256Backend),
            password("pbkdf2-sha-512", SHA512.self, sha512Backend), scrypt("scrypt"),
        ]
    }

    /// Two keys of 32 bytes, as a handshake needs them.
    private static func derivation<H: HashFunction>(
        _ name: String, _ function: H.Type, _ backend: String
    ) -> Benchmark {
        Benchmark(name, backend: backend) {
            let secret = SymmetricKey(data: noise(32))
            let salt = noise(32, seed: 2)
            let info = noise(16, seed: 3)
            return { count in
                for _ in 0..<count {
                    keep(
                        try HKDF<H>.deriveKey(
                            inputKeyMaterial: secret, salt: salt, info: info, outputByteCount: 64))
                }
            }
        }
    }

    /// A key of 32 bytes in ten thousand rounds: fewer than anyone should use, so that a sample takes no minutes.
    private static func password<H: HashFunction>(
        _ name: String, _ function: H.Type, _ backend: String
    ) -> Benchmark {
        Benchmark(name, backend: backend) {
            let password = noise(12)
            let salt = noise(16, seed: 2)
            let rounds = try PBKDF2Rounds(existing: 10_000)
            return { count in
                for _ in 0..<count {
                    keep(try PBKDF2<H>.deriveKey(from: password, salt: salt, outputByteCount: 32, rounds: rounds))
                }
            }
        }
    }

    /// A key of 32 bytes with 16 MiB of memory (N = 2^14, r = 8, p = 1), an eighth of what is recommended.
    private static func scrypt(_ name: String) -> Benchmark {
        Benchmark(name) {
            let password = noise(12)
            let salt = noise(16, seed: 2)
            let parameters = try Scrypt.Parameters(cost: 1 << 14)
            return { count in
                for _ in 0..<count {
                    keep(try Scrypt.deriveKey(from: password, salt: salt, outputByteCount: 32, parameters: parameters))
                }
            }
        }
    }
}
