import WaxCore

/// The odd primes below a bound, prepared for trial division.
///
/// The first candidates for a prime are mostly divisible by a small one, which costs far less to see than a
/// Miller–Rabin round. What is divided may be the secret prime in the end, so the division has no step that
/// depends on it: the number is reduced modulo a product of several primes that fits in a limb, by Montgomery's
/// method, and the remainder is tested for each prime with a multiplication (Granlund and Montgomery, "Division
/// by Invariant Integers using Multiplication", 1994, section 9).
public struct SmallPrimes: Sendable {
    private struct Prime {
        /// The inverse of the prime modulo 2^64.
        let inverse: UInt64
        /// The largest number whose product with the prime is below 2^64.
        let limit: UInt64
    }

    private struct Group {
        let product: UInt64
        /// −1/product modulo 2^64.
        let inverse: UInt64
        /// Where its primes are in the list.
        let range: Range<Int>
    }

    private let primes: [Prime]
    private let groups: [Group]

    /// The number of primes.
    public var count: Int { primes.count }

    /// All odd primes below a bound of at most 2^24.
    public init(below bound: Int) {
        precondition(bound >= 0 && bound <= 1 &<< 24, "small primes are below 2^24")
        var primes: [Prime] = []
        var groups: [Group] = []
        var product: UInt64 = 1
        var start = 0

        func closeGroup() {
            guard primes.count > start else { return }
            groups.append(
                Group(product: product, inverse: 0 &- Self.inverse(product), range: start..<primes.count))
            product = 1
            start = primes.count
        }

        for value in Self.oddPrimes(below: bound) {
            let (next, overflow) = product.multipliedReportingOverflow(by: value)
            if overflow { closeGroup() }
            product = overflow ? value : next
            primes.append(Prime(inverse: Self.inverse(value), limit: UInt64.max / value))
        }
        closeGroup()
        self.primes = primes
        self.groups = groups
    }

    /// True if one of the primes divides the number, which may be the prime itself.
    ///
    /// The answer is public: it ends at the first group that has a divisor. For a number without divisors the
    /// time depends on the number of limbs only.
    public func divide(_ number: borrowing Natural) -> Bool {
        let limbs = number.limbs
        for index in groups.indices {
            let group = groups[index]
            // number / 2^(64·limbs.count) modulo the product, or that and the product.
            var rest: UInt64 = 0
            for position in 0..<limbs.count {
                let sum = UInt128(rest) &+ UInt128(limbs[position])
                let digit = UInt64(truncatingIfNeeded: sum) &* group.inverse
                let product = digit.multipliedFullWidth(by: group.product)
                // digit · product + sum is below 2^128, and a multiple of 2^64.
                let low = UInt128(product.low) &+ sum
                rest = product.high &+ UInt64(truncatingIfNeeded: low &>> 64)
            }
            var isDivisible = Choice.no
            for position in group.range {
                let prime = primes[position]
                // A multiple of an odd p, times the inverse of p, is the quotient; another number, something larger.
                isDivisible = isDivisible | !Choice.isLess(prime.limit, rest &* prime.inverse)
            }
            if isDivisible.declassified { return true }
        }
        return false
    }

    private static func inverse(_ odd: UInt64) -> UInt64 {
        var inverse = odd
        for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
        return inverse
    }

    /// The sieve of Eratosthenes over odd numbers.
    private static func oddPrimes(below bound: Int) -> [UInt64] {
        var isComposite = [Bool](repeating: false, count: bound / 2)
        var primes: [UInt64] = []
        var value = 3
        while value < bound {
            if !isComposite[value / 2] {
                primes.append(UInt64(value))
                var multiple = value &* value
                while multiple < bound {
                    isComposite[multiple / 2] = true
                    multiple = multiple &+ 2 &* value
                }
            }
            value = value &+ 2
        }
        return primes
    }
}
