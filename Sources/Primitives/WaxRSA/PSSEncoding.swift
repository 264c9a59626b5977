import WaxCore

/// EMSA-PSS, the encoding of a digest for signatures (RFC 8017 section 9.1).
///
/// Digest, salt and encoded message are public: the signature gives them to everybody. Nothing in here has to be in
/// constant time.
struct PSSEncoding {
    let hash: RSA.HashAlgorithm
    let mgf1Hash: RSA.HashAlgorithm
    let salt: RSA.Signing.SaltLength

    /// The number of bytes of salt to sign with, which is negative where not even the digest fits.
    ///
    /// - Parameter bitCount: The number of bits of the encoded message, one less than the modulus has.
    func saltByteCount(bitCount: Int) -> Int {
        switch salt.kind {
        case .asDigest, .any: hash.digestByteCount
        case .bytes(let count): count
        case .maximum: (bitCount &+ 7) / 8 &- hash.digestByteCount &- 2
        }
    }

    /// EMSA-PSS-ENCODE, steps 3 to 13, with the salt given.
    ///
    /// - Parameter bitCount: The number of bits of the result, one less than the modulus has.
    /// - Returns: The encoded message, or nil if it does not fit.
    func encode(_ digest: Span<UInt8>, salt: Span<UInt8>, bitCount: Int) -> [UInt8]? {
        let count = (bitCount &+ 7) / 8
        let digestCount = hash.digestByteCount
        // Not count < digestCount + salt.count + 2, which could overflow for a length out of a file.
        guard digest.count == digestCount, count &- digestCount &- 2 >= salt.count else { return nil }
        let maskedCount = count &- digestCount &- 1
        let fingerprint = self.fingerprint(digest, salt: salt)

        var encoded = [UInt8](repeating: 0, count: maskedCount &- salt.count &- 1)
        encoded.append(1)
        encoded.append(copying: salt)
        mask(&encoded, fingerprint.span, bitCount: bitCount)
        encoded.append(copying: fingerprint.span)
        encoded.append(0xBC)
        return encoded
    }

    /// EMSA-PSS-VERIFY, with the encoded message as ⌈bitCount/8⌉ bytes.
    func isConsistent(_ encoded: Span<UInt8>, with digest: Span<UInt8>, bitCount: Int) -> Bool {
        let count = (bitCount &+ 7) / 8
        let digestCount = hash.digestByteCount
        guard encoded.count == count, digest.count == digestCount, count &- digestCount &- 2 >= 0 else { return false }
        guard encoded[count &- 1] == 0xBC else { return false }
        let maskedCount = count &- digestCount &- 1
        let fingerprint = encoded.extracting(maskedCount..<(count &- 1))

        // The bits of the first byte that lie above the number have to be zero.
        let unusedBits = 8 &* count &- bitCount
        guard encoded[0] & ~(0xFF &>> UInt8(unusedBits)) == 0 else { return false }
        var block = [UInt8](copying: encoded.extracting(0..<maskedCount))
        mask(&block, fingerprint, bitCount: bitCount)
        guard let saltStart = saltStart(in: block, bitCount: bitCount) else { return false }
        let expected = self.fingerprint(digest, salt: block.span.extracting(saltStart..<maskedCount))
        return constantTimeEqual(expected.span, fingerprint).declassified
    }

    /// Where the salt begins: after zeros and a one, and, unless any length is right, where it should.
    private func saltStart(in block: [UInt8], bitCount: Int) -> Int? {
        guard let first = block.firstIndex(where: { $0 != 0 }), block[first] == 1 else { return nil }
        let start = first &+ 1
        guard salt != .any else { return start }
        return block.count &- start == saltByteCount(bitCount: bitCount) ? start : nil
    }

    /// The hash of eight zero bytes, the digest and the salt.
    private func fingerprint(_ digest: Span<UInt8>, salt: Span<UInt8>) -> [UInt8] {
        var input = [UInt8](repeating: 0, count: 8)
        input.append(copying: digest)
        input.append(copying: salt)
        return hash.hash(input.span)
    }

    /// Adds the mask and clears the bits that lie above the number.
    private func mask(_ block: inout [UInt8], _ seed: Span<UInt8>, bitCount: Int) {
        let unusedBits = 8 &* ((bitCount &+ 7) / 8) &- bitCount
        var span = block.mutableSpan
        MaskGeneration.applyMGF1(mgf1Hash, seed: seed, to: &span)
        block[0] &= 0xFF &>> UInt8(unusedBits)
    }
}
