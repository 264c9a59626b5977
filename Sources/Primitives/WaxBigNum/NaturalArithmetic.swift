public import WaxCore

// Sums, differences, comparisons and shifts. Two numbers need not have the same number of limbs.

extension Natural {
    /// Adds a number that has no more limbs.
    ///
    /// - Returns: What is carried out of the highest limb, 0 or 1.
    @discardableResult
    public mutating func add(_ other: borrowing Natural, if choice: Choice = .yes) -> UInt64 {
        let source = other.limbs
        return withMutableLimbs { limbs in
            precondition(source.count <= limbs.count, "the summand has too many limbs")
            var carry: UInt64 = 0
            for index in 0..<limbs.count {
                let summand = index < source.count ? choice.select(source[index], 0) : 0
                let sum = UInt128(limbs[index]) &+ UInt128(summand) &+ UInt128(carry)
                limbs[index] = UInt64(truncatingIfNeeded: sum)
                carry = UInt64(truncatingIfNeeded: sum &>> 64)
            }
            return carry
        }
    }

    /// Subtracts a number that has no more limbs.
    ///
    /// - Returns: What is borrowed by the highest limb, 0 or 1; with 1 the result is too large by
    ///   2^(64·``limbCount``).
    @discardableResult
    public mutating func subtract(_ other: borrowing Natural, if choice: Choice = .yes) -> UInt64 {
        let source = other.limbs
        return withMutableLimbs { limbs in
            precondition(source.count <= limbs.count, "the subtrahend has too many limbs")
            var borrow: UInt64 = 0
            for index in 0..<limbs.count {
                let subtrahend = index < source.count ? choice.select(source[index], 0) : 0
                let difference = UInt128(limbs[index]) &- UInt128(subtrahend) &- UInt128(borrow)
                limbs[index] = UInt64(truncatingIfNeeded: difference)
                borrow = UInt64(truncatingIfNeeded: difference &>> 64) & 1
            }
            return borrow
        }
    }

    /// Adds a small number and returns the carry.
    @discardableResult
    public mutating func add(_ value: UInt64) -> UInt64 {
        withMutableLimbs { limbs in
            var carry = value
            for index in 0..<limbs.count {
                let sum = UInt128(limbs[index]) &+ UInt128(carry)
                limbs[index] = UInt64(truncatingIfNeeded: sum)
                carry = UInt64(truncatingIfNeeded: sum &>> 64)
            }
            return carry
        }
    }

    /// Subtracts a small number and returns the borrow.
    @discardableResult
    public mutating func subtract(_ value: UInt64) -> UInt64 {
        withMutableLimbs { limbs in
            var borrow = value
            for index in 0..<limbs.count {
                let difference = UInt128(limbs[index]) &- UInt128(borrow)
                limbs[index] = UInt64(truncatingIfNeeded: difference)
                borrow = UInt64(truncatingIfNeeded: difference &>> 64) & 1
            }
            return borrow
        }
    }

    /// True if the number is smaller than another.
    public func isLess(than other: borrowing Natural) -> Choice {
        let left = limbs
        let right = other.limbs
        var borrow: UInt64 = 0
        for index in 0..<max(left.count, right.count) {
            let a = index < left.count ? left[index] : 0
            let b = index < right.count ? right[index] : 0
            borrow = UInt64(truncatingIfNeeded: (UInt128(a) &- UInt128(b) &- UInt128(borrow)) &>> 64) & 1
        }
        return Choice(lowBitOf: borrow)
    }

    /// True if the number is equal to another.
    public func isEqual(to other: borrowing Natural) -> Choice {
        let left = limbs
        let right = other.limbs
        var difference: UInt64 = 0
        for index in 0..<max(left.count, right.count) {
            let a = index < left.count ? left[index] : 0
            let b = index < right.count ? right[index] : 0
            difference |= a ^ b
        }
        return .isZero(difference)
    }

    /// Takes on the value of another number of the same number of limbs where the choice is true.
    public mutating func assign(_ other: borrowing Natural, if choice: Choice) {
        let source = other.limbs
        withMutableLimbs { limbs in
            precondition(source.count == limbs.count, "the numbers of limbs differ")
            for index in 0..<limbs.count { limbs[index] = choice.select(source[index], limbs[index]) }
        }
    }
}

// MARK: - Shifts and masks

extension Natural {
    /// Clears all bits from position `bitCount` on. The position is public.
    public mutating func keepLowBits(_ bitCount: Int) {
        precondition(bitCount >= 0, "bits are counted from zero")
        withMutableLimbs { limbs in
            for index in 0..<limbs.count {
                let kept = min(64, max(0, bitCount &- 64 &* index))
                if kept < 64 { limbs[index] &= (1 &<< UInt64(kept)) &- 1 }
            }
        }
    }

    /// Sets the bit at a position, which is public.
    public mutating func setBit(at position: Int) {
        withMutableLimbs { limbs in
            precondition(position >= 0 && position < 64 &* limbs.count, "there is no such bit")
            limbs[position / 64] |= 1 &<< UInt64(position % 64)
        }
    }

    /// Doubles the number and adds `bit`; returns the bit shifted out at the top.
    @discardableResult
    public mutating func shiftLeftByOne(in bit: UInt64 = 0) -> UInt64 {
        withMutableLimbs { limbs in
            var carry = bit & 1
            for index in 0..<limbs.count {
                let limb = limbs[index]
                limbs[index] = (limb &<< 1) | carry
                carry = limb &>> 63
            }
            return carry
        }
    }

    /// Divides by 2^distance, rounding down. The distance is public.
    public mutating func shiftRight(_ distance: Int) {
        shiftRight(distance, if: .yes)
    }

    /// Divides by 2^distance, rounding down, where the distance is secret: every bit of it is one shift that
    /// is made or not.
    public mutating func shiftRight(secret distance: UInt64) {
        var power = 1
        var position: UInt64 = 0
        while power < 64 &* limbCount {
            shiftRight(power, if: Choice(lowBitOf: distance &>> position))
            power = power &* 2
            position = position &+ 1
        }
    }

    /// Divides by 2^distance, which is public, if the choice, which is not, is true.
    private mutating func shiftRight(_ distance: Int, if choice: Choice) {
        precondition(distance >= 0, "a shift cannot be negative")
        let limbDistance = distance / 64
        let bits = UInt64(distance % 64)
        withMutableLimbs { limbs in
            for index in 0..<limbs.count {
                let position = index &+ limbDistance
                let low = position < limbs.count ? limbs[position] : 0
                let high = position &+ 1 < limbs.count ? limbs[position &+ 1] : 0
                let shifted = bits == 0 ? low : (low &>> bits) | (high &<< (64 &- bits))
                limbs[index] = choice.select(shifted, limbs[index])
            }
        }
    }
}
