import WaxCore

/// Why scrypt derived no key.
public enum ScryptError: Error, Equatable, Sendable {
    /// The cost is no power of two from 2 up, or has too many bits for the size of the block (RFC 7914 section 2).
    case costOutOfRange
    /// The size of the block or the parallelisation is less than 1, or their product is 2^30 or more.
    case blockOutOfRange
    /// The parameters need more memory than the caller allows, or than this machine can address.
    case memoryLimitExceeded
    /// The caller asked for no output, or for more than 2^32 - 1 times 32 bytes.
    case outputByteCountOutOfRange
}

/// Derives keys from passwords, slowly and with much memory (RFC 7914).
///
/// ```swift
/// let salt = random.bytes(count: 16)
/// let key = try Scrypt.deriveKey(from: password, salt: salt, outputByteCount: 32)
/// ```
///
/// Someone who guesses passwords pays for the memory as well as for the time, which makes special hardware a
/// bad investment. The one weakness: **which memory is read depends on the password.** Whoever can watch the
/// cache or the memory bus of this machine while it computes may learn enough to discard wrong guesses early.
/// That is the design of scrypt and cannot be mended here. What comes before and after, PBKDF2 with a single
/// round, takes the same steps for all passwords of one length. Where others run code on the same processor and
/// that matters, take ``PBKDF2``.
///
/// - Term salt: Random, not secret, its own for each password: 16 bytes.
public enum Scrypt {
    /// What a guess costs.
    public struct Parameters: Sendable, Hashable {
        /// The number of blocks that are kept, a power of two; RFC 7914 calls it N.
        public let cost: Int
        /// The size of a block in units of 128 bytes; RFC 7914 calls it r.
        public let blockSize: Int
        /// How often all is done, one after the other and independently; RFC 7914 calls it p.
        public let parallelization: Int

        /// Checks parameters. No memory is taken yet.
        ///
        /// - Parameters:
        ///   - cost: A power of two, at least 2, and less than 2^(16 · blockSize).
        ///   - blockSize: At least 1; 8 unless there is a reason.
        ///   - parallelization: At least 1; less than 2^30 if multiplied by the size of the block.
        /// - Throws: ``ScryptError/blockOutOfRange`` or ``ScryptError/costOutOfRange`` if a number is not in its
        ///   range.
        public init(cost: Int, blockSize: Int = 8, parallelization: Int = 1) throws(ScryptError) {
            let (product, overflow) = blockSize.multipliedReportingOverflow(by: parallelization)
            guard blockSize > 0, parallelization > 0, !overflow, product < 1 << 30 else { throw .blockOutOfRange }
            guard cost > 1, cost & (cost &- 1) == 0, cost.trailingZeroBitCount / 16 < blockSize else {
                throw .costOutOfRange
            }
            self.init(checkedCost: cost, blockSize: blockSize, parallelization: parallelization)
        }

        private init(checkedCost cost: Int, blockSize: Int, parallelization: Int) {
            self.cost = cost
            self.blockSize = blockSize
            self.parallelization = parallelization
        }

        /// What OWASP's Password Storage Cheat Sheet (2023) asks for: 2^17 blocks of 1 KiB, once. 128 MiB, and
        /// half a second on a small machine.
        public static var recommended: Parameters {
            Parameters(checkedCost: 1 << 17, blockSize: 8, parallelization: 1)
        }

        /// How much memory is taken: all blocks, two more to work with, and the input of each pass. In bytes;
        /// 2^64 - 1 stands for more than that.
        public var memoryByteCount: UInt64 {
            // Neither a block (less than 2^37 bytes) nor the passes together (as many) overflow; their sum with all
            // blocks may.
            let block = UInt64(blockSize) &* 128
            let (blocks, overflow) = block.multipliedReportingOverflow(by: UInt64(cost) &+ 2)
            let (sum, carry) = blocks.addingReportingOverflow(block &* UInt64(parallelization))
            return overflow || carry ? UInt64.max : sum
        }
    }

    /// How much memory is taken at most unless the caller says otherwise, 256 MiB.
    @inlinable public static var defaultMemoryLimit: Int { 256 << 20 }

