/// The checksum of zlib data (RFC 1950, section 8.2): finds accidents, does not stop anyone who wants to deceive.
public struct Adler32: Sendable, Equatable {
    private static let modulus: UInt32 = 65521
    /// So many rows of 16 bytes that no lane overflows: 255 · (1 + … + n) < 2^32 for n = 5803; lanes of the first
    /// sum have 16 bits, which allows 257.
    private static let rows = 256

    private var first: UInt32 = 1
    private var second: UInt32 = 0

    /// The checksum of no bytes, which is 1.
    public init() {}

    /// Goes on from a checksum.
    public init(resuming value: UInt32) {
        first = (value & 0xFFFF) % Self.modulus
        second = (value &>> 16) % Self.modulus
    }

    /// The checksum of what has been added so far.
    public var value: UInt32 { second &<< 16 | first }

    /// The checksum of some bytes.
    public static func checksum(_ data: Span<UInt8>) -> UInt32 {
        var checksum = Adler32()
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
        #if WAX_KERNELS && arch(x86_64)
        while backend == .vpclmul512, data.count &- index >= 64 {
            let byteCount = min(data.count &- index, ChecksumKernel.mostAdlerBytes) & ~63
            let sums = ChecksumKernel.sumAdler32(data, from: index, byteCount: byteCount)
            let modulus = UInt64(Self.modulus)
            let carried = UInt64(second) &+ UInt64(first) &* UInt64(truncatingIfNeeded: byteCount)
            second = UInt32(truncatingIfNeeded: (carried &+ sums.second) % modulus)
            first = UInt32(truncatingIfNeeded: (UInt64(first) &+ sums.first) % modulus)
            index = index &+ byteCount
        }
        #endif
        while data.count &- index >= 16 {
            let rowCount = min((data.count &- index) / 16, Self.rows)
            addRows(data, from: index, count: rowCount)
            index = index &+ rowCount &* 16
        }
        while index < data.count {
            first = first &+ UInt32(data[index])
            second = second &+ first
            index = index &+ 1
        }
        first %= Self.modulus
        second %= Self.modulus
    }

    /// Adds rows of sixteen bytes, each column by itself, and puts the columns together afterwards: a byte counts
    /// in the second sum as often as bytes from it to the end of the rows.
    private mutating func addRows(_ data: Span<UInt8>, from start: Int, count: Int) {
        var columns = SIMD16<UInt16>()
        var weighted = SIMD16<UInt32>()
        for row in 0..<count {
            // Adding before the row counts each byte once for every later row.
            weighted &+= SIMD16<UInt32>(truncatingIfNeeded: columns)
            columns &+= SIMD16<UInt16>(truncatingIfNeeded: data.vector(at: start &+ row &* 16))
        }
        var sum: UInt64 = 0
        var weightedSum: UInt64 = 0
        for lane in 0..<16 {
            sum = sum &+ UInt64(columns[lane])
            weightedSum = weightedSum &+ UInt64(weighted[lane]) &* 16 &+ UInt64(columns[lane]) &* UInt64(16 &- lane)
        }
        weightedSum = weightedSum &+ UInt64(second) &+ UInt64(first) &* UInt64(count) &* 16
        first = UInt32(truncatingIfNeeded: (UInt64(first) &+ sum) % UInt64(Self.modulus))
        second = UInt32(truncatingIfNeeded: weightedSum % UInt64(Self.modulus))
    }

    /// The checksum of two pieces of data in a row, from the checksums of the pieces.
    ///
    /// - Parameters:
    ///   - first: The checksum of the first piece.
    ///   - second: The checksum of the second piece.
    ///   - secondByteCount: The size of the second piece in bytes.
    public static func combine(_ first: UInt32, _ second: UInt32, secondByteCount: UInt64) -> UInt32 {
        let modulus = UInt64(modulus)
        let (a1, b1) = (UInt64(first & 0xFFFF), UInt64(first &>> 16))
        let (a2, b2) = (UInt64(second & 0xFFFF), UInt64(second &>> 16))
        // Both sums of the second piece began with a = 1, b = 0 instead of with a1, b1.
        let a = (a1 &+ a2 &+ modulus &- 1) % modulus
        let carried = (a1 &+ modulus &- 1) % modulus
        let b = (b1 &+ b2 &+ secondByteCount % modulus &* carried) % modulus
        return UInt32(truncatingIfNeeded: b &<< 16 | a)
    }
}
