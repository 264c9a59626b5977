import WaxCore

/// The loops in which RSA spends its time: product, square, and Montgomery's reduction (Montgomery, "Modular
/// Multiplication Without Trial Division", 1985).
///
/// Numbers are little-endian limbs of 64 bits, a multiple of eight of them, so the work falls into blocks of
/// eight by eight limbs, each written out in full: a column of the product is summed in registers and stored
/// once. The lengths are checked once for a block; the compiler then drops the checks of the single accesses,
/// so this is as fast as it would be with pointers, and twice as fast as nested loops.
///
/// The order of operations and all addresses depend on the numbers of limbs only. Overflow flags are not used
/// in here: a `Bool` that is carried from limb to limb is turned into a branch at times, and then the time
/// would depend on the numbers.
enum LimbArithmetic {
    typealias Limbs = Span<UInt64>
    typealias MutableLimbs = MutableSpan<UInt64>

    /// Limbs in a block.
    static var blockCount: Int { 8 }

    /// result := a · b.
    ///
    /// - Precondition: Both factors have the same number of limbs, in whole blocks, the result twice as many;
    ///   `carry` has one block.
    static func multiply(_ a: Limbs, _ b: Limbs, into result: inout MutableLimbs, carry: inout MutableLimbs) {
        let count = a.count
        precondition(b.count == count && result.count == 2 &* count && carry.count == blockCount)
        precondition(count % blockCount == 0, "the blocks have to be whole")
        result.update(repeating: 0)
        var i = 0
        while i < count {
            carry.update(repeating: 0)
            let row = a.extracting(i..<(i &+ 8))
            var j = 0
            while j < count {
                var target = result._mutatingExtracting((i &+ j)..<(i &+ j &+ 8))
                multiplyBlock(row, b.extracting(j..<(j &+ 8)), into: &target, carry: &carry)
                j = j &+ 8
            }
            for k in 0..<8 { result[i &+ count &+ k] = carry[k] }
            i = i &+ 8
        }
    }

    /// result := a².
    ///
    /// - Precondition: As for ``multiply(_:_:into:carry:)``.
    static func square(_ a: Limbs, into result: inout MutableLimbs, carry: inout MutableLimbs) {
        let count = a.count
        precondition(result.count == 2 &* count && carry.count == blockCount)
        precondition(count % blockCount == 0, "the blocks have to be whole")
        // Every product of two different limbs occurs twice in a square: it is computed once and doubled.
        var i = 0
        while i < count {
            var target = result._mutatingExtracting((2 &* i)..<(2 &* i &+ 16))
            crossBlock(a.extracting(i..<(i &+ 8)), into: &target)
            i = i &+ 8
        }
        var overflow: UInt64 = 0
        i = 0
        while i < count {
            carry.update(repeating: 0)
            let row = a.extracting(i..<(i &+ 8))
            var j = i &+ 8
            while j < count {
                var target = result._mutatingExtracting((i &+ j)..<(i &+ j &+ 8))
                multiplyBlock(row, a.extracting(j..<(j &+ 8)), into: &target, carry: &carry)
                j = j &+ 8
            }
            var target = result._mutatingExtracting((i &+ count)..<(i &+ count &+ 8))
            addBlock(carry.span, to: &target, &overflow)
            i = i &+ 8
        }
        doubleAndAddSquares(of: a, to: &result)
    }

    /// x := w / 2^(64·count) mod `modulus`, for a `w` of twice as many limbs, which is used up.
    ///
    /// The result is below the modulus if `w` was below modulus · 2^(64·count).
    ///
    /// - Parameters:
    ///   - inverse: −1/modulus modulo 2^128.
    ///   - quotient: Working memory of one block.
    ///   - carry: Working memory of one block.
    /// - Precondition: The numbers of limbs agree, in whole blocks.
    static func reduce(
        _ wide: inout MutableLimbs, into x: inout MutableLimbs, modulus: Limbs, inverse: UInt128,
        quotient: inout MutableLimbs, carry: inout MutableLimbs
    ) {
        let count = modulus.count
        precondition(x.count == count && wide.count == 2 &* count)
        precondition(quotient.count == blockCount && carry.count == blockCount)
        precondition(count % blockCount == 0, "the blocks have to be whole")
        var overflow: UInt64 = 0
        var i = 0
        while i < count {
            quotientBlock(
                of: wide.span.extracting(i..<(i &+ 8)), modulus.extracting(0..<8), inverse, into: &quotient,
                carry: &carry)
            var j = 8
            while j < count {
                var target = wide._mutatingExtracting((i &+ j)..<(i &+ j &+ 8))
                multiplyBlock(quotient.span, modulus.extracting(j..<(j &+ 8)), into: &target, carry: &carry)
                j = j &+ 8
            }
            var target = wide._mutatingExtracting((i &+ count)..<(i &+ count &+ 8))
            addBlock(carry.span, to: &target, &overflow)
            i = i &+ 8
        }
        subtractIfNotLess(wide.span.extracting(count..<(2 &* count)), overflow, modulus, into: &x)
    }

