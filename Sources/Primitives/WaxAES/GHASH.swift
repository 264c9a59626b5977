import WaxCore

/// The hash key of GCM (SP 800-38D, section 6.4) and its powers, prepared for multiplication.
///
/// Blocks are numbers of 128 bits here, the first byte most significant. In this order a product comes out
/// shifted by one bit; that is made up for once, by keeping H·x instead of H, as AES-GCM-SIV's POLYVAL does
/// (RFC 8452, appendix A).
struct GHASHKey {
    /// The number of powers of H, and so of blocks that are multiplied before one reduction.
    static var powerCount: Int { 4 }

    /// Three prepared factors a power: the lower and the upper word, and their sum.
    static var stride: Int { 3 &* CarrylessProduct.preparedCount }

    /// H^4, H^3, H^2, H.
    fileprivate let words: SecretBuffer<UInt64>

    /// Makes the powers of H, which is AES of the block of zeros.
    init(_ block: Span<UInt8>) {
        let words = SecretBuffer<UInt64>(repeating: 0, count: Self.powerCount &* Self.stride)
        let high = bigEndianWord(block, at: 0)
        let low = bigEndianWord(block, at: 8)
        let carry = 0 &- (high &>> 63)
        let first = GHASHElement(
            high: ((high &<< 1) | (low &>> 63)) ^ (carry & 0xC200_0000_0000_0000), low: (low &<< 1) ^ (carry & 1))
        var power = first
        var index = Self.powerCount &- 1
        while true {
            let offset = index &* Self.stride
            words.withMutableSpan { target in
                CarrylessProduct.prepare(power.low, in: &target, at: offset)
                CarrylessProduct.prepare(power.high, in: &target, at: offset &+ CarrylessProduct.preparedCount)
                CarrylessProduct.prepare(
                    power.low ^ power.high, in: &target, at: offset &+ 2 &* CarrylessProduct.preparedCount)
            }
            if index == 0 { break }
            index = index &- 1
            // The first power is in its place by now, the last of all.
            var sum = GHASHSum()
            sum.add(power, words.span, power: Self.powerCount &- 1)
            power = sum.reduced
        }
        self.words = words
    }
}

/// An element of GF(2^128): the first byte of the block is most significant in `high`.
struct GHASHElement {
    var high: UInt64 = 0
    var low: UInt64 = 0
}

/// A sum of products that has not been reduced yet: Karatsuba's three parts.
struct GHASHSum {
    private var low: (low: UInt64, high: UInt64) = (0, 0)
    private var middle: (low: UInt64, high: UInt64) = (0, 0)
    private var high: (low: UInt64, high: UInt64) = (0, 0)

    @inline(__always)
    init() {}

    /// Adds the product of an element and the power of H that stands at place `power`.
    @inline(__always)
    mutating func add(_ element: GHASHElement, _ words: Span<UInt64>, power: Int) {
        let offset = power &* GHASHKey.stride
        let count = CarrylessProduct.preparedCount
        let a = CarrylessProduct.product(element.low, words, at: offset)
        let b = CarrylessProduct.product(element.high, words, at: offset &+ count)
        let c = CarrylessProduct.product(element.low ^ element.high, words, at: offset &+ 2 &* count)
        low = (low.low ^ a.low, low.high ^ a.high)
        high = (high.low ^ b.low, high.high ^ b.high)
        middle = (middle.low ^ c.low, middle.high ^ c.high)
    }

    /// The sum modulo x^128 + x^7 + x^2 + x + 1, in the order of bits used here.
    @inline(__always)
    var reduced: GHASHElement {
        let v0 = low.low
        var v1 = low.high ^ middle.low ^ low.low ^ high.low
        var v2 = high.low ^ middle.high ^ low.high ^ high.high
        var v3 = high.high
        v1 ^= (v0 &<< 63) ^ (v0 &<< 62) ^ (v0 &<< 57)
        v2 ^= v0 ^ (v0 &>> 1) ^ (v0 &>> 2) ^ (v0 &>> 7)
        v2 ^= (v1 &<< 63) ^ (v1 &<< 62) ^ (v1 &<< 57)
        v3 ^= v1 ^ (v1 &>> 1) ^ (v1 &>> 2) ^ (v1 &>> 7)
        return GHASHElement(high: v3, low: v2)
    }
}

/// The function GHASH of SP 800-38D, section 6.4.
struct GHASH {
    private var value = GHASHElement()

    init() {}

    /// Hashes bytes, filled up with zeros to whole blocks.
    @inline(never)
    mutating func update(_ bytes: Span<UInt8>, _ key: GHASHKey) {
        let words = key.words.span
        precondition(words.count == GHASHKey.powerCount &* GHASHKey.stride, "all powers")
        var value = self.value
        var offset = 0
        while bytes.count &- offset >= 64 {
            let group = bytes.extracting(offset..<(offset &+ 64))
            var sum = GHASHSum()
            sum.add(value + GHASHElement(group, at: 0), words, power: 0)
            sum.add(GHASHElement(group, at: 16), words, power: 1)
            sum.add(GHASHElement(group, at: 32), words, power: 2)
            sum.add(GHASHElement(group, at: 48), words, power: 3)
            value = sum.reduced
            offset = offset &+ 64
        }
        while bytes.count &- offset >= 16 {
            var sum = GHASHSum()
            let block = bytes.extracting(offset..<(offset &+ 16))
            sum.add(value + GHASHElement(block, at: 0), words, power: 3)
            value = sum.reduced
            offset = offset &+ 16
        }
        if offset < bytes.count {
            var sum = GHASHSum()
            sum.add(value + GHASHElement(padding: bytes.extracting(offset...)), words, power: 3)
            value = sum.reduced
        }
        self.value = value
    }

    /// Hashes a block that consists of two numbers.
    mutating func update(_ first: UInt64, _ second: UInt64, _ key: GHASHKey) {
        var sum = GHASHSum()
        sum.add(value + GHASHElement(high: first, low: second), key.words.span, power: GHASHKey.powerCount &- 1)
        value = sum.reduced
    }

    /// Writes the hash into a block.
    func finalize(into block: inout MutableSpan<UInt8>) {
        for index in 0..<8 {
            let shift = UInt64(truncatingIfNeeded: 56 &- 8 &* index)
            block[index] = UInt8(truncatingIfNeeded: value.high &>> shift)
            block[index &+ 8] = UInt8(truncatingIfNeeded: value.low &>> shift)
        }
    }
}

extension GHASHElement {
    /// A whole block.
    @inline(__always)
    fileprivate init(_ bytes: Span<UInt8>, at offset: Int) {
        self.init(high: bigEndianWord(bytes, at: offset), low: bigEndianWord(bytes, at: offset &+ 8))
    }

    /// A block of which only the first bytes are given.
    fileprivate init(padding bytes: Span<UInt8>) {
        self.init()
        for index in 0..<bytes.count {
            let shift = UInt64(truncatingIfNeeded: 56 &- 8 &* (index & 7))
            if index < 8 { high |= UInt64(bytes[index]) &<< shift } else { low |= UInt64(bytes[index]) &<< shift }
        }
    }

    @inline(__always)
    fileprivate static func + (left: GHASHElement, right: GHASHElement) -> GHASHElement {
        GHASHElement(high: left.high ^ right.high, low: left.low ^ right.low)
    }
}

/// The eight bytes from `offset` on, the first most significant.
@inline(__always)
private func bigEndianWord(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<8 { word = (word &<< 8) | UInt64(bytes[offset &+ index]) }
    return word
}
