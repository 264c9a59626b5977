import WaxCore

extension AES {
    /// The block cipher alone, for vectors, tests and measurements; wiped with the last reference.
    ///
    /// It is not public. What it does to a text is called ECB, and that is no encryption: equal blocks stay equal,
    /// and the picture shows through. Whoever needs single blocks for a protocol of their own gets them from
    /// ``CBC`` without padding, one block with an initialisation vector of zeros.
    package final class BlockCipher: Sendable {
        private let key: CipherKey

        /// Prepares a key of 16, 24 or 32 bytes.
        package init(key: SymmetricKey, backend: AES.Backend = .preferred) throws(AESError) {
            self.key = try CipherKey(key, backend)
        }

        /// Replaces each block of 16 bytes by its encryption.
        ///
        /// - Throws: ``AESError/incorrectTextSize`` if the last block is not whole.
        package func encrypt(_ blocks: inout MutableSpan<UInt8>) throws(AESError) {
            guard blocks.count % 16 == 0 else { throw .incorrectTextSize }
            key.engine.encryptBlocks(&blocks)
            wipeStack(kibibytes: 2)
        }

        /// Replaces each block of 16 bytes by what it is the encryption of.
        ///
        /// - Throws: ``AESError/incorrectTextSize`` if the last block is not whole.
        package func decrypt(_ blocks: inout MutableSpan<UInt8>) throws(AESError) {
            guard blocks.count % 16 == 0 else { throw .incorrectTextSize }
            key.engine.decryptBlocks(&blocks)
            wipeStack(kibibytes: 2)
        }
    }
}
