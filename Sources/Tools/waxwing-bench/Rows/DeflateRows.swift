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
                ChecksumBackend.allCases.map { backend in
                    checksum("crc-32", size, backend) { CRC32.checksum($0, backend: backend) }
                }
                    + ChecksumBackend.allCases.filter(\.hasAdler32).map { backend in
                        checksum("adler-32", size, backend) { Adler32.checksum($0, backend: backend) }
                    }
            }
    }

    private static func checksum(
        _ name: String, _ size: Int, _ backend: ChecksumBackend, _ checksum: @escaping (Span<UInt8>) -> UInt32
    ) -> Benchmark {
        Benchmark(name, bytes: size, backend: "\(backend)") {
            let data = noise(size)
            var sum: UInt32 = 0
            return { count in
                for _ in 0..<count { sum ^= checksum(data.span) }
                keep(sum)
            }
        }
    }

    /// Large enough that starting a program does not count.
    private static let textSize = 8 << 20
}
