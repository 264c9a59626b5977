import WaxCore

/// The key schedule of FIPS 197, section 5.2, in a time that depends on the size of the key only.
struct KeyExpansion {
    /// 10, 12 or 14.
    let roundCount: Int

    /// Four columns for each of the `roundCount + 1` round keys, the byte of row 0 lowest in each.
    ///
    /// The affine constant of the S-box has been added to every byte of all round keys but the first: the cipher's
    /// S-box leaves it out, and as neither ShiftRows nor MixColumns changes a block that has the same byte
    /// everywhere, it may as well come with the next key.
    let columns: SecretBuffer<UInt32>

    /// Expands a key.
    ///
    /// - Throws: ``AESError/incorrectKeySize`` if it has not 16, 24 or 32 bytes.
    init(key: Span<UInt8>) throws(AESError) {
        guard key.count == 16 || key.count == 24 || key.count == 32 else { throw .incorrectKeySize }
        let keyColumns = key.count / 4
        let roundCount = keyColumns &+ 6
        let columns = SecretBuffer<UInt32>(repeating: 0, count: 4 &* (roundCount &+ 1))
        columns.withMutableSpan { columns in
            for index in 0..<keyColumns {
                columns[index] =
                    UInt32(key[4 &* index]) | (UInt32(key[4 &* index &+ 1]) &<< 8)
                    | (UInt32(key[4 &* index &+ 2]) &<< 16) | (UInt32(key[4 &* index &+ 3]) &<< 24)
            }
            var roundConstant: UInt32 = 1
            var phase = 0
            for index in keyColumns..<columns.count {
                var column = columns[index &- 1]
                if phase == 0 {
                    column = Self.substitute((column &>> 8) | (column &<< 24)) ^ roundConstant
                    // Multiplication by x in GF(2^8); the ten constants are public.
                    roundConstant = (roundConstant &<< 1) ^ (roundConstant &>> 7 == 0 ? 0 : 0x11B)
                } else if keyColumns == 8, phase == 4 {
                    column = Self.substitute(column)
                }
                columns[index] = columns[index &- keyColumns] ^ column
                phase = phase &+ 1 == keyColumns ? 0 : phase &+ 1
            }
            for index in 4..<columns.count {
                columns[index] ^= UInt32(affineConstant) &* 0x0101_0101
            }
        }
        self.roundCount = roundCount
        self.columns = columns
    }

    /// The S-box on four bytes (SubWord). Each plane keeps its bits where they are, in the lowest bit of a byte.
    private static func substitute(_ word: UInt32) -> UInt32 {
        let low: UInt32 = 0x0101_0101
        var planes = BitPlanes(
            p0: word & low, p1: (word &>> 1) & low, p2: (word &>> 2) & low, p3: (word &>> 3) & low,
            p4: (word &>> 4) & low, p5: (word &>> 5) & low, p6: (word &>> 6) & low, p7: (word &>> 7) & low)
        planes.substituteWithoutConstant()
        let lower = planes.p0 | (planes.p1 &<< 1) | (planes.p2 &<< 2) | (planes.p3 &<< 3)
        let upper = planes.p4 | (planes.p5 &<< 1) | (planes.p6 &<< 2) | (planes.p7 &<< 3)
        return (lower | (upper &<< 4)) ^ (UInt32(affineConstant) &* low)
    }
}
