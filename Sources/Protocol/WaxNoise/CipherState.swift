import WaxAES
public import WaxCore

/// The cipher of one direction: a key and the number of messages it was used for (Noise section 5.1).
///
/// The cipher is AES-256 in Galois/Counter Mode; the nonce is four zero bytes and the counter in eight, the most
/// significant first (Noise section 12.4). There is one object for a key and it cannot be copied, so no counter is
/// ever used twice.
public final class CipherState {
    /// The number of bytes that a message grows by.
    public static var tagByteCount: Int { 16 }

    /// The number of messages so far. A change of key does not set it back.
    public private(set) var counter: UInt64 = 0
    /// The number of bytes of text encrypted or decrypted under the present key.
    public private(set) var byteCount: UInt64 = 0

    private var context: AES.GCM.Context

    /// The counter that is reserved for the change of key.
    private static var reservedCounter: UInt64 { .max }

    /// Begins to use a key.
    ///
    /// - Throws: ``NoiseError/wrongKeySize`` if it has not 32 bytes.
    public init(key: SymmetricKey) throws(NoiseError) {
        self.context = try CipherState.context(key)
    }

    /// Begins in the middle, for tests of what happens at the end of the counter's range.
    package init(key: SymmetricKey, counter: UInt64) throws(NoiseError) {
        self.context = try CipherState.context(key)
        self.counter = counter
    }

