import WaxDeflate
import WaxSHA

/// SHA-256 for every length, at addresses that are no multiple of anything, whole and in parts; and pieces side by side.
func compareHashes(_ backend: SHA256.Backend, _ comparison: inout Comparison) {
    let bytes = noise(5000, 11)
    for length in Array(0...600) + [1000, 4095, 4096, 4097] {
        let data = bytes.span.extracting((length % 31)..<(length % 31 + length))
        let expected = SHA256.hash(data, backend: .portable)
        comparison.expect(SHA256.hash(data, backend: backend) == expected, "sha-256", length)
        let inParts = SHA256.hashInParts(data, first: length / 3, backend: backend)
        comparison.expect(inParts == expected, "sha-256 in parts", length)
    }
    for size in [1, 63, 64, 126, 127, 128, 129, 190, 191, 192, 255, 256, 1000] {
        for count in 0...9 where size * count < 4900 {
            let data = bytes.span.extracting(count..<(count + size * count + count % 3))
            comparison.expect(
                pieces(data, size, backend) == pieces(data, size, .portable), "pieces of sha-256", size * count)
        }
    }
}

/// SHA-512 for every length, whole and in parts.
func compareLongHashes(_ backend: SHA512.Backend, _ comparison: inout Comparison) {
    let bytes = noise(5000, 13)
    for length in Array(0...600) + [1000, 4095, 4096, 4097] {
        let data = bytes.span.extracting((length % 31)..<(length % 31 + length))
        let expected = SHA512.hash(data, backend: .portable)
        comparison.expect(SHA512.hash(data, backend: backend) == expected, "sha-512", length)
        let inParts = SHA512.hashInParts(data, first: length / 3, backend: backend)
        comparison.expect(inParts == expected, "sha-512 in parts", length)
    }
}

private func pieces(_ data: Span<UInt8>, _ size: Int, _ backend: SHA256.Backend) -> [UInt8] {
    var digests: [UInt8] = []
    SHA256.hashPieces(data, byteCount: size, prefix: 3, backend: backend) { digests.append(contentsOf: [UInt8]($0)) }
    return digests
}

/// CRC-32 for every length, at addresses that are no multiple of anything.
func compareChecksums(_ backend: ChecksumBackend, _ comparison: inout Comparison) {
    let bytes = noise(5000, 12)
    for length in Array(0...600) + [1000, 4095, 4096, 4097] {
        let data = bytes.span.extracting((length % 31)..<(length % 31 + length))
        comparison.expect(
            CRC32.checksum(data, backend: backend) == CRC32.checksum(data, backend: .portable), "crc-32", length)
    }
}
