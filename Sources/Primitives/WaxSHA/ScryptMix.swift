import WaxCore

/// The part of scrypt that takes the memory (RFC 7914 sections 3 to 5).
///
/// Its memory gives the password away to whoever can test guesses, and is wiped at the end.
struct ScryptMix {
    private let cost: Int
    private let wordCount: Int
    private let table: SecretBuffer<UInt32>
    private let work: SecretBuffer<UInt32>

    /// Takes the memory.
    init(cost: Int, blockSize: Int) {
        self.cost = cost
        wordCount = 32 &* blockSize
        table = SecretBuffer(repeating: 0, count: cost &* wordCount)
        work = SecretBuffer(repeating: 0, count: 2 &* wordCount)
    }

    /// scryptROMix, in place, of the block of bytes at a position.
    func mix(_ bytes: inout MutableSpan<UInt8>, at start: Int) {
        work.withMutableSpan { work in
            for index in 0..<wordCount { work[index] = Self.load(bytes.span, at: start &+ 4 &* index) }
            table.withMutableSpan { table in
                Self.fill(&table, &work, wordCount)
                Self.walk(table.span, &work, wordCount, cost)
            }
            wipeStack()
            for index in 0..<wordCount { Self.store(work[index], into: &bytes, at: start &+ 4 &* index) }
        }
    }

    /// Fills the table with what the block becomes, step by step; two steps a turn, because what is mixed lies
    /// in one half of the working memory before and in the other after.
    @inline(never)
    private static func fill(_ table: inout MutableSpan<UInt32>, _ work: inout MutableSpan<UInt32>, _ wordCount: Int) {
        var position = 0
        while position < table.count {
            for index in 0..<wordCount { table[position &+ index] = work[index] }
            position = position &+ wordCount
            mixBlock(&work, from: 0, to: wordCount, wordCount)
            for index in 0..<wordCount { table[position &+ index] = work[wordCount &+ index] }
            position = position &+ wordCount
            mixBlock(&work, from: wordCount, to: 0, wordCount)
        }
    }

    /// Goes on with what the table has at places that the block itself names: here addresses depend on the
    /// password, as scrypt is defined.
    @inline(never)
    private static func walk(_ table: Span<UInt32>, _ work: inout MutableSpan<UInt32>, _ wordCount: Int, _ cost: Int) {
        for _ in 0..<(cost / 2) {
            combine(&work, at: 0, table, wordCount, cost)
            mixBlock(&work, from: 0, to: wordCount, wordCount)
            combine(&work, at: wordCount, table, wordCount, cost)
            mixBlock(&work, from: wordCount, to: 0, wordCount)
        }
    }

    @inline(__always)
    private static func combine(
        _ work: inout MutableSpan<UInt32>, at start: Int, _ table: Span<UInt32>, _ wordCount: Int, _ cost: Int
    ) {
        // Integerify: the last 64 bytes as a number, the least significant byte first, modulo a power of two that
        // is an Int.
        let last = start &+ wordCount &- 16
        let number = UInt64(work[last]) | (UInt64(work[last &+ 1]) &<< 32)
        let place = Int(truncatingIfNeeded: number) & (cost &- 1)
        let entry = table.extracting((place &* wordCount)..<((place &+ 1) &* wordCount))
        for index in 0..<wordCount { work[start &+ index] ^= entry[index] }
    }

    /// scryptBlockMix: the even results go to the first half of the target, the odd ones to the second.
    @inline(__always)
    private static func mixBlock(
        _ work: inout MutableSpan<UInt32>, from source: Int, to target: Int, _ wordCount: Int
    ) {
        var x = InlineArray<16, UInt32>(repeating: 0)
        for index in 0..<16 { x[index] = work[source &+ wordCount &- 16 &+ index] }
        var position = 0
        var even = target
        var odd = target &+ wordCount / 2
        while position < wordCount {
            salsa(&x, work.span.extracting((source &+ position)..<(source &+ position &+ 16)))
            for index in 0..<16 { work[even &+ index] = x[index] }
            salsa(&x, work.span.extracting((source &+ position &+ 16)..<(source &+ position &+ 32)))
            for index in 0..<16 { work[odd &+ index] = x[index] }
            position = position &+ 32
            even = even &+ 16
            odd = odd &+ 16
        }
    }

    /// Salsa20/8 of the exclusive or of both.
    @inline(__always)
    private static func salsa(_ x: inout InlineArray<16, UInt32>, _ input: Span<UInt32>) {
        for index in 0..<16 { x[index] ^= input[index] }
        var z = x
        for _ in 0..<4 {
            quarter(&z, 0, 4, 8, 12)
            quarter(&z, 5, 9, 13, 1)
            quarter(&z, 10, 14, 2, 6)
            quarter(&z, 15, 3, 7, 11)
            quarter(&z, 0, 1, 2, 3)
            quarter(&z, 5, 6, 7, 4)
            quarter(&z, 10, 11, 8, 9)
            quarter(&z, 15, 12, 13, 14)
        }
        for index in 0..<16 { x[index] = x[index] &+ z[index] }
    }

    @inline(__always)
    private static func quarter(_ z: inout InlineArray<16, UInt32>, _ a: Int, _ b: Int, _ c: Int, _ d: Int) {
        z[b] ^= rotate(z[a] &+ z[d], 7)
        z[c] ^= rotate(z[b] &+ z[a], 9)
        z[d] ^= rotate(z[c] &+ z[b], 13)
        z[a] ^= rotate(z[d] &+ z[c], 18)
    }

    /// Rotates to the left.
    @inline(__always)
    private static func rotate(_ x: UInt32, _ count: UInt32) -> UInt32 { (x &<< count) | (x &>> (32 &- count)) }

    /// The word at a position, its least significant byte first.
    @inline(__always)
    private static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
        UInt32(bytes[offset]) | (UInt32(bytes[offset &+ 1]) &<< 8) | (UInt32(bytes[offset &+ 2]) &<< 16)
            | (UInt32(bytes[offset &+ 3]) &<< 24)
    }

    @inline(__always)
    private static func store(_ word: UInt32, into bytes: inout MutableSpan<UInt8>, at offset: Int) {
        for index in 0..<4 { bytes[offset &+ index] = UInt8(truncatingIfNeeded: word &>> UInt32(8 &* index)) }
    }
}
