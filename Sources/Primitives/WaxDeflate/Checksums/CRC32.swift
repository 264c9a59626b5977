/// The checksum of gzip data (RFC 1952, section 8), also of ZIP, PNG and Ethernet: finds accidents, does not stop
/// anyone who wants to deceive.
public struct CRC32: Sendable, Equatable {
    private var register: UInt32 = 0xFFFF_FFFF

    /// The checksum of no bytes, which is 0.
    public init() {}

    /// Goes on from a checksum.
    public init(resuming value: UInt32) { register = ~value }

    /// The checksum of what has been added so far.
    public var value: UInt32 { ~register }

    /// The checksum of some bytes.
    public static func checksum(_ data: Span<UInt8>) -> UInt32 {
        var checksum = CRC32()
        checksum.update(data)
        return checksum.value
    }

    /// The checksum of some bytes.
    public static func checksum(_ data: [UInt8]) -> UInt32 { checksum(data.span) }

    /// Adds bytes.
    public mutating func update(_ data: [UInt8]) { update(data.span) }

    /// Adds bytes.
    public mutating func update(_ data: Span<UInt8>) { update(data, backend: .preferred) }

    mutating func update(_ data: Span<UInt8>, backend: ChecksumBackend) {
        var index = 0
        #if WAX_KERNELS
        if backend != .portable {
            index = ChecksumKernel.addCRC32(data, to: &register, backend: backend)
        }
        #endif
        if index == 0, data.count >= CRC32Tables.braidByteCount &* 2 { index = updateBraids(data) }
        let table = CRC32Tables.bytes.span
        var register = register
        while index < data.count {
            register = register &>> 8 ^ table[Int((register ^ UInt32(data[index])) & 0xFF)]
            index = index &+ 1
        }
        self.register = register
    }

    /// Adds a byte.
    mutating func update(byte: UInt8) {
        register = register &>> 8 ^ CRC32Tables.bytes[Int((register ^ UInt32(byte)) & 0xFF)]
    }

    /// Adds as many whole braids as there are: five words a turn, each with a register of its own, which do not
    /// wait for each other (Kadatch and Jenkins, "Everything we know about CRC but afraid to forget").
    ///
    /// - Returns: The number of bytes added.
    private mutating func updateBraids(_ data: Span<UInt8>) -> Int {
        let braids = CRC32Tables.braids.span
        precondition(braids.count == 8 &* 256)
        let last = (data.count / CRC32Tables.braidByteCount &- 1) &* CRC32Tables.braidByteCount
        var index = 0
        var (c0, c1, c2, c3, c4) = (UInt64(register), 0 as UInt64, 0 as UInt64, 0 as UInt64, 0 as UInt64)
        while index < last {
            c0 = Self.advance(c0 ^ data.word64(at: index), braids)
            c1 = Self.advance(c1 ^ data.word64(at: index &+ 8), braids)
            c2 = Self.advance(c2 ^ data.word64(at: index &+ 16), braids)
            c3 = Self.advance(c3 ^ data.word64(at: index &+ 24), braids)
            c4 = Self.advance(c4 ^ data.word64(at: index &+ 32), braids)
            index = index &+ CRC32Tables.braidByteCount
        }
        // The last turn puts the registers together.
        let table = CRC32Tables.bytes.span
        var crc = Self.reduce(c0 ^ data.word64(at: index), table)
        crc = Self.reduce(crc ^ c1 ^ data.word64(at: index &+ 8), table)
        crc = Self.reduce(crc ^ c2 ^ data.word64(at: index &+ 16), table)
        crc = Self.reduce(crc ^ c3 ^ data.word64(at: index &+ 24), table)
        crc = Self.reduce(crc ^ c4 ^ data.word64(at: index &+ 32), table)
        register = UInt32(truncatingIfNeeded: crc)
        return index &+ CRC32Tables.braidByteCount
    }

