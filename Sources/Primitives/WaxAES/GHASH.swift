import WaxCore

/// The hash key of GCM (SP 800-38D, section 6.4) and its powers, prepared for multiplication.
///
/// Blocks are numbers of 128 bits here, the first byte most significant. In this order a product comes out
/// shifted by one bit; that is made up for once, by keeping H·x instead of H, as AES-GCM-SIV's POLYVAL does
/// (RFC 8452, appendix A).
struct GHASHKey {
    /// The powers H^4 and H^3 in pairs, then H^2 and H: nine limbs each, four words a limb.
    fileprivate let factors: SecretBuffer<WordPair>

    /// Words from one pair of powers to the next.
    fileprivate static var stride: Int { 36 }

    /// Makes the powers of H, which is AES of the block of zeros.
    init(_ block: Span<UInt8>) {
        let h = GHASHElement(block)
        let carry = 0 &- (h.high &>> 63)
        let first = GHASHElement(
            high: ((h.high &<< 1) | (h.low &>> 63)) ^ (carry & 0xC200_0000_0000_0000),
            low: (h.low &<< 1) ^ (carry & 1))
        let factors = SecretBuffer<WordPair>(repeating: WordPair(repeating: 0), count: 2 &* Self.stride)
        func prepare(_ upper: GHASHElement, _ lower: GHASHElement, at offset: Int) {
            factors.withMutableSpan { target in
                let limbs = Limbs(upper, lower)
                CarrylessProduct.prepare(limbs.l0, in: &target, at: offset)
                CarrylessProduct.prepare(limbs.l1, in: &target, at: offset &+ 4)
                CarrylessProduct.prepare(limbs.l01, in: &target, at: offset &+ 8)
                CarrylessProduct.prepare(limbs.l2, in: &target, at: offset &+ 12)
                CarrylessProduct.prepare(limbs.l3, in: &target, at: offset &+ 16)
                CarrylessProduct.prepare(limbs.l23, in: &target, at: offset &+ 20)
                CarrylessProduct.prepare(limbs.l02, in: &target, at: offset &+ 24)
                CarrylessProduct.prepare(limbs.l13, in: &target, at: offset &+ 28)
                CarrylessProduct.prepare(limbs.l0123, in: &target, at: offset &+ 32)
            }
        }
        prepare(GHASHElement(), first, at: Self.stride)
        let second = GHASH.product(GHASHElement(), first, factors.span)
        prepare(second, first, at: Self.stride)
        let third = GHASH.product(GHASHElement(), second, factors.span)
        let fourth = GHASH.product(GHASHElement(), third, factors.span)
        prepare(fourth, third, at: 0)
        self.factors = factors
    }
}

/// An element of GF(2^128): the first byte of the block is most significant in `high`.
struct GHASHElement {
    var high: UInt64 = 0
    var low: UInt64 = 0

    init() {}

    @inline(__always)
    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A whole block.
    @inline(__always)
    init(_ block: Span<UInt8>) {
        precondition(block.count == 16, "a block has 16 bytes")
        for index in 0..<8 {
            high = (high &<< 8) | UInt64(block[index])
            low = (low &<< 8) | UInt64(block[index &+ 8])
        }
    }

    /// A block of which the first bytes are given; the others are zero.
    init(padding bytes: Span<UInt8>) {
        for index in 0..<bytes.count {
            let shift = UInt64(truncatingIfNeeded: 56 &- 8 &* (index & 7))
            if index < 8 { high |= UInt64(bytes[index]) &<< shift } else { low |= UInt64(bytes[index]) &<< shift }
        }
    }

    @inline(__always)
    static func + (left: GHASHElement, right: GHASHElement) -> GHASHElement {
        GHASHElement(high: left.high ^ right.high, low: left.low ^ right.low)
    }
}

/// Two elements in four limbs of 32 bits, the least significant first, and the sums that Karatsuba's method wants.
/// Only the low half of each word counts.
private struct Limbs {
    let l0, l1, l01, l2, l3, l23, l02, l13, l0123: WordPair

    @inline(__always)
    init(_ first: GHASHElement, _ second: GHASHElement) {
        l0 = WordPair(first.low, second.low)
        l1 = WordPair(first.low &>> 32, second.low &>> 32)
        l2 = WordPair(first.high, second.high)
        l3 = WordPair(first.high &>> 32, second.high &>> 32)
        l01 = l0 ^ l1
        l23 = l2 ^ l3
        l02 = l0 ^ l2
        l13 = l1 ^ l3
        l0123 = l01 ^ l23
    }
}

/// The function GHASH of SP 800-38D, section 6.4.
struct GHASH {
    /// The hash of what has been given so far.
    private(set) var value: GHASHElement

    /// Begins anew, or goes on from the hash of what came before.
    init(_ value: GHASHElement = GHASHElement()) { self.value = value }

