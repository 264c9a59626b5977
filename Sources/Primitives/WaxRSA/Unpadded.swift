import WaxCore

/// A decrypted block in which the message has been found, or something that stands in for it, before anybody has been
/// told which.
package struct Unpadded: ~Copyable {
    /// Whether the padding is right.
    package let isValid: Choice

    /// Where the message begins, if it is; as secret as that.
    package let start: UInt64

    /// The whole block; the message is its end.
    package let block: SecretBuffer<UInt8>

    /// The message, or nil if the padding is wrong. This tells both, and the length of the message, to the world.
    package borrowing func reveal() -> SecretBytes? {
        guard isValid.declassified else { return nil }
        let start = Int(truncatingIfNeeded: declassified(start))
        return SecretBytes(copying: block.span.extracting(start..<block.count))
    }
}
