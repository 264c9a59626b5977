public import WaxCore

/// An odd modulus, with what Montgomery's multiplication needs to know about it.
///
/// It can be shared and used from several threads. Its size is public, its value may be secret, as the primes
/// of an RSA key are. Numbers modulo it are ``Natural``s of ``limbCount`` limbs, below the modulus; those "in
/// Montgomery form" stand for x · R mod m, where R is 2^(64·``limbCount``).
public final class OddModulus: Sendable {
    /// The modulus, in ``limbCount`` limbs.
    public let value: Natural

    /// The number of bits, which is public.
    public let bitCount: Int

    /// −1/m modulo 2^128.
    let inverse: UInt128

    /// R² mod m: a product with it takes a number into Montgomery form.
    let squareOfR: Natural

    /// R mod m: the one in Montgomery form.
    let one: Natural

    /// The number of limbs: as many as the modulus needs, rounded up to whole blocks of eight.
    public var limbCount: Int { value.limbCount }

    /// Prepares a modulus, of which parity and size become public.
    ///
    /// - Returns: Nil if the number is even or smaller than three.
    public convenience init?(_ number: borrowing Natural) {
        let bitCount = number.bitCount
        guard bitCount >= 2, number.isOdd.declassified else { return nil }
        self.init(odd: number, bitCount: bitCount)
    }

    /// Prepares a number that is known to be odd and to have so many bits, two at least.
    package init(odd number: borrowing Natural, bitCount: Int) {
        let limbCount = (bitCount &+ 511) / 512 &* LimbArithmetic.blockCount
        let value = Natural(truncating: number, limbCount: limbCount)
        self.inverse = Self.negativeInverse(of: value)

        // From 2^(bitCount - 1), which is below the modulus, by doubling to R, and on to 2^limbCount · R, whose
        // square to the power of 64, in Montgomery form, is R².
        var power = Natural(limbCount: limbCount)
        power.setBit(at: bitCount &- 1)
        for _ in 0..<(64 &* limbCount &- bitCount &+ 1) { Self.double(&power, modulus: value) }
        self.one = power.copy()
        for _ in 0..<limbCount { Self.double(&power, modulus: value) }
        let workspace = MontgomeryWorkspace(limbCount: limbCount)
        for _ in 0..<6 { workspace.square(&power, value, self.inverse) }

        self.value = value
        self.bitCount = bitCount
        self.squareOfR = power
    }

    private static func negativeInverse(of number: borrowing Natural) -> UInt128 {
        let limbs = number.limbs
        let low = UInt128(limbs[0]) | (UInt128(limbs[1]) &<< 64)
        // Newton's iteration doubles the number of right bits; an odd number is its own inverse modulo 8.
        var inverse = low
        for _ in 0..<6 { inverse = inverse &* (2 &- low &* inverse) }
        return 0 &- inverse
    }

    private static func double(_ number: inout Natural, modulus: borrowing Natural) {
        let carry = number.shiftLeftByOne()
        let isLess = number.isLess(than: modulus)
        number.subtract(modulus, if: !isLess | Choice(lowBitOf: carry))
    }
}

// MARK: - Arithmetic

extension OddModulus {
    /// The remainder of a number of any size.
    public func reduce(_ number: borrowing Natural) -> Natural {
        let workspace = MontgomeryWorkspace(limbCount: limbCount)
        // Horner's rule with the digits of base R. The product of any digit with a number below m is small
        // enough to come out below m.
        var result = Natural(limbCount: limbCount)
        var start = (number.limbCount &- 1) / limbCount &* limbCount
        while start >= 0 {
            var digit = number.limbs(from: start, count: limbCount)
            workspace.multiply(&result, squareOfR, value, inverse)
            workspace.multiply(&digit, squareOfR, value, inverse)
            workspace.leaveMontgomeryForm(&digit, value, inverse)
            add(digit, to: &result)
            start = start &- limbCount
        }
        return result
    }

