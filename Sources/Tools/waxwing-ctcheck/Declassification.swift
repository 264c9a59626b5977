/// Where the libraries make something public that depends on a secret.
///
/// A test compares the list with the sources, so that none is added without a reason.
struct Declassification: Sendable {
    /// The file, below `Sources`.
    let file: String
    /// How many uses there are in it.
    let count: Int
    /// What becomes public, and why that is harmless.
    let reason: String

    static let all: [Declassification] = [
        Declassification(
            file: "Formats/WaxEncoding/Base64/Base64.swift", count: 2,
            reason: "Whether a text is Base64, and which rule it breaks: an error of the caller, who made the "
                + "text public or garbled it."),
        Declassification(
            file: "Formats/WaxEncoding/DER/DERReader+Values.swift", count: 5,
            reason: "The sign of an INTEGER and whether it begins with a zero byte, which the format makes "
                + "part of its length; INTEGERs of up to 64 bits, which are versions and counts; object "
                + "identifiers, which name algorithms."),
        Declassification(
            file: "Formats/WaxEncoding/DER/DERReader.swift", count: 1,
            reason: "Tags and lengths: the structure of an encoding, which is the same for all keys of a size. "
                + "With a key that was encrypted they come out of the decryption; a wrong passphrase whose "
                + "garbage has a valid padding by chance is found out by them, and the caller is told."),
        Declassification(
            file: "Formats/WaxEncoding/DER/DERWriter.swift", count: 2,
            reason: "How many bytes an INTEGER has, which shows in the length of its encoding."),
        Declassification(
            file: "Formats/WaxEncoding/PEM/PEMParser.swift", count: 1,
            reason: "Where the lines of a text end and which of them are boundaries or headers: its "
                + "structure, not its characters."),
        Declassification(
            file: "Formats/WaxKeys/PrivateKeyDER.swift", count: 2,
            reason: "The modulus and the public exponent of a private key that is read: the public key."),
        Declassification(
            file: "Primitives/WaxAES/AcceleratedGCM.swift", count: 1,
            reason: "Whether a tag is right: the sender of a forgery sees it from what happens next."),
        Declassification(
            file: "Primitives/WaxAES/BitslicedGCM.swift", count: 1,
            reason: "Whether a tag is right: the sender of a forgery sees it from what happens next."),
        Declassification(
            file: "Primitives/WaxAES/CBCContext.swift", count: 2,
            reason: "Whether a padding is right, and where it begins: the caller is told that a text is "
                + "garbled, or how long it is."),
        Declassification(
            file: "Primitives/WaxAES/GMAC.swift", count: 1,
            reason: "Whether a code is right: the sender of a forgery sees it from what happens next."),
        Declassification(
            file: "Primitives/WaxAES/KeyWrap.swift", count: 1,
            reason: "Whether a key was wrapped with this key: the caller is told."),
        Declassification(
            file: "Primitives/WaxAES/KeyWrapPadded.swift", count: 2,
            reason: "Whether a key was wrapped with this key, and how long it is: the caller is told."),
        Declassification(
            file: "Primitives/WaxBigNum/ModularInverse.swift", count: 2,
            reason: "Whether a number has an inverse, and that a modulus is odd: facts, not values."),
        Declassification(
            file: "Primitives/WaxBigNum/Natural.swift", count: 1,
            reason: "The number of bits of a number, asked for where it is a size: of a modulus or of a "
                + "prime."),
        Declassification(
            file: "Primitives/WaxBigNum/OddModulus.swift", count: 2,
            reason: "That a modulus is odd, and that a random draw was too large and is dropped."),
        Declassification(
            file: "Primitives/WaxBigNum/Primality.swift", count: 4,
            reason: "That a candidate is composite, and is dropped; that a random base is dropped; that it is "
                + "prime; that a prime less one is divisible by 2^64, which happens once in 2^63 times."),
        Declassification(
            file: "Primitives/WaxBigNum/SmallPrimes.swift", count: 1,
            reason: "That a candidate has a small divisor, and is dropped; or none, as every prime."),
        Declassification(
            file: "Primitives/WaxCore/Hex.swift", count: 1,
            reason: "Whether a text is hexadecimal: an error of the caller."),
        Declassification(
            file: "Primitives/WaxCore/SecretBytes.swift", count: 1,
            reason: "Whether two secrets are equal, which is what the caller asked."),
        Declassification(
            file: "Primitives/WaxRSA/EncryptionPadding.swift", count: 1,
            reason: "That a random byte is zero, and is drawn again."),
        Declassification(
            file: "Primitives/WaxRSA/FactorRecovery.swift", count: 4,
            reason: "How often 2 divides e · d − 1, and which random bases fail, while the primes of a key "
                + "without them are found. Documented at the initialiser."),
        Declassification(
            file: "Primitives/WaxRSA/KeyGeneration.swift", count: 2,
            reason: "That a candidate is too small, and is dropped; the modulus of the finished key."),
        Declassification(
            file: "Primitives/WaxRSA/PSSEncoding.swift", count: 1,
            reason: "Whether a signature is valid: nothing in it is secret."),
        Declassification(
            file: "Primitives/WaxRSA/PrivateKeyImport.swift", count: 7,
            reason: "Which check a private key fails; a sound key passes all of them."),
        Declassification(
            file: "Primitives/WaxRSA/PrivateOperation.swift", count: 2,
            reason: "That an input is below the modulus, as all are that get here, and that the result is "
                + "right; else it is held back."),
        Declassification(
            file: "Primitives/WaxRSA/PublicKey.swift", count: 1,
            reason: "That an input is below the modulus: both are public."),
        Declassification(
            file: "Primitives/WaxRSA/Signing.swift", count: 1,
            reason: "Whether a signature is valid: nothing in it is secret."),
        Declassification(
            file: "Primitives/WaxRSA/Unpadded.swift", count: 2,
            reason: "Whether an OAEP padding is right (which check it failed stays hidden), and where the "
                + "message begins. With PKCS#1 v1.5 the first is always so, and the length may be one that "
                + "key and ciphertext were made into."),
        Declassification(
            file: "Primitives/WaxSHA/Digest.swift", count: 1,
            reason: "Whether two digests are equal, which is what the caller asked."),
        Declassification(
            file: "Primitives/WaxSHA/HMAC.swift", count: 1,
            reason: "Whether a code is valid: the sender of a forgery sees it from what happens next."),
        Declassification(
            file: "Primitives/WaxSHA/HashedAuthenticationCode.swift", count: 1,
            reason: "Whether two codes are equal, which is what the caller asked."),
        Declassification(
            file: "Primitives/WaxX25519/KeyAgreement.swift", count: 2,
            reason: "That a shared secret is zero, which depends on the peer's key only; whether two public "
                + "keys are equal."),
        Declassification(
            file: "Protocol/WaxSession/FileTransfers.swift", count: 1,
            reason: "Whether a file has the hash that its sender announced: both sides know it."),
    ]
}
