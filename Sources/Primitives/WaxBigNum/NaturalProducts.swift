import WaxCore

// Products and quotients of whole numbers. They serve the set-up of keys; what a signature needs is in
// ``OddModulus`` and faster.

extension Natural {
    /// The product, in as many limbs as both numbers have together.
    public func multiplied(by other: borrowing Natural) -> Natural {
        var product = Natural(limbCount: limbCount &+ other.limbCount)
        let a = limbs
        let b = other.limbs
        product.withMutableLimbs { limbs in
            for i in 0..<a.count {
                var carry: UInt64 = 0
                for j in 0..<b.count {
                    let factors = a[i].multipliedFullWidth(by: b[j])
                    // (2^64 - 1)² + 2 (2^64 - 1) is 2^128 - 1: it cannot overflow.
                    let low = UInt128(factors.low) &+ UInt128(limbs[i &+ j]) &+ UInt128(carry)
                    limbs[i &+ j] = UInt64(truncatingIfNeeded: low)
                    carry = factors.high &+ UInt64(truncatingIfNeeded: low &>> 64)
                }
                limbs[i &+ b.count] = carry
            }
        }
        return product
    }

    /// Quotient and remainder of the division by a number that is not zero, in as many limbs as dividend and
    /// divisor have.
    ///
    /// One bit at a time, each with a subtraction that is made or not: slow, but any divisor may be secret.
    ///
    /// - Returns: For a divisor of zero, a quotient of all ones and a meaningless remainder.
    public func divided(by divisor: borrowing Natural) -> Division {
        // One limb more, so that doubling the remainder cannot overflow.
        var remainder = Natural(limbCount: divisor.limbCount &+ 1)
        var quotient = Natural(limbCount: limbCount)
        var position = 64 &* limbCount &- 1
        while position >= 0 {
            remainder.shiftLeftByOne(in: bit(at: position))
            let isTooSmall = remainder.isLess(than: divisor)
            remainder.subtract(divisor, if: !isTooSmall)
            quotient.shiftLeftByOne(in: isTooSmall.select(UInt64(0), 1))
            position = position &- 1
        }
        return Division(
            quotient: quotient, remainder: Natural(truncating: remainder, limbCount: divisor.limbCount))
    }

    /// The remainder of the division by a number that is not zero.
    public func remainder(dividingBy divisor: borrowing Natural) -> Natural {
        divided(by: divisor).takeRemainder()
    }
}

// MARK: - With a small odd number that is public

extension Natural {
    /// The quotient of the division by a small odd number that divides the number, from the lowest limb up
    /// (Jebelean, "An algorithm for exact division", 1993).
    ///
    /// If it does not divide the number, the result is meaningless.
    func dividedExactly(byOdd divisor: UInt64) -> Natural {
        var inverse = divisor
        for _ in 0..<5 { inverse = inverse &* (2 &- divisor &* inverse) }
        var quotient = Natural(limbCount: limbCount)
        let source = limbs
        quotient.withMutableLimbs { limbs in
            var carry: UInt64 = 0
            for index in 0..<limbs.count {
                let difference = UInt128(source[index]) &- UInt128(carry)
                let digit = UInt64(truncatingIfNeeded: difference) &* inverse
                limbs[index] = digit
                let borrow = UInt64(truncatingIfNeeded: difference &>> 64) & 1
                carry = digit.multipliedFullWidth(by: divisor).high &+ borrow
            }
        }
        return quotient
    }

    /// The number x below `order` with `number` · x ≡ 1 modulo `order`, or nil if there is none.
    ///
    /// The order, which is even for RSA, may be secret; `number` is public. As it is small and odd, the work is in
    /// finding the multiple of the order that makes (1 + k · order) / number a whole number.
    ///
    /// - Parameters:
    ///   - number: An odd number, three at least.
    ///   - order: A number greater than one.
    public static func inverse(ofOdd number: UInt64, modulo order: borrowing Natural) -> Natural? {
        guard let modulus = OddModulus(Natural(number)),
            let inverse = modulus.inverse(of: modulus.reduce(order))
        else { return nil }
        var multiple = modulus.value.copy()
        multiple.subtract(inverse)
        var product = order.multiplied(by: Natural(truncating: multiple, limbCount: 1))
        product.add(1)
        return Natural(truncating: product.dividedExactly(byOdd: number), limbCount: order.limbCount)
    }
}

/// What a division gives.
public struct Division: ~Copyable {
    /// How many times the divisor is contained in the dividend.
    public let quotient: Natural
    /// What is left, smaller than the divisor.
    public let remainder: Natural

    /// Gives the quotient away and drops the rest.
    public consuming func takeQuotient() -> Natural { quotient }

    /// Gives the remainder away and drops the rest.
    public consuming func takeRemainder() -> Natural { remainder }
}
