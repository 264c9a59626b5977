import WaxCore

/// The function X25519 (RFC 7748 section 5) on bytes.
enum X25519 {
    /// The number of bytes in a private key, a public key and a shared secret.
    static var byteCount: Int { 32 }

    /// Multiplies a point by a number.
    ///
    /// - Parameters:
    ///   - scalar: 32 bytes, secret. Five of its bits are ignored ("clamping"), which happens here.
    ///   - point: The u-coordinate of the point, 32 bytes.
    ///   - result: Receives the u-coordinate of the product, 32 bytes.
    static func multiply(_ scalar: Span<UInt8>, _ point: Span<UInt8>, into result: inout MutableSpan<UInt8>) {
        climb(scalar, FieldElement(littleEndian: point), into: &result)
        wipeStack(kibibytes: 4)
    }

    /// Multiplies the base point, whose u-coordinate is nine, by a number.
    static func multiplyBasePoint(_ scalar: Span<UInt8>, into result: inout MutableSpan<UInt8>) {
        let base = FieldElement(limb0: 9, limb1: 0, limb2: 0, limb3: 0, limb4: 0)
        climb(scalar, base, into: &result)
        wipeStack(kibibytes: 4)
    }

    /// The Montgomery ladder: 255 equal steps, whatever the bits of the scalar.
    ///
    /// Never inlined, so that what it leaves on the stack lies where `wipeStack` clears.
    @inline(never)
    private static func climb(_ scalar: Span<UInt8>, _ x1: FieldElement, into result: inout MutableSpan<UInt8>) {
        precondition(scalar.count == byteCount && result.count == byteCount)
        var x2 = FieldElement.one, z2 = FieldElement.zero
        var x3 = x1, z3 = FieldElement.one
        // The mask of the bit before. A swap is due where two bits that follow each other differ.
        var swapped: UInt64 = 0
        var position = 254
        while position >= 0 {
            let bit = Choice(lowBitOf: clampedBit(scalar, position))
            let mask = bit.mask(as: UInt64.self)
            FieldElement.swap(&x2, &x3, mask: mask ^ swapped)
            FieldElement.swap(&z2, &z3, mask: mask ^ swapped)
            swapped = mask
            position = position &- 1

            // The formulas, and their names, of RFC 7748 section 5.
            let a = x2 + z2
            let b = x2 - z2
            let da = (x3 - z3) * a
            let cb = (x3 + z3) * b
            let aa = a.squared
            let bb = b.squared
            let e = aa - bb
            x3 = (da + cb).squared
            z3 = x1 * (da - cb).squared
            x2 = aa * bb
            z2 = e * (aa + e.times(121_665))
        }
        FieldElement.swap(&x2, &x3, mask: swapped)
        FieldElement.swap(&z2, &z3, mask: swapped)
        (x2 * z2.inverse).write(to: &result)
    }

    /// A bit of the scalar, which counts as a multiple of eight between 2^254 and 2^255: the lowest three bits
    /// are clear, bit 254 is set, bit 255 is never asked for.
    @inline(__always)
    private static func clampedBit(_ scalar: Span<UInt8>, _ position: Int) -> UInt64 {
        // These two branches depend on the position only.
        if position == 254 { return 1 }
        if position < 3 { return 0 }
        return UInt64(scalar[position &>> 3]) &>> UInt64(position & 7)
    }
}
