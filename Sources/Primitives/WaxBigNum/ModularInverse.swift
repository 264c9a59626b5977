import WaxCore

// Inverses and greatest common divisors in constant time (Bernstein and Yang, "Fast constant-time gcd computation
// and modular inversion", 2019). A pair f, g goes through a fixed number of division steps, after which g is zero
// and f is the greatest common divisor or its negative. Sixty-two steps at a time look at the lowest 64 bits only
// and are collected in a matrix, which is then applied to the whole numbers, as in libsecp256k1.

extension OddModulus {
    /// The number x below m with number · x ≡ 1 mod m, or nil if there is none, which makes that fact public.
    ///
    /// - Parameter number: Any number of at most ``limbCount`` limbs.
    public func inverse(of number: borrowing Natural) -> Natural? {
        precondition(number.limbCount <= limbCount, "the number has more limbs than the modulus")
        var steps = DivisionSteps(odd: value, number, bitCount: max(bitCount, 64 &* number.limbCount))
        steps.run(modulusInverse: UInt64(truncatingIfNeeded: 0 &- inverse))
        guard steps.divisorIsOne.declassified else { return nil }
        return steps.takeInverse(limbCount: limbCount)
    }
}

extension Natural {
    /// The greatest common divisor of an odd number and another one that has no more limbs.
    ///
    /// - Precondition: The number is odd.
    public func greatestCommonDivisor(with other: borrowing Natural) -> Natural {
        precondition(isOdd.declassified, "the first of the two numbers has to be odd")
        precondition(other.limbCount <= limbCount, "the other number has more limbs")
        var steps = DivisionSteps(odd: self, other, bitCount: 64 &* limbCount)
        steps.run(modulusInverse: nil)
        return steps.takeDivisor(limbCount: limbCount)
    }
}

/// Two numbers on their way through the division steps, in limbs of 62 bits of which the highest has the sign.
private struct DivisionSteps: ~Copyable {
    /// What 62 steps do to f and g, times 2^62: (u f + v g, q f + r g).
    private struct Matrix {
        var u: Int64 = 1
        var v: Int64 = 0
        var q: Int64 = 0
        var r: Int64 = 1
    }

    private static var mask: UInt64 { (1 &<< 62) &- 1 }

    private let count: Int
    private let batchCount: Int
    private let modulus: SecretBuffer<Int64>
    private let f: SecretBuffer<Int64>
    private let g: SecretBuffer<Int64>
    // f ≡ d · number and g ≡ e · number, modulo the modulus.
    private let d: SecretBuffer<Int64>
    private let e: SecretBuffer<Int64>

    /// - Parameter bitCount: Both numbers are below 2^bitCount.
    init(odd modulus: borrowing Natural, _ number: borrowing Natural, bitCount: Int) {
        // Room for values between -2m and 2m.
        count = (bitCount &+ 2) / 62 &+ 1
        // Theorem 11.2 of the paper: so many steps are enough for numbers of that size.
        let stepCount = (49 &* bitCount &+ (bitCount < 46 ? 80 : 57)) / 17
        batchCount = (stepCount &+ 61) / 62
        self.modulus = Self.limbs62(of: modulus, count)
        f = SecretBuffer(copying: self.modulus)
        g = Self.limbs62(of: number, count)
        d = SecretBuffer(repeating: 0, count: count)
        e = SecretBuffer(repeating: 0, count: count)
        e.withMutableSpan { $0[0] = 1 }
    }

    /// Makes all steps; follows d and e only if the inverse of the modulus modulo 2^64 is given.
    mutating func run(modulusInverse: UInt64?) {
        // The negative of the paper's delta, which begins as 1.
        var eta: Int64 = -1
        for _ in 0..<batchCount {
            let matrix = Self.collect(&eta, f: f.span[0], g: g.span[0])
            apply(matrix)
            if let modulusInverse { follow(matrix, modulusInverse & Self.mask) }
        }
    }