    /// Derives a key from a password.
    ///
    /// - Parameters:
    ///   - password: Any number of bytes, such as the UTF-8 of a text. It stays as it is: wipe it if it is no
    ///     longer needed.
    ///   - salt: Any number of bytes.
    ///   - outputByteCount: The size of the key in bytes, at least 1.
    ///   - parameters: What a guess costs.
    ///   - memoryLimit: How many bytes of memory may be taken. If the parameters need more, nothing is taken.
    /// - Throws: ``ScryptError/memoryLimitExceeded``; ``ScryptError/outputByteCountOutOfRange`` for no output, and
    ///   for more than 2^32 - 1 times 32 bytes.
    public static func deriveKey(
        from password: Span<UInt8>, salt: Span<UInt8>, outputByteCount: Int,
        parameters: Parameters = .recommended, memoryLimit: Int = defaultMemoryLimit
    ) throws(ScryptError) -> SymmetricKey {
        try check(parameters, memoryLimit, outputByteCount)
        return SymmetricKey(
            try SecretBytes.make(count: outputByteCount) { (output: inout MutableSpan<UInt8>) throws(ScryptError) in
                try deriveKey(
                    from: password, salt: salt, parameters: parameters, memoryLimit: memoryLimit, into: &output)
            })
    }

    /// Derives a key from a password.
    ///
    /// - Throws: ``ScryptError/memoryLimitExceeded``; ``ScryptError/outputByteCountOutOfRange`` for no output, and
    ///   for more than 2^32 - 1 times 32 bytes.
    public static func deriveKey(
        from password: [UInt8], salt: [UInt8], outputByteCount: Int,
        parameters: Parameters = .recommended, memoryLimit: Int = defaultMemoryLimit
    ) throws(ScryptError) -> SymmetricKey {
        try deriveKey(
            from: password.span, salt: salt.span, outputByteCount: outputByteCount, parameters: parameters,
            memoryLimit: memoryLimit)
    }

    /// Derives a key, written where the caller wants it, which also says how much is wanted.
    ///
    /// Throws before it has written anything or taken any memory.
    ///
    /// - Throws: ``ScryptError/memoryLimitExceeded``; ``ScryptError/outputByteCountOutOfRange`` for no output, and
    ///   for more than 2^32 - 1 times 32 bytes.
    public static func deriveKey(
        from password: Span<UInt8>, salt: Span<UInt8>, parameters: Parameters = .recommended,
        memoryLimit: Int = defaultMemoryLimit, into output: inout MutableSpan<UInt8>
    ) throws(ScryptError) {
        try check(parameters, memoryLimit, output.count)
        let blockByteCount = 128 &* parameters.blockSize
        let blocks = SecretBuffer<UInt8>(repeating: 0, count: blockByteCount &* parameters.parallelization)
        blocks.withMutableSpan { blocks in once(password, salt, into: &blocks) }

        let mix = ScryptMix(cost: parameters.cost, blockSize: parameters.blockSize)
        blocks.withMutableSpan { blocks in
            for pass in 0..<parameters.parallelization { mix.mix(&blocks, at: pass &* blockByteCount) }
        }
        once(password, blocks.span, into: &output)
    }

    /// PBKDF2 with HMAC-SHA-256 and a single round.
    private static func once(_ password: Span<UInt8>, _ salt: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        // The size of the output was checked: nothing can be thrown.
        try? PBKDF2<SHA256>.deriveKey(from: password, salt: salt, rounds: .once, into: &output)
    }

    private static func check(
        _ parameters: Parameters, _ memoryLimit: Int, _ outputByteCount: Int
    ) throws(ScryptError) {
        guard outputByteCount > 0, UInt64(outputByteCount) <= UInt64(UInt32.max) &* 32 else {
            throw .outputByteCountOutOfRange
        }
        // A limit is an Int, and so is the number of bytes of whatever stays below it.
        guard memoryLimit >= 0, parameters.memoryByteCount <= UInt64(memoryLimit) else {
            throw .memoryLimitExceeded
        }
    }
}
