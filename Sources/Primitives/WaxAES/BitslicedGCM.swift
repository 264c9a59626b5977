import WaxCore

/// GCM (SP 800-38D, section 7) over a bitsliced cipher. Sizes have been checked when it is called.
struct BitslicedGCM<Cipher: CounterCipher> {
    private let cipher: Cipher
    private let hashKey: GHASHKey

    init(_ expansion: KeyExpansion) {
        cipher = Cipher(expansion)
        let zeros = InlineArray<16, UInt8>(repeating: 0)
        var block = InlineArray<16, UInt8>(repeating: 0)
        var span = block.mutableSpan
        var keystream = Keystream<Cipher>(CounterBlock(block: zeros.span))
        keystream.take(to: &span, cipher)
        hashKey = GHASHKey(span.span)
        keystream.wipe()
        wipe(&span)
    }

    /// Encrypts a text where it stands and writes the first bytes of its tag, 16 at most.
    func seal(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: inout MutableSpan<UInt8>
    ) {
        var keystream = Keystream<Cipher>(initialBlock(nonce))
        var mask = InlineArray<16, UInt8>(repeating: 0)
        var maskSpan = mask.mutableSpan
        keystream.take(to: &maskSpan, cipher)
        var hash = GHASH()
        hash.update(associatedData, hashKey)
        var offset = 0
        while offset < text.count {
            let count = keystream.add(to: &text, from: offset, cipher)
            hash.update(text.span.extracting(offset..<(offset &+ count)), hashKey)
            offset = offset &+ count
        }
        let value = tagValue(hash, associatedData.count, text.count, mask: maskSpan.span)
        for index in 0..<tag.count { tag[index] = value[index] }
        keystream.wipe()
        wipe(&maskSpan)
    }

    /// Decrypts a text where it stands if the tag is right; else the text stays as it is.
    func open(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: Span<UInt8>
    ) throws(AESError) {
        var keystream = Keystream<Cipher>(initialBlock(nonce))
        try verify(text.span, associatedData, tag, &keystream)
        decrypt(&text, &keystream)
    }

    /// Decrypts a text into another buffer of its size if the tag is right; else nothing is written.
    func open(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: Span<UInt8>
    ) throws(AESError) {
        var keystream = Keystream<Cipher>(initialBlock(nonce))
        try verify(text, associatedData, tag, &keystream)
        output.replace(with: text)
        decrypt(&output, &keystream)
    }

    private func verify(
        _ text: Span<UInt8>, _ associatedData: Span<UInt8>, _ tag: Span<UInt8>, _ keystream: inout Keystream<Cipher>
    ) throws(AESError) {
        var mask = InlineArray<16, UInt8>(repeating: 0)
        var maskSpan = mask.mutableSpan
        keystream.take(to: &maskSpan, cipher)
        var hash = GHASH()
        hash.update(associatedData, hashKey)
        hash.update(text, hashKey)
        var value = tagValue(hash, associatedData.count, text.count, mask: maskSpan.span)
        let isRight = constantTimeEqual(value.span.extracting(first: tag.count), tag).declassified
        wipe(&maskSpan)
        var valueSpan = value.mutableSpan
        // The right tag of a forgery is what the forger would like to have.
        wipe(&valueSpan)
        guard isRight else {
            keystream.wipe()
            throw .authenticationFailure
        }
    }

    private func decrypt(_ text: inout MutableSpan<UInt8>, _ keystream: inout Keystream<Cipher>) {
        var offset = 0
        while offset < text.count { offset = offset &+ keystream.add(to: &text, from: offset, cipher) }
        keystream.wipe()
    }

    /// The hash of everything with both lengths in bits, and the encrypted initial block added.
    private func tagValue(
        _ hash: GHASH, _ associatedCount: Int, _ textCount: Int, mask: Span<UInt8>
    ) -> InlineArray<16, UInt8> {
        var hash = hash
        hash.update(
            UInt64(truncatingIfNeeded: associatedCount) &<< 3, UInt64(truncatingIfNeeded: textCount) &<< 3, hashKey)
        var block = InlineArray<16, UInt8>(repeating: 0)
        var span = block.mutableSpan
        hash.finalize(into: &span)
        for index in 0..<16 { span[index] ^= mask[index] }
        return block
    }

    /// The block J0 of SP 800-38D, section 7.1, step 2.
    private func initialBlock(_ nonce: Span<UInt8>) -> CounterBlock {
        if nonce.count == 12 { return CounterBlock(nonce: nonce) }
        var hash = GHASH()
        hash.update(nonce, hashKey)
        hash.update(0, UInt64(truncatingIfNeeded: nonce.count) &<< 3, hashKey)
        var block = InlineArray<16, UInt8>(repeating: 0)
        var span = block.mutableSpan
        hash.finalize(into: &span)
        return CounterBlock(block: span.span)
    }
}