    /// 62 division steps on the lowest bits.
    private static func collect(_ eta: inout Int64, f: Int64, g: Int64) -> Matrix {
        var matrix = Matrix()
        var f = lowWord(f), g = lowWord(g)
        for _ in 0..<62 {
            // All ones if eta is negative (delta positive), and if g is odd.
            let isNegative = eta &>> 63
            let isOdd = 0 &- Int64(bitPattern: g & 1)
            // g, q, r := g, q, r ± f, u, v where g is odd.
            let wideNegative = UInt64(bitPattern: isNegative), wideOdd = UInt64(bitPattern: isOdd)
            g = g &+ (((f ^ wideNegative) &- wideNegative) & wideOdd)
            matrix.q = matrix.q &+ (((matrix.u ^ isNegative) &- isNegative) & isOdd)
            matrix.r = matrix.r &+ (((matrix.v ^ isNegative) &- isNegative) & isOdd)
            // Where both hold, the old g becomes f: f + (g - f).
            let both = isNegative & isOdd
            eta = (eta ^ both) &- (both &+ 1)
            f = f &+ (g & UInt64(bitPattern: both))
            matrix.u = matrix.u &+ (matrix.q & both)
            matrix.v = matrix.v &+ (matrix.r & both)
            // Halve g; f counts twice instead, as all is meant times a power of two.
            g = g &>> 1
            matrix.u = matrix.u &<< 1
            matrix.v = matrix.v &<< 1
        }
        return matrix
    }

    /// f, g := matrix · (f, g) / 2^62, which is exact.
    private func apply(_ matrix: Matrix) {
        f.withMutableSpan { f in
            g.withMutableSpan { g in
                var sumF: Int128 = 0, sumG: Int128 = 0
                for index in 0..<count {
                    let x = f[index], y = g[index]
                    sumF = sumF &+ Self.product(matrix.u, x) &+ Self.product(matrix.v, y)
                    sumG = sumG &+ Self.product(matrix.q, x) &+ Self.product(matrix.r, y)
                    if index > 0 {
                        f[index &- 1] = Self.lowLimb(sumF)
                        g[index &- 1] = Self.lowLimb(sumG)
                    }
                    sumF = sumF &>> 62
                    sumG = sumG &>> 62
                }
                f[count &- 1] = Int64(truncatingIfNeeded: sumF)
                g[count &- 1] = Int64(truncatingIfNeeded: sumG)
            }
        }
    }

    /// d, e := matrix · (d, e) / 2^62 mod m: a multiple of m is added that makes the division exact. Both stay
    /// between -2m and m.
    private func follow(_ matrix: Matrix, _ modulusInverse: UInt64) {
        let modulus = self.modulus.span
        d.withMutableSpan { d in
            e.withMutableSpan { e in
                let signD = d[count &- 1] &>> 63, signE = e[count &- 1] &>> 63
                // m once more for each negative number, which keeps the results above -2m.
                var timesD = (matrix.u & signD) &+ (matrix.v & signE)
                var timesE = (matrix.q & signD) &+ (matrix.r & signE)
                var sumD = Self.product(matrix.u, d[0]) &+ Self.product(matrix.v, e[0])
                var sumE = Self.product(matrix.q, d[0]) &+ Self.product(matrix.r, e[0])
                timesD = timesD &- Self.correction(sumD, timesD, modulusInverse)
                timesE = timesE &- Self.correction(sumE, timesE, modulusInverse)
                sumD = (sumD &+ Self.product(modulus[0], timesD)) &>> 62
                sumE = (sumE &+ Self.product(modulus[0], timesE)) &>> 62
                for index in 1..<count {
                    let x = d[index], y = e[index], m = modulus[index]
                    sumD = sumD &+ Self.product(matrix.u, x) &+ Self.product(matrix.v, y)
                    sumE = sumE &+ Self.product(matrix.q, x) &+ Self.product(matrix.r, y)
                    sumD = sumD &+ Self.product(m, timesD)
                    sumE = sumE &+ Self.product(m, timesE)
                    d[index &- 1] = Self.lowLimb(sumD)
                    e[index &- 1] = Self.lowLimb(sumE)
                    sumD = sumD &>> 62
                    sumE = sumE &>> 62
                }
                d[count &- 1] = Int64(truncatingIfNeeded: sumD)
                e[count &- 1] = Int64(truncatingIfNeeded: sumE)
            }
        }
    }

    /// How often m has to be taken off so that the sum is a multiple of 2^62.
    @inline(__always)
    private static func correction(_ sum: Int128, _ times: Int64, _ modulusInverse: UInt64) -> Int64 {
        let low = UInt64(truncatingIfNeeded: sum)
        return Int64(bitPattern: (modulusInverse &* low &+ lowWord(times)) & mask)
    }

