import WaxCore

/// GCM (SP 800-38D, section 7) over a bitsliced cipher. Sizes have been checked when it is called.
struct BitslicedGCM<Cipher: CounterCipher>: GCMEngine {
    private let cipher: Cipher
    private let hashKey: GHASHKey

    init(_ expansion: KeyExpansion) {
        cipher = Cipher(expansion)
        let zeros = InlineArray<16, UInt8>(repeating: 0)
        var keystream = Keystream<Cipher>(CounterBlock(block: zeros.span))
        var hashKeyBlock = keystream.next(cipher)
        var span = hashKeyBlock.mutableSpan
        hashKey = GHASHKey(span.span)
        keystream.wipe()
        wipe(&span)
    }

    func seal(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: inout MutableSpan<UInt8>
    ) {
        var keystream = Keystream<Cipher>(initialBlock(nonce))
        defer { keystream.wipe() }
        var mask = keystream.next(cipher)
        var hash = GHASH()
        hash.update(associatedData, hashKey)
        var offset = 0
        while offset < text.count {
            let count = keystream.add(to: &text, from: offset, cipher)
            hash.update(text.span.extracting(offset..<(offset &+ count)), hashKey)
            offset = offset &+ count
        }
        hash.update(bitCount(associatedData), bitCount(text.span), hashKey)
        add(hash, to: &mask)
        for index in 0..<tag.count { tag[index] = mask[index] }
    }

    func open(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: Span<UInt8>
    ) throws(AESError) {
        var keystream = Keystream<Cipher>(initialBlock(nonce))
        defer { keystream.wipe() }
        try verify(text.span, associatedData, tag, &keystream)
        decrypt(&text, &keystream)
    }

    func open(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: Span<UInt8>
    ) throws(AESError) {
        var keystream = Keystream<Cipher>(initialBlock(nonce))
        defer { keystream.wipe() }
        do throws(AESError) {
            try verify(text, associatedData, tag, &keystream)
        } catch {
            WaxCore.wipe(&output)
            throw error
        }
        output.replace(with: text)
        decrypt(&output, &keystream)
    }

    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock) {
        var keystream = Keystream<Cipher>(counter)
        var offset = 0
        while offset < blocks.count { offset = offset &+ keystream.add(to: &blocks, from: offset, cipher) }
        keystream.wipe()
        counter.counter = counter.counter &+ UInt32(truncatingIfNeeded: blocks.count / 16)
    }

    func hash(_ bytes: Span<UInt8>, into hash: inout GHASHElement) {
        var sum = GHASH(hash)
        sum.update(bytes, hashKey)
        hash = sum.value
    }

    private func verify(
        _ text: Span<UInt8>, _ associatedData: Span<UInt8>, _ tag: Span<UInt8>, _ keystream: inout Keystream<Cipher>
    ) throws(AESError) {
        var expected = keystream.next(cipher)
        var hash = GHASH()
        hash.update(associatedData, hashKey)
        hash.update(text, hashKey)
        hash.update(bitCount(associatedData), bitCount(text), hashKey)
        add(hash, to: &expected)
        var span = expected.mutableSpan
        let isRight = constantTimeEqual(span.span.extracting(first: tag.count), tag).declassified
        // The right tag for a forgery is what its author would like to have.
        wipe(&span)
        guard isRight else { throw .authenticationFailure }
    }

    private func decrypt(_ text: inout MutableSpan<UInt8>, _ keystream: inout Keystream<Cipher>) {
        var offset = 0
        while offset < text.count { offset = offset &+ keystream.add(to: &text, from: offset, cipher) }
    }

    func initialBlock(_ nonce: Span<UInt8>) -> CounterBlock {
        if nonce.count == 12 { return CounterBlock(nonce: nonce) }
        var hash = GHASH()
        hash.update(nonce, hashKey)
        hash.update(0, bitCount(nonce), hashKey)
        var block = InlineArray<16, UInt8>(repeating: 0)
        add(hash, to: &block)
        return CounterBlock(block: block.span)
    }

    private func bitCount(_ bytes: Span<UInt8>) -> UInt64 { UInt64(truncatingIfNeeded: bytes.count) &<< 3 }
}

/// Adds a hash to a block.
private func add(_ hash: GHASH, to block: inout InlineArray<16, UInt8>) {
    let value = hash.value
    for index in 0..<8 {
        let shift = UInt64(truncatingIfNeeded: 56 &- 8 &* index)
        block[index] ^= UInt8(truncatingIfNeeded: value.high &>> shift)
        block[index &+ 8] ^= UInt8(truncatingIfNeeded: value.low &>> shift)
    }
}