    /// Hashes bytes, filled up with zeros to whole blocks.
    @inline(never)
    mutating func update(_ bytes: Span<UInt8>, _ key: GHASHKey) {
        let factors = key.factors.span
        var value = self.value
        var offset = 0
        while bytes.count &- offset >= 64 {
            value = Self.product(
                value + GHASHElement(bytes.extracting(offset..<(offset &+ 16))),
                GHASHElement(bytes.extracting((offset &+ 16)..<(offset &+ 32))),
                GHASHElement(bytes.extracting((offset &+ 32)..<(offset &+ 48))),
                GHASHElement(bytes.extracting((offset &+ 48)..<(offset &+ 64))), factors)
            offset = offset &+ 64
        }
        while bytes.count &- offset > 16 {
            let end = min(offset &+ 32, bytes.count)
            value = Self.product(
                value + GHASHElement(bytes.extracting(offset..<(offset &+ 16))),
                GHASHElement(padding: bytes.extracting((offset &+ 16)..<end)), factors)
            offset = end
        }
        if offset < bytes.count {
            value = Self.product(
                GHASHElement(), value + GHASHElement(padding: bytes.extracting(offset...)), factors)
        }
        self.value = value
    }

    /// Hashes a block that consists of two numbers.
    mutating func update(_ first: UInt64, _ second: UInt64, _ key: GHASHKey) {
        value = Self.product(
            GHASHElement(), value + GHASHElement(high: first, low: second), key.factors.span)
    }

    /// a·H^2 + b·H.
    @inline(never)
    fileprivate static func product(_ a: GHASHElement, _ b: GHASHElement, _ factors: Span<WordPair>) -> GHASHElement {
        precondition(factors.count == 2 &* GHASHKey.stride, "all powers")
        let x = Limbs(a, b)
        @inline(__always)
        func part(_ limb: WordPair, _ index: Int) -> UInt64 {
            var product = CarrylessProduct()
            product.add(limb, factors, at: GHASHKey.stride &+ 4 &* index)
            return product.sum
        }
        return reduced(
            part(x.l0, 0), part(x.l1, 1), part(x.l01, 2), part(x.l2, 3), part(x.l3, 4), part(x.l23, 5),
            part(x.l02, 6), part(x.l13, 7), part(x.l0123, 8))
    }

    /// a·H^4 + b·H^3 + c·H^2 + d·H.
    @inline(__always)
    private static func product(
        _ a: GHASHElement, _ b: GHASHElement, _ c: GHASHElement, _ d: GHASHElement, _ factors: Span<WordPair>
    ) -> GHASHElement {
        precondition(factors.count == 2 &* GHASHKey.stride, "all powers")
        let x = Limbs(a, b)
        let y = Limbs(c, d)
        @inline(__always)
        func part(_ first: WordPair, _ second: WordPair, _ index: Int) -> UInt64 {
            var product = CarrylessProduct()
            product.add(first, factors, at: 4 &* index)
            product.add(second, factors, at: GHASHKey.stride &+ 4 &* index)
            return product.sum
        }
        return reduced(
            part(x.l0, y.l0, 0), part(x.l1, y.l1, 1), part(x.l01, y.l01, 2), part(x.l2, y.l2, 3),
            part(x.l3, y.l3, 4), part(x.l23, y.l23, 5), part(x.l02, y.l02, 6), part(x.l13, y.l13, 7),
            part(x.l0123, y.l0123, 8))
    }

    /// Puts the parts of a product together and reduces it modulo x^128 + x^7 + x^2 + x + 1, in the order of bits
    /// used here.
    @inline(__always)
    private static func reduced(
        _ p0: UInt64, _ p1: UInt64, _ p01: UInt64, _ p2: UInt64, _ p3: UInt64, _ p23: UInt64,
        _ p02: UInt64, _ p13: UInt64, _ p0123: UInt64
    ) -> GHASHElement {
        /// From two products and that of the sums to one of double size.
        @inline(__always)
        func joined(_ low: UInt64, _ high: UInt64, _ sums: UInt64) -> GHASHElement {
            let middle = low ^ high ^ sums
            return GHASHElement(high: high ^ (middle &>> 32), low: low ^ (middle &<< 32))
        }
        let low = joined(p0, p1, p01)
        let high = joined(p2, p3, p23)
        let middle = joined(p02, p13, p0123) + low + high
        let v0 = low.low
        let v1 = low.high ^ middle.low ^ (v0 &<< 63) ^ (v0 &<< 62) ^ (v0 &<< 57)
        let v2 = high.low ^ middle.high ^ v0 ^ (v0 &>> 1) ^ (v0 &>> 2) ^ (v0 &>> 7)
        let v3 = high.high ^ v1 ^ (v1 &>> 1) ^ (v1 &>> 2) ^ (v1 &>> 7)
        return GHASHElement(high: v3, low: v2 ^ (v1 &<< 63) ^ (v1 &<< 62) ^ (v1 &<< 57))
    }
}
