public import WaxCore

/// A natural number with a fixed number of limbs in secret memory.
///
/// The number of limbs (of 64 bits, the least significant first) is public, the value is not: every operation
/// takes a time that depends on the numbers of limbs only, except where its documentation says otherwise. The
/// limbs are wiped when the number goes away. It has one owner and is copied only by name.
///
/// This is what RSA needs, not a general integer: no sign, no growth, no operators.
public struct Natural: ~Copyable {
    private let storage: SecretBuffer<UInt64>

    /// Zero, in `limbCount` limbs.
    ///
    /// - Precondition: There is at least one limb.
    public init(limbCount: Int) {
        precondition(limbCount > 0, "a number has at least one limb")
        storage = SecretBuffer(repeating: 0, count: limbCount)
    }

    /// A small number, in `limbCount` limbs.
    public init(_ value: UInt64, limbCount: Int = 1) {
        self.init(limbCount: limbCount)
        withMutableLimbs { limbs in limbs[0] = value }
    }

    /// The value of another number in `limbCount` limbs; what does not fit is cut off.
    public init(truncating other: borrowing Natural, limbCount: Int) {
        self.init(limbCount: limbCount)
        let source = other.limbs
        withMutableLimbs { limbs in
            for index in 0..<min(limbs.count, source.count) { limbs[index] = source[index] }
        }
    }

    /// The limbs from a position on as a number of their own; zeros where there are none.
    borrowing func limbs(from start: Int, count: Int) -> Natural {
        var part = Natural(limbCount: count)
        let source = limbs
        part.withMutableLimbs { limbs in
            for index in 0..<max(0, min(count, source.count &- start)) { limbs[index] = source[start &+ index] }
        }
        return part
    }

    /// A copy.
    public borrowing func copy() -> Natural { Natural(truncating: self, limbCount: limbCount) }

    /// The number of limbs of 64 bits.
    public var limbCount: Int { storage.count }

    /// The limbs, the least significant first.
    public var limbs: Span<UInt64> {
        @_lifetime(borrow self)
        borrowing get {
            let span = storage.span
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Lends the limbs for changing.
    ///
    /// - Throws: What the closure does; what it has changed until then stays changed.
    public mutating func withMutableLimbs<Result, E: Error>(
        _ body: (inout MutableSpan<UInt64>) throws(E) -> Result
    ) throws(E) -> Result {
        try storage.withMutableSpan(body)
    }
}

// The block has a single owner, and whoever changes it holds the number exclusively; a shared number is only read.
extension Natural: @unchecked Sendable {}

// MARK: - Bits

extension Natural {
    /// The bit at a position, 0 or 1; zero above the highest limb. The position is public.
    public func bit(at position: Int) -> UInt64 {
        precondition(position >= 0, "bits are counted from zero")
        let limb = position / 64
        return limb < limbCount ? (limbs[limb] &>> UInt64(position % 64)) & 1 : 0
    }

    /// True if the number is odd.
    public var isOdd: Choice { Choice(lowBitOf: limbs[0]) }

    /// True if the number is zero.
    public var isZero: Choice {
        var all: UInt64 = 0
        for index in 0..<limbCount { all |= limbs[index] }
        return .isZero(all)
    }

    /// The number of bits without leading zeros, which is thereby made public: the sizes of an RSA modulus and
    /// of its primes are no secrets. The time depends on the number of limbs only.
    public var bitCount: Int {
        var count: UInt64 = 0
        for index in 0..<limbCount {
            let limb = limbs[index]
            // The position of the highest bit, by halving the range.
            var length: UInt64 = 0
            var rest = limb
            var step: UInt64 = 32
            while step > 0 {
                let upper = rest &>> step
                let isLong = !Choice.isZero(upper)
                rest = isLong.select(upper, rest)
                length = length &+ isLong.select(step, 0)
                step = step &>> 1
            }
            let total = UInt64(truncatingIfNeeded: index) &* 64 &+ length &+ 1
            count = Choice.isZero(limb).select(count, total)
        }
        return Int(truncatingIfNeeded: declassified(count))
    }

    /// The number of zero bits below the lowest one bit; all bits if the number is zero. It is as secret as the
    /// number.
    public var trailingZeroBitCount: UInt64 {
        var count: UInt64 = 0
        var running = Choice.yes
        for index in 0..<limbCount {
            let limb = limbs[index]
            // The bits below the lowest one bit, set.
            var mask = ~limb & (limb &- 1)
            mask = Choice.isZero(limb).select(UInt64.max, mask)
            count = count &+ running.select(Self.bitSum(mask), 0)
            running = running & .isZero(limb)
        }
        return count
    }

    /// The number of one bits (Hacker's Delight, section 5-1): without the instruction there would be a table.
    private static func bitSum(_ value: UInt64) -> UInt64 {
        var sum = value &- ((value &>> 1) & 0x5555_5555_5555_5555)
        sum = (sum & 0x3333_3333_3333_3333) &+ ((sum &>> 2) & 0x3333_3333_3333_3333)
        sum = (sum &+ (sum &>> 4)) & 0x0F0F_0F0F_0F0F_0F0F
        return (sum &* 0x0101_0101_0101_0101) &>> 56
    }
}
