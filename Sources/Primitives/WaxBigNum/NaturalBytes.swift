public import WaxCore

extension Natural {
    /// The number that a byte string stands for, the most significant byte first (OS2IP, RFC 8017 section 4.2).
    ///
    /// - Parameters:
    ///   - bytes: Any number of bytes, leading zeros included.
    ///   - limbCount: As many limbs as hold the bytes, or more; as many as needed if it is left out.
    /// - Precondition: The bytes fit into the limbs.
    public init(bigEndian bytes: Span<UInt8>, limbCount: Int? = nil) {
        let needed = max(1, (bytes.count &+ 7) / 8)
        let limbCount = limbCount ?? needed
        precondition(limbCount >= needed, "the bytes do not fit into the limbs")
        self.init(limbCount: limbCount)
        withMutableLimbs { limbs in
            for position in 0..<bytes.count {
                let byte = UInt64(bytes[bytes.count &- 1 &- position])
                limbs[position / 8] |= byte &<< UInt64(8 &* (position % 8))
            }
        }
    }

    /// Writes the number, the most significant byte first, with leading zeros up to the length of the span
    /// (I2OSP, RFC 8017 section 4.1). What does not fit is cut off at the front.
    public func write(bigEndian bytes: inout MutableSpan<UInt8>) {
        let limbs = self.limbs
        for position in 0..<bytes.count {
            let limb = position / 8 < limbs.count ? limbs[position / 8] : 0
            bytes[bytes.count &- 1 &- position] = UInt8(
                truncatingIfNeeded: limb &>> UInt64(8 &* (position % 8)))
        }
    }

    /// The number as `count` secret bytes, the most significant first.
    public func secretBytes(count: Int) -> SecretBytes {
        SecretBytes(count: count) { bytes in write(bigEndian: &bytes) }
    }

    /// The number as `count` bytes that are not secret, the most significant first.
    public func bytes(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        write(bigEndian: &span)
        return bytes
    }

    /// Draws a number of `bitCount` random bits, in `limbCount` limbs.
    ///
    /// - Precondition: The bits fit into the limbs.
    public static func random(
        bitCount: Int, limbCount: Int, using random: inout some RandomSource
    ) -> Natural {
        precondition(bitCount > 0 && bitCount <= 64 &* limbCount, "the bits do not fit into the limbs")
        let bytes = SecretBytes.random(count: (bitCount &+ 7) / 8, using: &random)
        var number = Natural(bigEndian: bytes.bytes, limbCount: limbCount)
        number.keepLowBits(bitCount)
        return number
    }
}
