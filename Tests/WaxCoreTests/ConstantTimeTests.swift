import Testing
import WaxCore
import WaxTestSupport

@Suite("Choices and constant-time operations")
struct ConstantTimeTests {
    static let edges: [UInt64] = [0, 1, 2, 127, 128, 255, 256, 1 << 31, 1 << 32, 1 << 63 - 1, 1 << 63, .max - 1, .max]

    @Test("Comparisons agree with the language's own, at the edges of the range")
    func comparisons() {
        for left in Self.edges {
            #expect(Choice.isZero(left).declassified == (left == 0))
            for right in Self.edges {
                #expect(Choice.isEqual(left, right).declassified == (left == right))
                #expect(Choice.isLess(left, right).declassified == (left < right), "\(left) < \(right)")
            }
        }
        for left in UInt8.min...UInt8.max {
            for right in UInt8.min...UInt8.max {
                #expect(Choice.isLess(left, right).declassified == (left < right))
            }
        }
    }

    @Test("Logic and selection")
    func logic() {
        for left in [true, false] {
            for right in [true, false] {
                let (a, b) = (Choice(left), Choice(right))
                #expect((a & b).declassified == (left && right))
                #expect((a | b).declassified == (left || right))
                #expect((a ^ b).declassified == (left != right))
                #expect((!a).declassified == !left)
            }
            #expect(Choice(left).select(UInt8(7), 9) == (left ? 7 : 9))
            #expect(Choice(left).select(UInt64.max, 0) == (left ? .max : 0))
        }
        #expect(Choice(lowBitOf: 3).declassified)
        #expect(!Choice(lowBitOf: 2).declassified)
    }

    @Test("Equality finds a difference in any single bit")
    func equality() {
        var random = SeededRandom(seed: 1)
        let bytes = random.bytes(count: 33)
        #expect(constantTimeEqual(bytes.span, bytes.span).declassified)
        let shorter = Array(bytes[..<32])
        #expect(!constantTimeEqual(bytes.span, shorter.span).declassified)
        for bit in 0..<(33 * 8) {
            var other = bytes
            other[bit / 8] ^= 1 << (bit % 8)
            #expect(!constantTimeEqual(bytes.span, other.span).declassified)
        }
    }

    @Test("Conditional copy and exchange")
    func copyAndSwap() {
        let source: [UInt8] = [1, 2, 3]
        for choice in [true, false] {
            var target: [UInt8] = [7, 8, 9]
            var span = target.mutableSpan
            constantTimeCopy(source.span, to: &span, if: Choice(choice))
            #expect(target == (choice ? source : [7, 8, 9]))

            var left: [UInt64] = [1, .max], right: [UInt64] = [5, 6]
            var leftSpan = left.mutableSpan, rightSpan = right.mutableSpan
            constantTimeSwap(&leftSpan, &rightSpan, if: Choice(choice))
            #expect(left == (choice ? [5, 6] : [1, .max]))
            #expect(right == (choice ? [1, .max] : [5, 6]))
        }
    }
}
