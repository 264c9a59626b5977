import WaxCore
import WaxSHA

extension Catalogue {
    /// Hash functions, and codes made with them.
    static func hashes(_ sizes: [Int]) -> [Benchmark] {
        sizes.flatMap { size in
            SHA256.Backend.allCases.map { backend in sha256("sha-256", size, backend) }
                + SHA512.Backend.allCases.map { backend in sha512("sha-512", size, backend) } + [
                    hash("sha-224", SHA224.self, size, sha256Backend), hash("sha-384", SHA384.self, size, sha512Backend),
                    hash("sha-512-256", SHA512_256.self, size, sha512Backend),
                    hash("sha-1", Insecure.SHA1.self, size, "swift"),
                    authentication("hmac-sha-256", SHA256.self, size, sha256Backend),
                    authentication("hmac-sha-512", SHA512.self, size, sha512Backend),
                ]
        } + [
            authenticationKey("hmac-sha-256-key", SHA256.self, sha256Backend),
            authenticationKey("hmac-sha-512-key", SHA512.self, sha512Backend),
        ]
            + SHA256.Backend.allCases.map { backend in tree("sha-256-tree", 8 << 20, backend) }
    }

    /// What everything takes that is made of these functions; `WAX_DISABLE` changes it.
    static var sha256Backend: String { "\(SHA256.Backend.preferred)" }
    static var sha512Backend: String { "\(SHA512.Backend.preferred)" }

    private static func sha256(_ name: String, _ size: Int, _ backend: SHA256.Backend) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(backend)") {
            let data = noise(size)
            var sum: UInt8 = 0
            if backend == .preferred {
                // What everyone calls, which has the choice to make.
                return { count in
                    for _ in 0..<count { sum ^= SHA256.hash(data.span).bytes[0] }
                    keep(sum)
                }
            }
            return { count in
                for _ in 0..<count { sum ^= SHA256.hash(data.span, backend: backend).bytes[0] }
                keep(sum)
            }
        }
    }

    private static func sha512(_ name: String, _ size: Int, _ backend: SHA512.Backend) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(backend)") {
            let data = noise(size)
            if backend == .preferred {
                return { count in
                    for _ in 0..<count { keep(SHA512.hash(data.span)) }
                }
            }
            return { count in
                for _ in 0..<count { keep(SHA512.hash(data.span, backend: backend)) }
            }
        }
    }

    private static func hash<H: HashFunction>(
        _ name: String, _ function: H.Type, _ size: Int, _ backend: String
    ) -> Benchmark {
        Benchmark(name, bytes: size, backend: backend) {
            let data = noise(size)
            return { count in
                for _ in 0..<count { keep(H.hash(data.span)) }
            }
        }
    }

    private static func authentication<H: HashFunction>(
        _ name: String, _ function: H.Type, _ size: Int, _ backend: String
    ) -> Benchmark {
        Benchmark(name, bytes: size, backend: backend) {
            let keyed = HMAC<H>(key: SymmetricKey(data: noise(32)))
            let data = noise(size)
            var code = [UInt8](repeating: 0, count: 64)
            return { count in
                var span = code.mutableSpan
                for _ in 0..<count {
                    var hmac = keyed
                    hmac.update(data.span)
                    hmac.finalize(into: &span)
                }
            }
        }
    }

    private static func authenticationKey<H: HashFunction>(
        _ name: String, _ function: H.Type, _ backend: String
    ) -> Benchmark {
        Benchmark(name, backend: backend) {
            let key = SymmetricKey(data: noise(32))
            return { count in
                for _ in 0..<count { keep(HMAC<H>(key: key)) }
            }
        }
    }

    /// Leaves of 1 MiB; what joins them does not count.
    private static func tree(_ name: String, _ size: Int, _ backend: SHA256.Backend) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(backend)") {
            let data = noise(size)
            if backend == .preferred {
                return { count in
                    for _ in 0..<count {
                        var tree = SHA256Tree()
                        tree.update(data.span)
                        keep(tree.finalize())
                    }
                }
            }
            return { count in
                for _ in 0..<count {
                    SHA256.hashPieces(data.span, byteCount: 1 << 20, prefix: 0, backend: backend) { keep($0) }
                }
            }
        }
    }
}
