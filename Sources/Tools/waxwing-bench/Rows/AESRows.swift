import WaxAES
import WaxCore

extension Catalogue {
    /// AES-GCM with every implementation, on buffers that the caller owns; the forms on arrays with the preferred one.
    /// The key is made ready once, before: what that takes is the row `-key`.
    static func aes(_ sizes: [Int]) -> [Benchmark] {
        [128, 256].flatMap { bits in
            let key = SymmetricKey(data: noise(bits / 8, seed: UInt64(bits)))
            let gcm = "aes-\(bits)-gcm"
            return sizes.flatMap { size in
                gcmBackends.map { backend in seal("\(gcm)-seal", size, key, backend) }
                    + gcmBackends.map { backend in open("\(gcm)-open", size, key, backend) }
                    + [sealArray("\(gcm)-seal-array", size, key), openArray("\(gcm)-open-array", size, key)]
            } + gcmBackends.map { backend in keySetUp("\(gcm)-key", key, backend) }
        }
    }

    private static var gcmBackends: [AES.Backend] { Array(AES.Backend.allCases) }

    // The nonce is the same every time, which nobody may do with data that matter.

    private static func seal(_ name: String, _ size: Int, _ key: SymmetricKey, _ backend: AES.Backend) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(backend)") {
            let context = try AES.GCM.Context(key: key, backend: backend)
            let nonce = noise(12)
            var text = noise(size)
            var tag = [UInt8](repeating: 0, count: 16)
            return { count in
                var textSpan = text.mutableSpan
                var tagSpan = tag.mutableSpan
                for _ in 0..<count {
                    try context.seal(&textSpan, nonce: nonce.span, authenticating: Span(), tag: &tagSpan)
                }
            }
        }
    }

    /// Into another buffer, because a text that is opened where it stands can be opened once.
    private static func open(_ name: String, _ size: Int, _ key: SymmetricKey, _ backend: AES.Backend) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(backend)") {
            let context = try AES.GCM.Context(key: key, backend: backend)
            let nonce = noise(12)
            let box = try context.seal(noise(size), nonce: AES.GCM.Nonce(data: nonce))
            let tag = box.tag
            var output = [UInt8](repeating: 0, count: size)
            return { count in
                var span = output.mutableSpan
                for _ in 0..<count {
                    try context.open(
                        box.ciphertext.span, into: &span, nonce: nonce.span, authenticating: Span(), tag: tag.span)
                }
            }
        }
    }

    private static func sealArray(_ name: String, _ size: Int, _ key: SymmetricKey) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(AES.Backend.preferred)") {
            let context = try AES.GCM.Context(key: key)
            let nonce = try AES.GCM.Nonce(data: noise(12))
            let text = noise(size)
            return { count in
                for _ in 0..<count { keep(try context.seal(text, nonce: nonce)) }
            }
        }
    }

    private static func openArray(_ name: String, _ size: Int, _ key: SymmetricKey) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(AES.Backend.preferred)") {
            let context = try AES.GCM.Context(key: key)
            let box = try context.seal(noise(size))
            return { count in
                for _ in 0..<count { keep(try context.open(box)) }
            }
        }
    }

    private static func keySetUp(_ name: String, _ key: SymmetricKey, _ backend: AES.Backend) -> Benchmark {
        Benchmark(name, backend: "\(backend)") {
            { count in
                for _ in 0..<count { keep(try AES.GCM.Context(key: key, backend: backend)) }
            }
        }
    }
}

/// Takes a result that nobody needs, so that computing it cannot be left out.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
