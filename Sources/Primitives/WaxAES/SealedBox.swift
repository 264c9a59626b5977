import WaxCore

extension AES.GCM {
    /// A ciphertext with all that is needed to open it but the key and the associated data.
    public struct SealedBox: Sendable, Equatable {
        /// The nonce it was sealed with.
        public let nonce: Nonce

        /// The encrypted text, of the same size as the text.
        public let ciphertext: [UInt8]

        /// The tag, in the box itself: for as few bytes, an array of its own would take longer than to compute them.
        let tagBytes: TagBytes

        /// The tag, 12 to 16 bytes.
        public var tag: [UInt8] { [UInt8](copying: tagBytes.storage.span.extracting(first: tagBytes.count)) }

        /// Puts a box together.
        ///
        /// - Throws: ``AESError/incorrectTagSize`` if the tag has not 12 to 16 bytes.
        public init(nonce: Nonce, ciphertext: [UInt8], tag: [UInt8]) throws(AESError) {
            guard tagByteCounts.contains(tag.count) else { throw .incorrectTagSize }
            self.nonce = nonce
            self.ciphertext = ciphertext
            var bytes = TagBytes(count: tag.count)
            for index in tag.indices { bytes.storage[index] = tag[index] }
            tagBytes = bytes
        }

        /// Puts a box together of what a context has computed.
        init(nonce: Nonce, ciphertext: [UInt8], tagBytes: TagBytes) {
            self.nonce = nonce
            self.ciphertext = ciphertext
            self.tagBytes = tagBytes
        }

        /// Takes a box apart that is a nonce of 12 bytes, the ciphertext, and a tag of 16 bytes in a row.
        ///
        /// - Throws: ``AESError/incorrectCombinedSize`` if there are fewer than 28 bytes.
        public init(combined: [UInt8]) throws(AESError) {
            guard combined.count >= 28 else { throw .incorrectCombinedSize }
            let end = combined.count &- 16
            try self.init(
                nonce: Nonce(data: Array(combined[..<12])), ciphertext: Array(combined[12..<end]),
                tag: Array(combined[end...]))
        }

        /// Nonce, ciphertext and tag in a row; nil unless the nonce has 12 and the tag 16 bytes, as the receiver could
        /// not tell where one ends.
        public var combined: [UInt8]? {
            guard nonce.byteCount == 12, tagBytes.count == 16 else { return nil }
            return nonce.byteArray + ciphertext + tag
        }
    }

    /// A tag without storage of its own: 12 to 16 bytes, and zeros.
    struct TagBytes: Sendable, Equatable {
        var storage = InlineArray<16, UInt8>(repeating: 0)
        let count: Int

        static func == (a: TagBytes, b: TagBytes) -> Bool {
            // A tag is no secret. Behind its end there is nothing but zeros.
            a.count == b.count && a.storage.indices.allSatisfy { a.storage[$0] == b.storage[$0] }
        }
    }
}