    /// The remainder of a word, as many bytes further on as a turn has.
    @inline(__always)
    private static func advance(_ word: UInt64, _ braids: Span<UInt32>) -> UInt64 {
        var result = braids[Int(truncatingIfNeeded: word & 0xFF)]
        result ^= braids[256 &+ Int(truncatingIfNeeded: word &>> 8 & 0xFF)]
        result ^= braids[512 &+ Int(truncatingIfNeeded: word &>> 16 & 0xFF)]
        result ^= braids[768 &+ Int(truncatingIfNeeded: word &>> 24 & 0xFF)]
        result ^= braids[1024 &+ Int(truncatingIfNeeded: word &>> 32 & 0xFF)]
        result ^= braids[1280 &+ Int(truncatingIfNeeded: word &>> 40 & 0xFF)]
        result ^= braids[1536 &+ Int(truncatingIfNeeded: word &>> 48 & 0xFF)]
        result ^= braids[1792 &+ Int(truncatingIfNeeded: word &>> 56)]
        return UInt64(result)
    }

    /// The remainder of a word.
    @inline(__always)
    private static func reduce(_ word: UInt64, _ table: Span<UInt32>) -> UInt64 {
        var word = word
        for _ in 0..<8 { word = word &>> 8 ^ UInt64(table[Int(truncatingIfNeeded: word & 0xFF)]) }
        return word
    }

    /// The checksum of two pieces of data in a row, from the checksums of the pieces.
    ///
    /// - Parameters:
    ///   - first: The checksum of the first piece.
    ///   - second: The checksum of the second piece.
    ///   - secondByteCount: The size of the second piece in bytes.
    public static func combine(_ first: UInt32, _ second: UInt32, secondByteCount: UInt64) -> UInt32 {
        CRC32Polynomial.multiply(first, CRC32Polynomial.power(bytes: secondByteCount)) ^ second
    }
}

/// Arithmetic with polynomials modulo that of CRC-32; the highest bit is the coefficient of x^0.
enum CRC32Polynomial {
    static let modulus: UInt32 = 0xEDB8_8320

    static func multiply(_ a: UInt32, _ b: UInt32) -> UInt32 {
        var product: UInt32 = 0
        var b = b
        var mask: UInt32 = 1 &<< 31
        while mask != 0 {
            if a & mask != 0 { product ^= b }
            b = timesX(b)
            mask = mask &>> 1
        }
        return product
    }

    static func timesX(_ a: UInt32) -> UInt32 { a &>> 1 ^ (a & 1 == 0 ? 0 : modulus) }

    /// x to the power of eight times `bytes`.
    static func power(bytes: UInt64) -> UInt32 {
        var result: UInt32 = 1 &<< 31
        var square: UInt32 = 1 &<< 23
        var rest = bytes
        while rest != 0 {
            if rest & 1 != 0 { result = multiply(result, square) }
            square = multiply(square, square)
            rest = rest &>> 1
        }
        return result
    }
}

/// Remainders of single bytes, computed when first needed.
enum CRC32Tables {
    /// Bytes a turn: five words.
    static let braidByteCount = 40

    /// The remainder of each byte followed by 32 zero bits.
    static let bytes: [UInt32] = {
        var table: [UInt32] = []
        for byte in 0..<256 as Range<UInt32> {
            var remainder = byte
            for _ in 0..<8 { remainder = CRC32Polynomial.timesX(remainder) }
            table.append(remainder)
        }
        return table
    }()

    /// For each place in a word, the remainder of each byte one turn further on.
    static let braids: [UInt32] = {
        var table: [UInt32] = []
        for place in 0..<8 {
            let power = CRC32Polynomial.power(bytes: UInt64(braidByteCount &+ 3 &- place))
            for byte in 0..<256 as Range<UInt32> {
                table.append(CRC32Polynomial.multiply(byte &<< 24, power))
            }
        }
        return table
    }()
}
