import Testing
import WaxBigNum
import WaxCore
import WaxTestSupport
import WaxX25519

/// Comparing, copying, hexadecimal digits, numbers, and secrets that are made of bytes.
enum CoreSpans {
    static let all: [SpanCase] = [
        SpanCase("WaxCore", ["Hex.encode(_:into:)", "Hex.encode(_:)", "Hex.decode(_:into:)", "Hex.decodeSecret(_:)"]) {
            for count in lengths {
                let bytes = pattern(count)
                let digits = try guarded(bytes, outputs: [zeros(2 * count)]) { input, output in
                    output.write { Hex.encode(input[0], into: &$0) }
                    return Array(Hex.encode(input[0]).utf8)
                }
                #expect(digits.prefix(2 * count) == digits.suffix(2 * count))
                let decoded = try guarded(digits.piece(0, 2 * count), outputs: [zeros(count)]) { input, output in
                    try output.write { try Hex.decode(input[0], into: &$0) }
                    let secret = try Hex.decodeSecret(input[0])
                    return [UInt8](copying: secret.bytes)
                }
                #expect(decoded == bytes + bytes)
                try guarded(bytes + [0x80]) { input, _ in
                    (try? Hex.decodeSecret(input[0])) == nil ? [1] : [0]
                }
            }
        },
        SpanCase("WaxCore", ["constantTimeEqual(_:_:)", "constantTimeCopy(_:to:if:)", "constantTimeSwap(_:_:if:)"]) {
            for count in lengths {
                let bytes = pattern(count)
                let result = try guarded(bytes, bytes, outputs: [zeros(count)]) { input, output in
                    output.write { constantTimeCopy(input[0], to: &$0, if: .yes) }
                    return [constantTimeEqual(input[0], input[1]).declassified ? 1 : 0]
                }
                #expect(result == [1] + bytes)
                let (left, right) = (pattern(count * 8), pattern(count * 8, 9))
                let swapped = try guarded(outputs: [left, right]) { _, output in
                    output.writeWords(0) { left in
                        output.writeWords(1) { right in constantTimeSwap(&left, &right, if: .yes) }
                    }
                    return []
                }
                #expect(swapped == right + left)
            }
        },
        SpanCase(
            "WaxCore",
            [
                "SecretBytes.init(copying:)", "SymmetricKey.init(data:)", "ByteReader.init(_:)", "ByteWriter.write(_:)",
                "wipe(_:)",
            ]
        ) {
            for count in lengths {
                let bytes = pattern(count)
                let result = try guarded(bytes, outputs: [bytes]) { input, output in
                    output.write { wipe(&$0) }
                    var reader = ByteReader(input[0])
                    var writer = ByteWriter()
                    writer.write(try reader.read(count: count / 2))
                    writer.write(reader.readRemaining())
                    var beyond = ByteReader(input[0])
                    let isRefused = (try? beyond.read(count: count + 1).count) == nil
                    let secret = SecretBytes(copying: input[0])
                    let key = SymmetricKey(data: input[0])
                    return writer.bytes + [UInt8](copying: secret.bytes) + [UInt8](copying: key.bytes)
                        + [isRefused ? 1 : 0]
                }
                #expect(result == bytes + bytes + bytes + [1] + zeros(count))
            }
        },
        SpanCase("WaxCore", ["SystemRandom.fill(_:)", "RandomSource.fill(_:)"]) {
            for count in lengths {
                // What is drawn differs each time, so there is nothing to compare.
                for edge in GuardedBuffer.Edge.allCases {
                    var random = SystemRandom()
                    let buffer = GuardedBuffer(count: count, touching: edge)
                    fill(buffer, from: &random)
                    if count > 16 { #expect(buffer.bytes.contains { $0 != 0 }) }
                }
            }
        },
        SpanCase("WaxBigNum", ["Natural.init(bigEndian:limbCount:)", "Natural.write(bigEndian:)"]) {
            for count in lengths {
                let bytes = pattern(count)
                let sizes = [count, count + 3, count / 2]
                let result = try guarded(bytes, outputs: sizes.map(zeros)) { input, output in
                    let number = Natural(bigEndian: input[0])
                    let longer = Natural(bigEndian: input[0], limbCount: max(1, (count + 7) / 8 + 2))
                    output.write(0) { number.write(bigEndian: &$0) }
                    output.write(1) { number.write(bigEndian: &$0) }
                    output.write(2) { number.write(bigEndian: &$0) }
                    return longer.bytes(count: count)
                }
                #expect(result == bytes + bytes + [0, 0, 0] + bytes + bytes.suffix(count / 2))
            }
        },
        SpanCase(
            "WaxX25519",
            [
                "Curve25519.KeyAgreement.PrivateKey.init(rawRepresentation:)",
                "Curve25519.KeyAgreement.PublicKey.init(rawRepresentation:)",
            ]
        ) {
            let result = try guarded(pattern(32), pattern(32, 9)) { input, _ in
                let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: input[0])
                let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: input[1])
                let secret = try key.sharedSecretFromKeyAgreement(with: peer)
                return [UInt8](copying: secret.bytes)
            }
            #expect(result.count == 32)
            for count in lengths + [31, 33] where count != 32 {
                let refused = try guarded(pattern(count)) { input, _ in
                    let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: input[0])
                    let peer = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: input[0])
                    return [key == nil ? 1 : 0, peer == nil ? 1 : 0]
                }
                #expect(refused == [1, 1])
            }
        },
    ]

    private static func fill(_ buffer: GuardedBuffer, from random: inout some RandomSource) {
        buffer.withMutableSpan { random.fill(&$0) }
    }
}