    /// Encrypts a text where it stands.
    ///
    /// - Parameters:
    ///   - text: The text; the ciphertext takes its place.
    ///   - associatedData: What is authenticated along with it.
    ///   - tag: Receives the tag, 16 bytes.
    /// - Throws: ``NoiseError/nonceExhausted``. Nothing has changed then.
    public func encrypt(
        _ text: inout MutableSpan<UInt8>, authenticating associatedData: Span<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(NoiseError) {
        precondition(tag.count == CipherState.tagByteCount, "a tag has 16 bytes")
        guard counter != CipherState.reservedCounter else { throw .nonceExhausted }
        let nonce = CipherState.nonce(counter)
        do throws(AESError) {
            try context.seal(&text, nonce: nonce.span, authenticating: associatedData, tag: &tag)
        } catch {
            throw .messageTooLong
        }
        counter = counter &+ 1
        byteCount = byteCount &+ UInt64(text.count)
    }

    /// Encrypts a text where it stands, with its tag behind it.
    ///
    /// - Parameters:
    ///   - message: The text and 16 more bytes, whatever is in them; the ciphertext and the tag take their place.
    ///   - associatedData: What is authenticated along with it.
    /// - Throws: ``NoiseError/nonceExhausted``. Nothing has changed then.
    public func encrypt(
        message: inout MutableSpan<UInt8>, authenticating associatedData: Span<UInt8>
    ) throws(NoiseError) {
        precondition(message.count >= CipherState.tagByteCount, "a message has room for a tag of 16 bytes")
        let count = message.count &- CipherState.tagByteCount
        var tag = InlineArray<16, UInt8>(repeating: 0)
        do {
            var text = message._mutatingExtracting(0..<count)
            var tagSpan = tag.mutableSpan
            try encrypt(&text, authenticating: associatedData, tag: &tagSpan)
        }
        message.replace(from: count, with: tag.span)
    }

    /// Verifies a ciphertext and decrypts it where it stands.
    ///
    /// - Parameters:
    ///   - text: The ciphertext; the text takes its place, or it stays as it is if the tag is wrong.
    ///   - associatedData: What was authenticated along with it.
    ///   - tag: The tag, 16 bytes.
    /// - Throws: ``NoiseError/authenticationFailure``; the counter stays where it is. ``NoiseError/nonceExhausted``.
    public func decrypt(
        _ text: inout MutableSpan<UInt8>, authenticating associatedData: Span<UInt8>, tag: Span<UInt8>
    ) throws(NoiseError) {
        guard tag.count == CipherState.tagByteCount else { throw .messageTooShort }
        guard counter != CipherState.reservedCounter else { throw .nonceExhausted }
        let nonce = CipherState.nonce(counter)
        do throws(AESError) {
            try context.open(&text, nonce: nonce.span, authenticating: associatedData, tag: tag)
        } catch {
            throw .authenticationFailure
        }
        counter = counter &+ 1
        byteCount = byteCount &+ UInt64(text.count)
    }

    /// Verifies a ciphertext with its tag behind it and decrypts it where it stands.
    ///
    /// - Parameters:
    ///   - message: The ciphertext and the tag; all but the last 16 bytes become the text.
    ///   - associatedData: What was authenticated along with it.
    /// - Returns: The number of bytes of text.
    /// - Throws: ``NoiseError/authenticationFailure``, ``NoiseError/messageTooShort`` if there is no room for a tag,
    ///   ``NoiseError/nonceExhausted``. The message is as it was, and the counter too.
    public func decrypt(
        message: inout MutableSpan<UInt8>, authenticating associatedData: Span<UInt8>
    ) throws(NoiseError) -> Int {
        guard message.count >= CipherState.tagByteCount else { throw .messageTooShort }
        let count = message.count &- CipherState.tagByteCount
        var tag = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<CipherState.tagByteCount { tag[index] = message[count &+ index] }
        var text = message._mutatingExtracting(0..<count)
        try decrypt(&text, authenticating: associatedData, tag: tag.span)
        return count
    }

    /// Changes the key (Noise section 11.3): the next one is what the present one makes of 32 zeros with the reserved
    /// counter. The counter goes on.
    ///
    /// Whoever takes the new key cannot find the old one. Whoever has the old one has the new one too: this protects
    /// the past, not the future.
    public func rekey() throws(NoiseError) {
        let nonce = CipherState.nonce(CipherState.reservedCounter)
        var tag = InlineArray<16, UInt8>(repeating: 0)
        let next = try SecretBytes.make(count: 32) { (key: inout MutableSpan<UInt8>) throws(NoiseError) in
            var tagSpan = tag.mutableSpan
            do throws(AESError) {
                try context.seal(&key, nonce: nonce.span, authenticating: Span(), tag: &tagSpan)
            } catch {
                throw .wrongKeySize
            }
        }
        context = try CipherState.context(SymmetricKey(next))
        byteCount = 0
    }

    private static func context(_ key: SymmetricKey) throws(NoiseError) -> AES.GCM.Context {
        guard key.bitCount == 256 else { throw .wrongKeySize }
        do throws(AESError) { return try AES.GCM.Context(key: key) } catch { throw .wrongKeySize }
    }

    private static func nonce(_ counter: UInt64) -> InlineArray<12, UInt8> {
        var nonce = InlineArray<12, UInt8>(repeating: 0)
        for index in 0..<8 {
            nonce[4 &+ index] = UInt8(truncatingIfNeeded: counter &>> UInt64(56 &- 8 &* index))
        }
        return nonce
    }
}

extension CipherState {
    /// Encrypts a text; the tag is behind the ciphertext.
    ///
    /// - Throws: ``NoiseError/nonceExhausted``.
    public func encrypt(_ text: [UInt8], authenticating associatedData: [UInt8] = []) throws(NoiseError) -> [UInt8] {
        var message = text
        for _ in 0..<CipherState.tagByteCount { message.append(0) }
        var span = message.mutableSpan
        try encrypt(message: &span, authenticating: associatedData.span)
        return message
    }

    /// Verifies a ciphertext with its tag behind it and decrypts it.
    ///
    /// - Throws: ``NoiseError/authenticationFailure``, ``NoiseError/messageTooShort``, ``NoiseError/nonceExhausted``.
    public func decrypt(_ message: [UInt8], authenticating associatedData: [UInt8] = []) throws(NoiseError) -> [UInt8] {
        var text = message
        var span = text.mutableSpan
        let count = try decrypt(message: &span, authenticating: associatedData.span)
        text.removeLast(text.count &- count)
        return text
    }
}
