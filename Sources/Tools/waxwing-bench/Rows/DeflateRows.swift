import WaxDeflate

extension Catalogue {
    /// Compression of text, and checksums. The size is that of the plain data.
    static func deflate(_ sizes: [Int]) -> [Benchmark] {
        let compression = [1, 6, 9].map { level in
            Benchmark("deflate-\(level)", bytes: textSize) {
                let text = SampleText.bytes(textSize)
                guard let level = Deflate.Level(level) else { return { _ in } }
                return { count in
                    for _ in 0..<count { keep(Deflate.compress(text, format: .zlib, level: level)) }
                }
            }
        }
        let inflate = Benchmark("inflate", bytes: textSize) {
            let packed = SampleText.packed(textSize)
            return { count in
                for _ in 0..<count { keep(try Deflate.decompress(packed, format: .zlib)) }
            }
        }
        return compression + [inflate]
            + sizes.flatMap { size in
                ChecksumBackend.allCases.flatMap { backend in
                    [
                        Benchmark("crc-32", bytes: size, backend: "\(backend)") {
                            let data = noise(size)
                            var sum: UInt32 = 0
                            return { count in
                                for _ in 0..<count { sum ^= CRC32.checksum(data.span, backend: backend) }
                                keep(sum)
                            }
                        },
                        Benchmark("adler-32", bytes: size, backend: "\(backend)") {
                            let data = noise(size)
                            var sum: UInt32 = 0
                            return { count in
                                for _ in 0..<count { sum ^= Adler32.checksum(data.span, backend: backend) }
                                keep(sum)
                            }
                        },
                    ]
                }
            }
    }

    /// Large enough that starting a program does not count.
    private static let textSize = 8 << 20
}
