public import WaxCore
import WaxBigNum

extension RSA {
    /// Encryption with RSA: of short secrets, such as the key that encrypts the data.
    public enum Encryption {
        /// A public key that encrypts.
        public struct PublicKey: RSA.DedicatedPublicKey {
            /// The key itself.
            public let key: RSA.PublicKey

            /// Wraps a public key.
            public init(_ key: RSA.PublicKey) { self.key = key }

            /// The number of bytes of the longest plaintext, as few as zero; negative if the modulus is too short for
            /// the padding.
            public func maximumPlaintextByteCount(padding: Padding) -> Int {
                padding.maximumPlaintextByteCount(modulusByteCount: key.modulusByteCount)
            }

            /// Encrypts a short plaintext.
            ///
            /// - Parameters:
            ///   - plaintext: Up to ``maximumPlaintextByteCount(padding:)`` bytes.
            ///   - padding: What is to be done before the arithmetic; the other side has to use the same.
            ///   - random: Where the padding comes from.
            /// - Returns: As many bytes as the modulus has.
            /// - Throws: ``RSAError/plaintextTooLong(maximumByteCount:)``, ``RSAError/modulusTooShortForPadding``,
            ///   ``RSAError/randomSourceFailed``; and ``RSAError/modulusSizeNotAccepted(bitCount:accepted:)`` for a key of less
            ///   than 2048 bits.
            public func encrypt(
                _ plaintext: Span<UInt8>, padding: Padding, using random: inout some RandomSource
            ) throws(RSAError) -> [UInt8] {
                try key.requireStandardSize()
                let maximum = maximumPlaintextByteCount(padding: padding)
                guard maximum >= 0 else { throw .modulusTooShortForPadding }
                guard plaintext.count <= maximum else { throw .plaintextTooLong(maximumByteCount: maximum) }
                defer { wipeStack(kibibytes: 4) }
                return try encryptFitting(plaintext, padding, using: &random)
            }

            /// Encrypts a short plaintext, with the system's generator.
            ///
            /// - Throws: What ``encrypt(_:padding:using:)`` does.
            public func encrypt(_ plaintext: Span<UInt8>, padding: Padding) throws(RSAError) -> [UInt8] {
                var random = SystemRandom()
                return try encrypt(plaintext, padding: padding, using: &random)
            }

            @inline(never)
            private func encryptFitting(
                _ plaintext: Span<UInt8>, _ padding: Padding, using random: inout some RandomSource
            ) throws(RSAError) -> [UInt8] {
                let encoded = try padding.encode(plaintext, modulusByteCount: key.modulusByteCount, using: &random)
                // The first byte is zero, so the number is below the modulus.
                guard let result = key.publicOperation(Natural(bigEndian: encoded.bytes)) else {
                    throw .computationFault
                }
                return result.bytes(count: key.modulusByteCount)
            }
        }

        /// A private key that decrypts.
        public struct PrivateKey: RSA.DedicatedPrivateKey {
            /// The key itself.
            public let key: RSA.PrivateKey

            /// Wraps a private key.
            public init(_ key: RSA.PrivateKey) { self.key = key }

            /// The public half.
            public var publicKey: PublicKey { PublicKey(key.publicKey) }

            /// Decrypts a ciphertext.
            ///
            /// With OAEP a wrong ciphertext is an error, the same whatever is wrong and after the same time. With
            /// PKCS#1 v1.5 there is no error for wrong padding, but a message that nobody has sent; see
            /// ``Padding/insecurePKCS1v1_5``.
            ///
            /// What may leak: whether decryption failed, and the length of the plaintext.
            ///
            /// - Parameters:
            ///   - ciphertext: As many bytes as the modulus has.
            ///   - padding: The one that the plaintext was encrypted with.
            ///   - random: Where the blinding comes from.
            /// - Throws: ``RSAError/decryptionFailed``, ``RSAError/modulusTooShortForPadding``,
            ///   ``RSAError/computationFault``, ``RSAError/randomSourceFailed``.
            public func decrypt(
                _ ciphertext: Span<UInt8>, padding: Padding, using random: inout some RandomSource
            ) throws(RSAError) -> SecretBytes {
                guard publicKey.maximumPlaintextByteCount(padding: padding) >= 0 else {
                    throw .modulusTooShortForPadding
                }
                guard ciphertext.count == key.publicKey.modulusByteCount else { throw .decryptionFailed }
                let representative = Natural(bigEndian: ciphertext)
                guard let number = try key.parts.privateOperation(representative, using: &random) else {
                    // Not below the modulus.
                    throw .decryptionFailed
                }
                defer { wipeStack(kibibytes: 4) }
                guard let plaintext = unpad(number, ciphertext, padding) else { throw .decryptionFailed }
                return plaintext
            }

            /// Decrypts a ciphertext, with the system's generator.
            ///
            /// - Throws: What ``decrypt(_:padding:using:)`` does.
            public func decrypt(_ ciphertext: Span<UInt8>, padding: Padding) throws(RSAError) -> SecretBytes {
                var random = SystemRandom()
                return try decrypt(ciphertext, padding: padding, using: &random)
            }

            @inline(never)
            private func unpad(
                _ number: borrowing Natural, _ ciphertext: Span<UInt8>, _ padding: Padding
            ) -> SecretBytes? {
                let encoded = number.secretBytes(count: ciphertext.count)
                switch padding.kind {
                case .oaep(let encoding):
                    guard let unpadded = encoding.decode(encoded.bytes) else { return nil }
                    return unpadded.reveal()
                case .pkcs1v1_5:
                    let exponent = key.parts.privateExponent.secretBytes(count: ciphertext.count)
                    let substitute = SubstituteMessage(ciphertext: ciphertext, privateExponent: exponent.bytes)
                    let unpadded = PKCS1EncryptionEncoding.decode(encoded.bytes, substitute: substitute)
                    return unpadded.reveal()
                }
            }
        }
    }
}
