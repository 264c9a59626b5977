public import WaxCore

extension AES.CBC {
    /// A key made ready for many texts, wiped with the last reference.
    ///
    /// A context never changes, so threads may share it. The time of every operation depends on the sizes of its
    /// arguments only; that of decryption on whether the padding was right, too, but not on where it was wrong.
    public final class Context: Sendable {
        private let key: CipherKey

        /// Prepares a key.
        ///
        /// - Parameter key: A key of 128, 192 or 256 bits.
        /// - Throws: ``AESError/incorrectKeySize`` for any other size.
        public convenience init(key: SymmetricKey) throws(AESError) {
            try self.init(key: key, backend: .preferred)
        }

        /// Prepares a key for one implementation in particular, for tests and measurements.
        package init(key: SymmetricKey, backend: AES.Backend) throws(AESError) {
            self.key = try CipherKey(key, backend)
        }

        /// Encrypts whole blocks where they stand.
        ///
        /// - Parameters:
        ///   - text: A multiple of 16 bytes, zero included; the ciphertext takes its place.
        ///   - iv: 16 bytes that nobody can foresee. To go on with a text in parts, the last 16 bytes of ciphertext.
        /// - Throws: ``AESError/incorrectTextSize`` or ``AESError/incorrectIVSize``; nothing has been changed then.
        public func encrypt(_ text: inout MutableSpan<UInt8>, iv: Span<UInt8>) throws(AESError) {
            guard text.count % 16 == 0 else { throw .incorrectTextSize }
            var chain = try Self.chain(iv)
            key.engine.encryptCBC(&text, chain: &chain)
            wipeStack(kibibytes: 2)
        }

        /// Encrypts a text into another buffer.
        ///
        /// - Parameters:
        ///   - text: The text.
        ///   - output: Where the ciphertext goes: ``AES/CBC/ciphertextByteCount(forTextOf:padding:)`` bytes.
        ///   - iv: 16 bytes that nobody can foresee, another for each text.
        ///   - padding: How the text becomes a whole number of blocks.
        /// - Throws: ``AESError/incorrectTextSize``, ``AESError/incorrectIVSize`` or
        ///   ``AESError/incorrectOutputSize``; nothing has been written then.
        public func encrypt(
            _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, iv: Span<UInt8>, padding: Padding = .pkcs7
        ) throws(AESError) {
            let count = ciphertextByteCount(forTextOf: text.count, padding: padding)
            guard count % 16 == 0 else { throw .incorrectTextSize }
            guard output.count == count else { throw .incorrectOutputSize }
            var chain = try Self.chain(iv)
            output.replace(with: text)
            let padByte = UInt8(truncatingIfNeeded: count &- text.count)
            for index in text.count..<count { output[index] = padByte }
            key.engine.encryptCBC(&output, chain: &chain)
            wipeStack(kibibytes: 2)
        }

        /// Decrypts whole blocks where they stand. Padding, if there is any, becomes visible.
        ///
        /// - Parameters:
        ///   - ciphertext: A multiple of 16 bytes, zero included; the text takes its place.
        ///   - iv: The vector it was encrypted with. To go on with a text in parts, the 16 bytes of ciphertext before.
        /// - Throws: ``AESError/incorrectTextSize`` or ``AESError/incorrectIVSize``; nothing has been changed then.
        public func decrypt(_ ciphertext: inout MutableSpan<UInt8>, iv: Span<UInt8>) throws(AESError) {
            guard ciphertext.count % 16 == 0 else { throw .incorrectTextSize }
            var chain = try Self.chain(iv)
            key.engine.decryptCBC(&ciphertext, chain: &chain)
            wipeStack(kibibytes: 2)
        }

        /// Decrypts a text into another buffer, which gets zeros behind the text.
        ///
        /// - Parameters:
        ///   - ciphertext: The ciphertext.
        ///   - output: Where the text goes, of the size of the ciphertext.
        ///   - iv: The vector it was encrypted with, 16 bytes.
        ///   - padding: How it was padded.
        /// - Returns: The size of the text in bytes, without padding.
        /// - Throws: ``AESError/decryptionFailure`` if there is anything wrong with a ciphertext that should be padded,
        ///   its size included: the output has been cleared then. ``AESError/incorrectTextSize`` if one without
        ///   padding is no multiple of 16 bytes, ``AESError/incorrectIVSize``, or ``AESError/incorrectOutputSize``.
        public func decrypt(
            _ ciphertext: Span<UInt8>, into output: inout MutableSpan<UInt8>, iv: Span<UInt8>,
            padding: Padding = .pkcs7
        ) throws(AESError) -> Int {
            guard output.count == ciphertext.count else { throw .incorrectOutputSize }
            output.replace(with: ciphertext)
            return try decrypt(inPlace: &output, iv: iv, padding: padding)
        }

        /// Decrypts a text where it stands, and puts zeros behind it, or everywhere if the padding is wrong.
        func decrypt(
            inPlace text: inout MutableSpan<UInt8>, iv: Span<UInt8>, padding: Padding
        ) throws(AESError) -> Int {
            guard padding == .pkcs7 else {
                try decrypt(&text, iv: iv)
                return text.count
            }
            var chain = try Self.chain(iv)
            guard text.count >= 16, text.count % 16 == 0 else {
                wipe(&text)
                throw .decryptionFailure
            }
            key.engine.decryptCBC(&text, chain: &chain)
            let end = text.count
            let padded = PKCS7(lastBlock: text.span.extracting((end &- 16)..<end))
            wipeStack(kibibytes: 2)
            guard padded.isValid.declassified else {
                // Of a text that is not what was encrypted, nobody needs to see anything.
                wipe(&text)
                throw .decryptionFailure
            }
            let count = end &- Int(truncatingIfNeeded: declassified(UInt64(padded.byteCount)))
            for index in count..<end { text[index] = 0 }
            return count
        }

        private static func chain(_ iv: Span<UInt8>) throws(AESError) -> InlineArray<16, UInt8> {
            guard iv.count == 16 else { throw .incorrectIVSize }
            var chain = InlineArray<16, UInt8>(repeating: 0)
            for index in 0..<16 { chain[index] = iv[index] }
            return chain
        }
    }
}
