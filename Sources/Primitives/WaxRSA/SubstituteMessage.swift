import WaxCore
import WaxSHA

/// The message that stands in for one whose PKCS#1 v1.5 padding is wrong (implicit rejection: draft-irtf-cfrg-
/// rsa-guidance-08 section 7, as OpenSSL does since version 3.2).
///
/// To whoever does not have the private key it is a random message of a random length, and it is the same each time the
/// same ciphertext comes. So an attacker who sees what becomes of ciphertexts of his own making (Bleichenbacher, CRYPTO
/// 1998) learns nothing about their padding: there always is a message.
package struct SubstituteMessage: ~Copyable {
    /// As many bytes as the modulus has; the message is the end.
    package let block: SecretBuffer<UInt8>

    /// Where the message begins.
    package let start: UInt64

    /// Derives the message from the private key and the ciphertext.
    ///
    /// - Parameters:
    ///   - ciphertext: As many bytes as the modulus has, 11 at least.
    ///   - privateExponent: The private exponent in as many bytes.
    package init(ciphertext: Span<UInt8>, privateExponent: Span<UInt8>) {
        let count = ciphertext.count
        let exponentHash = SecretBuffer<UInt8>(repeating: 0, count: SHA256.byteCount)
        exponentHash.withMutableSpan { target in
            var hash = SHA256()
            hash.update(privateExponent)
            hash.finalize(into: &target)
        }
        let key = SecretBuffer<UInt8>(repeating: 0, count: SHA256.byteCount)
        key.withMutableSpan { target in
            var code = HMAC<SHA256>(key: exponentHash.span)
            code.update(ciphertext)
            code.finalize(into: &target)
        }
        let generator = HMAC<SHA256>(key: key.span)
        block = Self.pseudorandomBytes(count: count, label: "message", generator)
        let candidates = Self.pseudorandomBytes(count: 256, label: "length", generator)
        let length = Self.length(below: UInt64(truncatingIfNeeded: count &- 10), candidates.span)
        start = UInt64(truncatingIfNeeded: count) &- length
    }

    /// The last of 128 candidates of two bytes that is below the bound, so that every length has almost the same
    /// probability; zero if there is none, which happens once in 2^128 times.
    private static func length(below bound: UInt64, _ candidates: Span<UInt8>) -> UInt64 {
        // The bound is public. All ones, as many as it has bits.
        let mask = UInt64.max &>> UInt64(bound.leadingZeroBitCount)
        var length: UInt64 = 0
        for index in 0..<(candidates.count / 2) {
            let high = UInt64(candidates[2 &* index]), low = UInt64(candidates[2 &* index &+ 1])
            let candidate = ((high &<< 8) | low) & mask
            length = Choice.isLess(candidate, bound).select(candidate, length)
        }
        return length
    }

    /// IRPRF: the codes, one behind the other, of a counter of two bytes, the label, and the number of bits in two
    /// bytes.
    private static func pseudorandomBytes(
        count: Int, label: String, _ generator: HMAC<SHA256>
    ) -> SecretBuffer<UInt8> {
        let result = SecretBuffer<UInt8>(repeating: 0, count: count)
        let code = SecretBuffer<UInt8>(repeating: 0, count: SHA256.byteCount)
        let labelBytes = label.utf8
        result.withMutableSpan { result in
            var position = 0
            var counter: UInt16 = 0
            while position < count {
                var hmac = generator
                hmac.update(data: bigEndian(counter) + labelBytes + bigEndian(UInt16(truncatingIfNeeded: 8 &* count)))
                code.withMutableSpan { code in hmac.finalize(into: &code) }
                let length = min(code.count, count &- position)
                result.replace(from: position, with: code.span.extracting(0..<length))
                position = position &+ length
                counter = counter &+ 1
            }
        }
        return result
    }

    private static func bigEndian(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value &>> 8), UInt8(truncatingIfNeeded: value)]
    }
}
