import WaxCore

/// Keystream that has been made and not been used yet, in memory that is wiped at the end of its life.
struct KeystreamRest: ~Copyable {
    /// As much as the widest of the bitsliced implementations makes at once.
    static var byteCount: Int { 256 }

    private let bytes = SecretBuffer<UInt8>(repeating: 0, count: Self.byteCount)
    private var position = Self.byteCount

    /// Makes all of it anew.
    ///
    /// - Parameter body: Adds keystream to zeros.
    mutating func refill(_ body: (inout MutableSpan<UInt8>) -> Void) {
        bytes.withMutableSpan { span in
            for index in 0..<span.count { span[index] = 0 }
            body(&span)
        }
        position = 0
    }

    /// Copies the next bytes out, to be used otherwise than for text.
    mutating func take(into target: inout MutableSpan<UInt8>) {
        let bytes = bytes, start = position
        target.replace(with: bytes.span.extracting(start..<(start &+ target.count)))
        position = start &+ target.count
    }

    /// Adds keystream to the text from `offset` on, as far as it reaches.
    ///
    /// - Returns: Where the text goes on.
    mutating func add(to text: inout MutableSpan<UInt8>, from offset: Int) -> Int {
        let bytes = bytes, start = position
        let count = min(Self.byteCount &- start, text.count &- offset)
        let keystream = bytes.span.extracting(start..<(start &+ count))
        for index in 0..<count { text[offset &+ index] ^= keystream[index] }
        position = start &+ count
        return offset &+ count
    }
}