    /// x := table[index], reading all of the table, so that no address tells the index.
    ///
    /// - Parameter table: Entries of as many limbs as `x` has, one behind the other.
    /// - Precondition: The numbers of limbs are whole blocks.
    static func select(_ index: UInt64, from table: Limbs, into x: inout MutableLimbs) {
        let count = x.count
        precondition(count > 0 && table.count % count == 0, "the table consists of whole entries")
        precondition(count % blockCount == 0, "the blocks have to be whole")
        var i = 0
        while i < count {
            var target = x._mutatingExtracting(i..<(i &+ 8))
            selectBlock(index, from: table, at: i, stride: count, into: &target)
            i = i &+ 8
        }
    }
}

// MARK: - Blocks of eight limbs

/// The sum of one column of a product, low and high halves apart, so that no overflow has to be looked at.
private struct ColumnSum {
    private var lows: UInt128 = 0
    private var highs: UInt128 = 0

    @inline(__always)
    mutating func add(_ limb: UInt64) { lows = lows &+ UInt128(limb) }

    @inline(__always)
    mutating func add(_ a: UInt64, _ b: UInt64) {
        let product = a.multipliedFullWidth(by: b)
        lows = lows &+ UInt128(product.low)
        highs = highs &+ UInt128(product.high)
    }

    /// Adds the products of two blocks whose positions add up to `column`.
    @inline(__always)
    mutating func add(_ a: Span<UInt64>, _ b: Span<UInt64>, column: Int) {
        for i in max(0, column &- 7)...min(7, column) { add(a[i], b[column &- i]) }
    }

    /// Adds the products of the first `count` limbs of `a` with those limbs of `b` that fall into a column.
    @inline(__always)
    mutating func add(_ a: Span<UInt64>, first count: Int, _ b: Span<UInt64>, column: Int) {
        for i in 0..<count { add(a[i], b[column &- i]) }
    }

    /// Adds the products of two different limbs of one block whose positions add up to `column`.
    @inline(__always)
    mutating func add(_ a: Span<UInt64>, crossColumn column: Int) {
        for i in max(0, column &- 7)..<((column &+ 1) / 2) { add(a[i], a[column &- i]) }
    }

    /// Adds two columns of t + q · n, with the two digits of q that make both columns zero.
    @inline(__always)
    mutating func addTwoDigits(
        of t: Span<UInt64>, _ n: Span<UInt64>, _ inverse: UInt128, at column: Int, into q: inout MutableSpan<UInt64>
    ) {
        add(t[column])
        add(q.span, first: column, n, column: column)
        let lowLimb = next()
        add(t[column &+ 1])
        add(q.span, first: column, n, column: column &+ 1)
        let digits = (UInt128(lowLimb) | (UInt128(low) &<< 64)) &* inverse
        let first = UInt64(truncatingIfNeeded: digits)
        let second = UInt64(truncatingIfNeeded: digits &>> 64)
        q[column] = first
        q[column &+ 1] = second
        let cleared = first.multipliedFullWidth(by: n[0])
        add(UInt64(truncatingIfNeeded: (UInt128(cleared.low) &+ UInt128(lowLimb)) &>> 64))
        add(cleared.high)
        add(first, n[1])
        add(second, n[0])
        _ = next()
    }

    /// The lowest limb of the sum.
    @inline(__always)
    var low: UInt64 { UInt64(truncatingIfNeeded: lows) }

    /// The lowest limb of the sum, which is taken away: the rest is the carry into the next column.
    @inline(__always)
    mutating func next() -> UInt64 {
        let limb = low
        lows = (lows &>> 64) &+ highs
        highs = 0
        return limb
    }
}

