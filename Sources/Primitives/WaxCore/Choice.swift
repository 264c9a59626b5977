/// A truth value that may depend on a secret.
///
/// It is held as a mask of all zeros or all ones and combined by logic operations only, so no branch and no
/// address ever depends on it. It becomes a `Bool` in one place, ``declassified``, whose name marks the point
/// where the caller decides that the answer is no longer a secret.
public struct Choice: Sendable {
    /// All ones for true, all zeros for false.
    @usableFromInline let mask: UInt64

    @inlinable @inline(__always)
    init(mask: UInt64) { self.mask = mask }

    /// Makes a choice from the lowest bit of a number; the other bits are ignored.
    @inlinable @inline(__always)
    public init(lowBitOf value: UInt64) { self.mask = 0 &- opaque(value & 1) }

    /// Makes a choice from a value that is not secret.
    @inlinable @inline(__always)
    public init(_ value: Bool) { self.mask = value ? UInt64.max : 0 }

    /// The true choice.
    @inlinable @inline(__always)
    public static var yes: Choice { Choice(mask: UInt64.max) }

    /// The false choice.
    @inlinable @inline(__always)
    public static var no: Choice { Choice(mask: 0) }

    /// True where both are.
    @inlinable @inline(__always)
    public static func & (left: Choice, right: Choice) -> Choice { Choice(mask: left.mask & right.mask) }

    /// True where at least one is.
    @inlinable @inline(__always)
    public static func | (left: Choice, right: Choice) -> Choice { Choice(mask: left.mask | right.mask) }

    /// True where exactly one is.
    @inlinable @inline(__always)
    public static func ^ (left: Choice, right: Choice) -> Choice { Choice(mask: left.mask ^ right.mask) }

    /// The opposite.
    @inlinable @inline(__always)
    public static prefix func ! (value: Choice) -> Choice { Choice(mask: ~value.mask) }

    /// The first value where the choice is true, else the second; both are read.
    @inlinable @inline(__always)
    public func select<Word: FixedWidthInteger & UnsignedInteger>(_ ifTrue: Word, _ ifFalse: Word) -> Word {
        let wide = Word(truncatingIfNeeded: mask)
        return ifFalse ^ (wide & (ifTrue ^ ifFalse))
    }

    /// The mask in the width of `Word`: all ones for true, all zeros for false.
    @inlinable @inline(__always)
    public func mask<Word: FixedWidthInteger & UnsignedInteger>(as type: Word.Type) -> Word {
        Word(truncatingIfNeeded: mask)
    }
}

/// Returns its argument, of which the optimiser knows nothing afterwards.
///
/// All choices go through here. If the compiler could see that a mask has only two values, and where it comes from,
/// it would be free to turn a selection into a branch, and does: hexadecimal digits were written with one.
@_optimize(none) @inline(never)
@usableFromInline
func opaque(_ value: UInt64) -> UInt64 { value }

extension Choice {
    /// True if the number is zero.
    @inlinable @inline(__always)
    public static func isZero<Word: FixedWidthInteger & UnsignedInteger>(_ value: Word) -> Choice {
        let wide = UInt64(truncatingIfNeeded: value)
        // The top bit of x | -x is clear exactly for zero.
        return Choice(lowBitOf: ~(wide | (0 &- wide)) &>> 63)
    }

    /// True if the two numbers are equal.
    @inlinable @inline(__always)
    public static func isEqual<Word: FixedWidthInteger & UnsignedInteger>(_ left: Word, _ right: Word) -> Choice {
        isZero(left ^ right)
    }

    /// True if the first number is smaller than the second.
    @inlinable @inline(__always)
    public static func isLess<Word: FixedWidthInteger & UnsignedInteger>(_ left: Word, _ right: Word) -> Choice {
        let a = UInt64(truncatingIfNeeded: left)
        let b = UInt64(truncatingIfNeeded: right)
        // The borrow of a - b (Hacker's Delight, section 2-13).
        return Choice(lowBitOf: ((~a & b) | ((~a | b) & (a &- b))) &>> 63)
    }
}
