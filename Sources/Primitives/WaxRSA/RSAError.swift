/// Why an RSA key or operation was refused.
public enum RSAError: Error, Equatable, Sendable {
    /// The modulus has `bitCount` bits, which is none of the sizes that are `accepted`: those of the
    /// ``RSA/KeySizePolicy`` for a key that is read, the standard ones to sign and encrypt, even ones for a new key.
    case modulusSizeNotAccepted(bitCount: Int, accepted: ClosedRange<Int> = RSA.acceptedBitCounts)

    /// The modulus is even, so it is not a product of two large primes.
    case modulusIsEven

    /// The public exponent is even, smaller than 3, or larger than 2^32 − 1.
    case publicExponentNotAccepted

    /// The parts of a private key do not make a usable key.
    case privateKeyInvalid(PrivateKeyDefect)

    /// The modulus is too short for the hash and the salt.
    case modulusTooShortForPadding

    /// The plaintext has more bytes than fit into one operation; encrypt a symmetric key, and the data with that.
    case plaintextTooLong(maximumByteCount: Int)

    /// The ciphertext is not one that was made for this key, padding and label. There is one error for all that can
    /// be wrong: to say more would help to forge others.
    case decryptionFailed

    /// The number of bytes of salt is negative.
    case saltByteCountNotAccepted

    /// The result of the private operation was wrong, so it was held back: a wrong one would give the private key
    /// away. The hardware has failed, or somebody makes it fail.
    case computationFault

    /// The source of randomness gives values that a working one does not.
    case randomSourceFailed

    /// What is wrong with the parts of a private key.
    public enum PrivateKeyDefect: Sendable, Equatable {
        /// A prime is missing (zero or one) or as long as the modulus.
        case primeSizeNotAccepted
        /// The primes differ in length by more than 64 bits.
        case primesUnbalanced
        /// The primes agree in their highest 100 bits or so, and the modulus could be factored from that
        /// (|p − q| ≤ 2^(nlen/2 − 100), FIPS 186-5 appendix A.1.3).
        case primesTooClose
        /// The product of the primes is not the modulus.
        case modulusMismatch
        /// A prime is not prime.
        case primeIsComposite
        /// The private exponent is not below the modulus.
        case privateExponentTooLarge
        /// The private exponent is at most 2^(nlen/2), short enough to be found from the public key
        /// (FIPS 186-5 appendix A.1.1).
        case privateExponentTooSmall
        /// The private exponent does not undo the public one: e · d is not 1 modulo p − 1 and q − 1.
        case exponentsDoNotMatch
        /// d mod (p − 1) is something else.
        case exponent1Mismatch
        /// d mod (q − 1) is something else.
        case exponent2Mismatch
        /// The inverse of q modulo p is something else.
        case coefficientMismatch
        /// The modulus could not be factored with the two exponents.
        case factorsNotFound
    }
}