extension LimbArithmetic {
    /// (carry, r) := a · b + r + carry. Sixteen limbs hold it, however large the numbers are.
    @inline(never)
    private static func multiplyBlock(
        _ a: Limbs, _ b: Limbs, into r: inout MutableLimbs, carry c: inout MutableLimbs
    ) {
        precondition(a.count == 8 && b.count == 8 && r.count == 8 && c.count == 8)
        var sum = ColumnSum()
        sum.add(r[0]); sum.add(c[0]); sum.add(a, b, column: 0); r[0] = sum.next()
        sum.add(r[1]); sum.add(c[1]); sum.add(a, b, column: 1); r[1] = sum.next()
        sum.add(r[2]); sum.add(c[2]); sum.add(a, b, column: 2); r[2] = sum.next()
        sum.add(r[3]); sum.add(c[3]); sum.add(a, b, column: 3); r[3] = sum.next()
        sum.add(r[4]); sum.add(c[4]); sum.add(a, b, column: 4); r[4] = sum.next()
        sum.add(r[5]); sum.add(c[5]); sum.add(a, b, column: 5); r[5] = sum.next()
        sum.add(r[6]); sum.add(c[6]); sum.add(a, b, column: 6); r[6] = sum.next()
        sum.add(r[7]); sum.add(c[7]); sum.add(a, b, column: 7); r[7] = sum.next()
        sum.add(a, b, column: 8); c[0] = sum.next()
        sum.add(a, b, column: 9); c[1] = sum.next()
        sum.add(a, b, column: 10); c[2] = sum.next()
        sum.add(a, b, column: 11); c[3] = sum.next()
        sum.add(a, b, column: 12); c[4] = sum.next()
        sum.add(a, b, column: 13); c[5] = sum.next()
        sum.add(a, b, column: 14); c[6] = sum.next()
        c[7] = sum.next()
    }

    /// r := the products of each two different limbs of `a`, once each.
    @inline(never)
    private static func crossBlock(_ a: Limbs, into r: inout MutableLimbs) {
        precondition(a.count == 8 && r.count == 16)
        var sum = ColumnSum()
        r[0] = 0
        sum.add(a, crossColumn: 1); r[1] = sum.next()
        sum.add(a, crossColumn: 2); r[2] = sum.next()
        sum.add(a, crossColumn: 3); r[3] = sum.next()
        sum.add(a, crossColumn: 4); r[4] = sum.next()
        sum.add(a, crossColumn: 5); r[5] = sum.next()
        sum.add(a, crossColumn: 6); r[6] = sum.next()
        sum.add(a, crossColumn: 7); r[7] = sum.next()
        sum.add(a, crossColumn: 8); r[8] = sum.next()
        sum.add(a, crossColumn: 9); r[9] = sum.next()
        sum.add(a, crossColumn: 10); r[10] = sum.next()
        sum.add(a, crossColumn: 11); r[11] = sum.next()
        sum.add(a, crossColumn: 12); r[12] = sum.next()
        sum.add(a, crossColumn: 13); r[13] = sum.next()
        r[14] = sum.next()
        r[15] = 0
    }

    /// q := −t / n mod 2^512, and carry := (t + q · n) / 2^512: the quotient digits that clear one block.
    ///
    /// Two digits at a time: to find a digit takes a chain of dependent multiplications, and half as many
    /// chains are half the wait.
    @inline(never)
    private static func quotientBlock(
        of t: Limbs, _ n: Limbs, _ inverse: UInt128, into q: inout MutableLimbs, carry c: inout MutableLimbs
    ) {
        precondition(t.count == 8 && n.count == 8 && q.count == 8 && c.count == 8)
        var sum = ColumnSum()
        sum.addTwoDigits(of: t, n, inverse, at: 0, into: &q)
        sum.addTwoDigits(of: t, n, inverse, at: 2, into: &q)
        sum.addTwoDigits(of: t, n, inverse, at: 4, into: &q)
        sum.addTwoDigits(of: t, n, inverse, at: 6, into: &q)
        sum.add(q.span, n, column: 8); c[0] = sum.next()
        sum.add(q.span, n, column: 9); c[1] = sum.next()
        sum.add(q.span, n, column: 10); c[2] = sum.next()
        sum.add(q.span, n, column: 11); c[3] = sum.next()
        sum.add(q.span, n, column: 12); c[4] = sum.next()
        sum.add(q.span, n, column: 13); c[5] = sum.next()
        sum.add(q.span, n, column: 14); c[6] = sum.next()
        c[7] = sum.next()
    }

