/// Where random bytes come from.
///
/// Nothing in Waxwing draws randomness by itself: whoever needs it is handed a source, so a test replays a
/// whole conversation from one seed, and a program uses ``SystemRandom``.
public protocol RandomSource {
    /// Overwrites every byte with a random one.
    mutating func fill(_ bytes: inout MutableSpan<UInt8>)
}

extension RandomSource {
    /// Draws `count` random bytes that are not secret, such as a nonce or an identifier.
    public mutating func bytes(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        fill(&span)
        return bytes
    }

    /// Draws a random number of 64 bits.
    public mutating func nextUInt64() -> UInt64 {
        var value: UInt64 = 0
        for byte in bytes(count: 8) { value = (value &<< 8) | UInt64(byte) }
        return value
    }
}

/// The operating system's cryptographic generator, through the standard library's `SystemRandomNumberGenerator`
/// (`getrandom` on Linux, `arc4random_buf` on Apple systems; on Embedded systems the host supplies
/// `arc4random_buf`).
public struct SystemRandom: RandomSource, Sendable {
    /// Makes a handle; there is no state in the process.
    public init() {}

    /// Overwrites every byte with a random one.
    public mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
        var generator = SystemRandomNumberGenerator()
        var index = 0
        while index < bytes.count {
            var word = generator.next()
            for _ in 0..<min(8, bytes.count &- index) {
                bytes[index] = UInt8(truncatingIfNeeded: word)
                word = word &>> 8
                index = index &+ 1
            }
        }
    }
}
