import WaxAES
import WaxCore

extension Catalogue {
    /// CBC and CTR with every implementation, where the text stands.
    static func aesModes(_ sizes: [Int]) -> [Benchmark] {
        [128, 256].flatMap { bits in
            let key = SymmetricKey(data: noise(bits / 8, seed: UInt64(bits)))
            return sizes.flatMap { size in
                AES.Backend.allCases.flatMap { backend in
                    [
                        cbcEncrypt("aes-\(bits)-cbc-encrypt", size, key, backend),
                        cbcDecrypt("aes-\(bits)-cbc-decrypt", size, key, backend),
                        ctr("aes-\(bits)-ctr", size, key, backend),
                    ]
                }
            } + AES.Backend.allCases.map { backend in cbcKey("aes-\(bits)-cbc-key", key, backend) }
        }
    }

    private static func cbcKey(_ name: String, _ key: SymmetricKey, _ backend: AES.Backend) -> Benchmark {
        Benchmark(name, backend: "\(backend)") {
            { count in
                for _ in 0..<count { keep(try AES.CBC.Context(key: key, backend: backend)) }
            }
        }
    }

    /// Without padding, so the sizes are those of whole blocks.
    private static func cbcEncrypt(
        _ name: String, _ size: Int, _ key: SymmetricKey, _ backend: AES.Backend
    ) -> Benchmark {
        Benchmark(name, bytes: size - size % 16, backend: "\(backend)") {
            let context = try AES.CBC.Context(key: key, backend: backend)
            let iv = noise(16)
            var text = noise(size - size % 16)
            return { count in
                var span = text.mutableSpan
                for _ in 0..<count { try context.encrypt(&span, iv: iv.span) }
            }
        }
    }

    private static func cbcDecrypt(
        _ name: String, _ size: Int, _ key: SymmetricKey, _ backend: AES.Backend
    ) -> Benchmark {
        Benchmark(name, bytes: size - size % 16, backend: "\(backend)") {
            let context = try AES.CBC.Context(key: key, backend: backend)
            let iv = noise(16)
            var text = noise(size - size % 16)
            return { count in
                var span = text.mutableSpan
                for _ in 0..<count { try context.decrypt(&span, iv: iv.span) }
            }
        }
    }

    private static func ctr(_ name: String, _ size: Int, _ key: SymmetricKey, _ backend: AES.Backend) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(backend)") {
            let context = try AES.CTR.Context(key: key, backend: backend)
            let nonce = noise(16)
            var text = noise(size)
            return { count in
                var span = text.mutableSpan
                for _ in 0..<count { try context.encrypt(&span, nonce: nonce.span) }
            }
        }
    }
}