    /// r := r + a + overflow; `overflow` is what is carried out of it.
    @inline(__always)
    private static func addBlock(_ a: Limbs, to r: inout MutableLimbs, _ overflow: inout UInt64) {
        precondition(a.count == 8 && r.count == 8)
        for k in 0..<8 {
            let sum = UInt128(r[k]) &+ UInt128(a[k]) &+ UInt128(overflow)
            r[k] = UInt64(truncatingIfNeeded: sum)
            overflow = UInt64(truncatingIfNeeded: sum &>> 64)
        }
    }

    /// r := 2r + the squares of the limbs of `a`, each at its place.
    private static func doubleAndAddSquares(of a: Limbs, to r: inout MutableLimbs) {
        var shiftedOut: UInt64 = 0
        var overflow: UInt64 = 0
        var i = 0
        while i < a.count {
            var target = r._mutatingExtracting((2 &* i)..<(2 &* i &+ 16))
            doubleAndAddSquares(of: a.extracting(i..<(i &+ 8)), to: &target, &shiftedOut, &overflow)
            i = i &+ 8
        }
    }

    @inline(__always)
    private static func doubleAndAddSquares(
        of a: Limbs, to r: inout MutableLimbs, _ shiftedOut: inout UInt64, _ overflow: inout UInt64
    ) {
        precondition(a.count == 8 && r.count == 16)
        for k in 0..<8 {
            let even = r[2 &* k]
            let odd = r[2 &* k &+ 1]
            let square = a[k].multipliedFullWidth(by: a[k])
            let first = UInt128((even &<< 1) | shiftedOut) &+ UInt128(square.low) &+ UInt128(overflow)
            let second = UInt128((odd &<< 1) | (even &>> 63)) &+ UInt128(square.high) &+ (first &>> 64)
            r[2 &* k] = UInt64(truncatingIfNeeded: first)
            r[2 &* k &+ 1] = UInt64(truncatingIfNeeded: second)
            shiftedOut = odd &>> 63
            overflow = UInt64(truncatingIfNeeded: second &>> 64)
        }
    }

    /// x := w − modulus if that is not negative, else w, where `overflow` is the limb above `w`.
    private static func subtractIfNotLess(
        _ w: Limbs, _ overflow: UInt64, _ modulus: Limbs, into x: inout MutableLimbs
    ) {
        let count = x.count
        precondition(w.count == count && modulus.count == count)
        // w - modulus as w + ~modulus + 1, where the carry is the opposite of a borrow.
        var carry: UInt64 = 1
        for k in 0..<count {
            let sum = UInt128(w[k]) &+ UInt128(~modulus[k]) &+ UInt128(carry)
            x[k] = UInt64(truncatingIfNeeded: sum)
            carry = UInt64(truncatingIfNeeded: sum &>> 64)
        }
        let keep = Choice(lowBitOf: ~(carry | overflow)).mask(as: UInt64.self)
        for k in 0..<count { x[k] = x[k] ^ (keep & (x[k] ^ w[k])) }
    }

    /// x := one block of table[index].
    @inline(never)
    private static func selectBlock(
        _ index: UInt64, from table: Limbs, at position: Int, stride: Int, into x: inout MutableLimbs
    ) {
        precondition(x.count == 8)
        var x0: UInt64 = 0, x1: UInt64 = 0, x2: UInt64 = 0, x3: UInt64 = 0
        var x4: UInt64 = 0, x5: UInt64 = 0, x6: UInt64 = 0, x7: UInt64 = 0
        var entry: UInt64 = 0
        var start = position
        while start < table.count {
            let mask = Choice.isEqual(entry, index).mask(as: UInt64.self)
            let row = table.extracting(start..<(start &+ 8))
            x0 |= row[0] & mask; x1 |= row[1] & mask; x2 |= row[2] & mask; x3 |= row[3] & mask
            x4 |= row[4] & mask; x5 |= row[5] & mask; x6 |= row[6] & mask; x7 |= row[7] & mask
            entry = entry &+ 1
            start = start &+ stride
        }
        x[0] = x0; x[1] = x1; x[2] = x2; x[3] = x3; x[4] = x4; x[5] = x5; x[6] = x6; x[7] = x7
    }
}