    // MARK: Results

    /// True if f has become 1 or -1.
    var divisorIsOne: Choice {
        let sign = f.span[count &- 1] &>> 63
        var rest: UInt64 = 0
        for index in 1..<count { rest |= Self.lowWord(f.span[index]) }
        let isOne = Choice.isZero(rest) & .isEqual(Self.lowWord(f.span[0]), UInt64(1))
        var unset: UInt64 = 0
        for index in 0..<(count &- 1) { unset |= ~Self.lowWord(f.span[index]) & Self.mask }
        unset |= Self.lowWord(~f.span[count &- 1])
        let isMinusOne = Choice.isZero(unset) & Choice(lowBitOf: Self.lowWord(sign))
        return isOne | isMinusOne
    }

    /// |f|.
    consuming func takeDivisor(limbCount: Int) -> Natural {
        let sign = f.span[count &- 1] &>> 63
        Self.negate(f, where: sign)
        return Self.natural(f, limbCount: limbCount)
    }

    /// d or its negative, whichever belongs to a positive f, brought between 0 and m.
    consuming func takeInverse(limbCount: Int) -> Natural {
        Self.addIfNegative(modulus, to: d)
        Self.negate(d, where: f.span[count &- 1] &>> 63)
        Self.addIfNegative(modulus, to: d)
        return Self.natural(d, limbCount: limbCount)
    }

    private static func addIfNegative(_ modulus: SecretBuffer<Int64>, to number: SecretBuffer<Int64>) {
        let modulus = modulus.span
        number.withMutableSpan { number in
            let sign = number[number.count &- 1] &>> 63
            var carry: Int64 = 0
            for index in 0..<number.count {
                let sum = number[index] &+ (modulus[index] & sign) &+ carry
                if index &+ 1 < number.count {
                    number[index] = sum & Int64(bitPattern: mask)
                    carry = sum &>> 62
                } else {
                    number[index] = sum
                }
            }
        }
    }

    private static func negate(_ number: SecretBuffer<Int64>, where sign: Int64) {
        number.withMutableSpan { number in
            var carry: Int64 = 0
            for index in 0..<number.count {
                let value = ((number[index] ^ sign) &- sign) &+ carry
                if index &+ 1 < number.count {
                    number[index] = value & Int64(bitPattern: mask)
                    carry = value &>> 62
                } else {
                    number[index] = value
                }
            }
        }
    }

    // MARK: Limbs of 62 bits

    private static func limbs62(of number: borrowing Natural, _ count: Int) -> SecretBuffer<Int64> {
        let source = number.limbs
        let result = SecretBuffer<Int64>(repeating: 0, count: count)
        result.withMutableSpan { result in
            for index in 0..<count {
                let position = 62 &* index
                let limb = position / 64
                let low = limb < source.count ? source[limb] : 0
                let high = limb &+ 1 < source.count ? source[limb &+ 1] : 0
                let both = UInt128(low) | (UInt128(high) &<< 64)
                let bits = UInt64(truncatingIfNeeded: both &>> UInt128(UInt64(position % 64)))
                result[index] = Int64(bitPattern: bits & mask)
            }
        }
        return result
    }

    private static func natural(_ number: SecretBuffer<Int64>, limbCount: Int) -> Natural {
        let source = number.span
        var result = Natural(limbCount: limbCount)
        result.withMutableLimbs { result in
            for index in 0..<source.count {
                let bits = UInt128(UInt64(bitPattern: source[index]) & mask) &<< UInt128(UInt64(62 &* index % 64))
                let limb = 62 &* index / 64
                if limb < result.count { result[limb] |= UInt64(truncatingIfNeeded: bits) }
                if limb &+ 1 < result.count { result[limb &+ 1] |= UInt64(truncatingIfNeeded: bits &>> 64) }
            }
        }
        return result
    }

    @inline(__always)
    private static func product(_ a: Int64, _ b: Int64) -> Int128 {
        let product = a.multipliedFullWidth(by: b)
        return (Int128(product.high) &<< 64) | Int128(product.low)
    }

    @inline(__always)
    private static func lowWord(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) }

    @inline(__always)
    private static func lowLimb(_ value: Int128) -> Int64 {
        Int64(bitPattern: UInt64(truncatingIfNeeded: value) & mask)
    }
}
