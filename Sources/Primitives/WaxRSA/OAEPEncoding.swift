import WaxCore

/// EME-OAEP, the encoding of a message for encryption (RFC 8017 section 7.1).
package struct OAEPEncoding {
    private let hash: RSA.HashAlgorithm
    private let mgf1Hash: RSA.HashAlgorithm
    private let labelDigest: [UInt8]

    /// Takes the hash functions, and hashes the label, which is not secret.
    package init(hash: RSA.HashAlgorithm, mgf1Hash: RSA.HashAlgorithm, label: [UInt8]) {
        self.hash = hash
        self.mgf1Hash = mgf1Hash
        self.labelDigest = hash.hash(label.span)
    }

    /// The number of random bytes that an encoding needs.
    package var seedByteCount: Int { hash.digestByteCount }

    /// The number of bytes of the longest message for a modulus of so many bytes; negative if there is none.
    package func maximumMessageByteCount(byteCount: Int) -> Int { byteCount &- 2 &* hash.digestByteCount &- 2 }

    /// EME-OAEP encoding (section 7.1.1 step 2), with the seed given.
    ///
    /// - Parameter byteCount: The number of bytes of the result, as many as the modulus has.
    /// - Returns: The encoded message, or nil if it does not fit.
    package func encode(_ message: Span<UInt8>, seed: Span<UInt8>, byteCount: Int) -> SecretBytes? {
        guard seed.count == seedByteCount, message.count <= maximumMessageByteCount(byteCount: byteCount) else {
            return nil
        }
        let block = SecretBuffer<UInt8>(repeating: 0, count: byteCount &- seed.count &- 1)
        block.withMutableSpan { block in
            block.replace(with: labelDigest.span)
            let start = block.count &- message.count
            block[start &- 1] = 1
            block.replace(from: start, with: message)
            MaskGeneration.applyMGF1(mgf1Hash, seed: seed, to: &block)
        }
        let maskedSeed = SecretBuffer<UInt8>(repeating: 0, count: seed.count)
        maskedSeed.withMutableSpan { maskedSeed in
            maskedSeed.replace(with: seed)
            MaskGeneration.applyMGF1(mgf1Hash, seed: block.span, to: &maskedSeed)
        }
        return SecretBytes(count: byteCount) { encoded in
            encoded.replace(from: 1, with: maskedSeed.span)
            encoded.replace(from: 1 &+ maskedSeed.count, with: block.span)
        }
    }

    /// EME-OAEP decoding (section 7.1.2 step 3).
    ///
    /// Everything is looked at, whatever is found, and the answer is a ``Choice``: an implementation that tells
    /// whether the first byte was zero can be made to decrypt by asking it a thousand questions (Manger, CRYPTO 2001).
    ///
    /// - Parameter encoded: As many bytes as the modulus has, secret.
    /// - Returns: Nil if the modulus is too short for the hash function.
    package func decode(_ encoded: Span<UInt8>) -> Unpadded? {
        guard maximumMessageByteCount(byteCount: encoded.count) >= 0 else { return nil }
        let seedEnd = 1 &+ seedByteCount
        let seed = SecretBuffer<UInt8>(repeating: 0, count: seedByteCount)
        let block = SecretBuffer<UInt8>(repeating: 0, count: encoded.count &- seedEnd)
        seed.withMutableSpan { seed in
            seed.replace(with: encoded.extracting(1..<seedEnd))
            MaskGeneration.applyMGF1(
                mgf1Hash, seed: encoded.extracting(seedEnd..<encoded.count), to: &seed)
        }
        block.withMutableSpan { block in
            block.replace(with: encoded.extracting(seedEnd..<encoded.count))
            MaskGeneration.applyMGF1(mgf1Hash, seed: seed.span, to: &block)
        }

        let bytes = block.span
        let labelEnd = labelDigest.count
        var isValid = Choice.isZero(encoded[0])
        isValid = isValid & constantTimeEqual(bytes.extracting(0..<labelEnd), labelDigest.span)
        // Zeros, a one, and then the message.
        var start: UInt64 = 0
        var isBefore = Choice.yes
        for index in labelEnd..<bytes.count {
            let isOne = Choice.isEqual(bytes[index], 1)
            isValid = isValid & (!isBefore | isOne | .isZero(bytes[index]))
            start = (isBefore & isOne).select(UInt64(truncatingIfNeeded: index &+ 1), start)
            isBefore = isBefore & !isOne
        }
        return Unpadded(isValid: isValid & !isBefore, start: start, block: block)
    }
}
