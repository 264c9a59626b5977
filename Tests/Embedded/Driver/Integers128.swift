#if arch(wasm32)
// What LLVM expects of a library where the machine has no numbers of 128 bits.

/// The product.
@_cdecl("__multi3")
func multiply128(
    _ result: UnsafeMutablePointer<UInt64>, _ aLow: UInt64, _ aHigh: UInt64, _ bLow: UInt64, _ bHigh: UInt64
) {
    let mask: UInt64 = 0xffff_ffff
    let (a0, a1) = (aLow & mask, aLow >> 32)
    let (b0, b1) = (bLow & mask, bLow >> 32)
    let low = a0 &* b0
    let middle = a1 &* b0 &+ (low >> 32)
    let other = a0 &* b1 &+ (middle & mask)
    unsafe result[0] = (other << 32) | (low & mask)
    unsafe result[1] = a1 &* b1 &+ (middle >> 32) &+ (other >> 32) &+ aHigh &* bLow &+ aLow &* bHigh
}

/// The number shifted to the left, by less than 128 bits.
@_cdecl("__ashlti3")
func shiftLeft128(_ result: UnsafeMutablePointer<UInt64>, _ low: UInt64, _ high: UInt64, _ count: Int32) {
    // The shifts of the standard library give nought where all bits go.
    unsafe result[0] = low << count
    unsafe result[1] = count < 64 ? (high << count) | (low >> (64 - count)) : low << (count - 64)
}

/// The number shifted to the right, by less than 128 bits.
@_cdecl("__lshrti3")
func shiftRight128(_ result: UnsafeMutablePointer<UInt64>, _ low: UInt64, _ high: UInt64, _ count: Int32) {
    unsafe result[0] = count < 64 ? (low >> count) | (high << (64 - count)) : high >> (count - 64)
    unsafe result[1] = high >> count
}
#endif
