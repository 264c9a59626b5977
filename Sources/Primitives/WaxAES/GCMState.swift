import WaxCore

/// A message of GCM that is made in parts: associated data first, then text, then the tag.
///
/// All that is secret is in memory that is wiped at the end of its life. Its users check the sizes.
struct GCMState: ~Copyable {
    private let engine: Engine

    /// The encryption of the initial block, which is added to the hash in the end.
    private let mask = SecretBuffer<UInt8>(repeating: 0, count: 16)

    private let hash = SecretBuffer<GHASHElement>(repeating: GHASHElement(), count: 1)

    /// The first counter of which there is no keystream yet.
    private let counter: SecretBuffer<CounterBlock>

    private var rest = KeystreamRest()

    /// What is hashed when it has become a whole block. It is no secret.
    private var pending = InlineArray<16, UInt8>(repeating: 0)
    private var pendingCount = 0

    /// The sizes so far, in bytes.
    private(set) var associatedDataCount: UInt64 = 0
    private(set) var textCount: UInt64 = 0

    /// Begins a message.
    init(_ context: AES.GCM.Context, nonce: Span<UInt8>) {
        engine = context.engine
        counter = Self.initialCounter(context.engine, nonce)
        // The initial block is the first of the counters.
        refill()
        mask.withMutableSpan { rest.take(into: &$0) }
        wipeStack(kibibytes: 2)
    }

    /// Takes the next part of the associated data. There must not have been any text.
    mutating func authenticate(_ data: Span<UInt8>) {
        associatedDataCount = associatedDataCount &+ UInt64(data.count)
        absorb(data)
        wipeStack(kibibytes: 2)
    }

    /// Encrypts the next part of the text where it stands.
    mutating func seal(_ part: inout MutableSpan<UInt8>) {
        // An empty part is no text yet: more associated data may follow.
        guard !part.isEmpty else { return }
        if textCount == 0 { absorbPending() }
        textCount = textCount &+ UInt64(part.count)
        let start = rest.add(to: &part, from: 0)
        absorb(part.span.extracting(first: start))
        guard start < part.count else { return wipeStack(kibibytes: 2) }
        // The keystream is used up, which is a whole number of blocks: so no part of a block is pending either.
        let middle = start &+ (part.count &- start) / KeystreamRest.byteCount &* KeystreamRest.byteCount
        var blocks = part._mutatingExtracting(start..<middle)
        counter.withMutableSpan { counter in
            hash.withMutableSpan { engine.sealBlocks(&blocks, counter: &counter[0], hash: &$0[0]) }
        }
        if middle < part.count {
            refill()
            let end = rest.add(to: &part, from: middle)
            absorb(part.span.extracting(middle..<end))
        }
        wipeStack(kibibytes: 2)
    }

    /// Ends the message and writes the first bytes of its tag, 16 at most.
    consuming func finalize(into tag: inout MutableSpan<UInt8>) {
        absorbPending()
        var lengths = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<8 {
            let shift = UInt64(truncatingIfNeeded: 56 &- 8 &* index)
            lengths[index] = UInt8(truncatingIfNeeded: (associatedDataCount &<< 3) &>> shift)
            lengths[index &+ 8] = UInt8(truncatingIfNeeded: (textCount &<< 3) &>> shift)
        }
        hash.withMutableSpan { engine.hash(lengths.span, into: &$0[0]) }
        writeTag(&tag)
        wipeStack(kibibytes: 2)
    }

    // What is below holds secrets in variables, so it has a part of the stack of its own for the caller to clear.

    @inline(never)
    private func writeTag(_ tag: inout MutableSpan<UInt8>) {
        let value = hash.span[0]
        for index in 0..<tag.count {
            let word = index < 8 ? value.high : value.low
            let shift = UInt64(truncatingIfNeeded: 56 &- 8 &* (index & 7))
            tag[index] = mask.span[index] ^ UInt8(truncatingIfNeeded: word &>> shift)
        }
    }

    @inline(never)
    private static func initialCounter(_ engine: Engine, _ nonce: Span<UInt8>) -> SecretBuffer<CounterBlock> {
        SecretBuffer(repeating: engine.initialBlock(nonce), count: 1)
    }

    private mutating func refill() {
        rest.refill { keystream in
            counter.withMutableSpan { engine.addKeystream(to: &keystream, counter: &$0[0]) }
        }
    }

    /// Hashes bytes as far as they are whole blocks, and keeps the others.
    private mutating func absorb(_ bytes: Span<UInt8>) {
        var offset = 0
        if pendingCount > 0 {
            offset = min(16 &- pendingCount, bytes.count)
            for index in 0..<offset { pending[pendingCount &+ index] = bytes[index] }
            pendingCount = pendingCount &+ offset
            guard pendingCount == 16 else { return }
            absorbPending()
        }
        let end = bytes.count &- (bytes.count &- offset) % 16
        hash.withMutableSpan { engine.hash(bytes.extracting(offset..<end), into: &$0[0]) }
        for index in end..<bytes.count { pending[index &- end] = bytes[index] }
        pendingCount = bytes.count &- end
    }

    /// Hashes what is pending, filled up with zeros.
    private mutating func absorbPending() {
        let count = pendingCount
        hash.withMutableSpan { engine.hash(pending.span.extracting(first: count), into: &$0[0]) }
        pendingCount = 0
    }
}