    /// x := x + y mod m, of numbers below m.
    public func add(_ y: borrowing Natural, to x: inout Natural) {
        let carry = x.add(y)
        let isLess = x.isLess(than: value)
        x.subtract(value, if: !isLess | Choice(lowBitOf: carry))
    }

    /// x := x − y mod m, of numbers below m.
    public func subtract(_ y: borrowing Natural, from x: inout Natural) {
        let borrow = x.subtract(y)
        x.add(value, if: Choice(lowBitOf: borrow))
    }

    /// x · y mod m, of numbers below m.
    public func product(_ x: borrowing Natural, _ y: borrowing Natural) -> Natural {
        let workspace = MontgomeryWorkspace(limbCount: limbCount)
        var result = x.copy()
        workspace.multiply(&result, squareOfR, value, inverse)
        workspace.multiply(&result, y, value, inverse)
        return result
    }
}

extension OddModulus {
    /// Draws a number below the modulus, each with the same probability.
    ///
    /// Draws again while the number is too large: how often tells nothing about the one that is kept.
    ///
    /// - Returns: The number, or nil if 128 draws were all too large, which a working source does not do: the
    ///   probability is below 2^-128.
    public func randomNumber(using random: inout some RandomSource) -> Natural? {
        for _ in 0..<128 {
            let number = Natural.random(bitCount: bitCount, limbCount: limbCount, using: &random)
            if number.isLess(than: value).declassified { return number }
        }
        return nil
    }
}

/// Working memory for Montgomery's multiplication, so that a long computation allocates once. Not to be shared
/// between threads.
struct MontgomeryWorkspace: ~Copyable {
    private let product: SecretBuffer<UInt64>
    private let quotient = SecretBuffer<UInt64>(repeating: 0, count: LimbArithmetic.blockCount)
    private let carry = SecretBuffer<UInt64>(repeating: 0, count: LimbArithmetic.blockCount)

    init(limbCount: Int) { product = SecretBuffer(repeating: 0, count: 2 &* limbCount) }

    /// x := x · y / R mod m.
    func multiply(
        _ x: inout Natural, _ y: borrowing Natural, _ modulus: borrowing Natural, _ inverse: UInt128
    ) {
        let factor = y.limbs
        let modulus = modulus.limbs
        product.withMutableSpan { product in
            carry.withMutableSpan { carry in
                quotient.withMutableSpan { quotient in
                    x.withMutableLimbs { x in
                        LimbArithmetic.multiply(x.span, factor, into: &product, carry: &carry)
                        LimbArithmetic.reduce(
                            &product, into: &x, modulus: modulus, inverse: inverse, quotient: &quotient,
                            carry: &carry)
                    }
                }
            }
        }
    }

    /// x := x² / R mod m.
    func square(_ x: inout Natural, _ modulus: borrowing Natural, _ inverse: UInt128) {
        let modulus = modulus.limbs
        product.withMutableSpan { product in
            carry.withMutableSpan { carry in
                quotient.withMutableSpan { quotient in
                    x.withMutableLimbs { x in
                        LimbArithmetic.square(x.span, into: &product, carry: &carry)
                        LimbArithmetic.reduce(
                            &product, into: &x, modulus: modulus, inverse: inverse, quotient: &quotient,
                            carry: &carry)
                    }
                }
            }
        }
    }

    /// x := x / R mod m.
    func leaveMontgomeryForm(_ x: inout Natural, _ modulus: borrowing Natural, _ inverse: UInt128) {
        let modulus = modulus.limbs
        product.withMutableSpan { product in
            carry.withMutableSpan { carry in
                quotient.withMutableSpan { quotient in
                    x.withMutableLimbs { x in
                        for index in 0..<x.count {
                            product[index] = x[index]
                            product[x.count &+ index] = 0
                        }
                        LimbArithmetic.reduce(
                            &product, into: &x, modulus: modulus, inverse: inverse, quotient: &quotient,
                            carry: &carry)
                    }
                }
            }
        }
    }
}
