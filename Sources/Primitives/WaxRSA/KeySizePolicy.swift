extension RSA {
    /// Which sizes of keys an import accepts.
    ///
    /// Everything takes the ``standard`` sizes unless told otherwise. The smaller keys that ``insecureLegacy`` lets in
    /// check signatures and open messages that exist already; they neither sign nor encrypt.
    public struct KeySizePolicy: Sendable, Equatable {
        /// The numbers of bits of a modulus that are accepted.
        public let bitCounts: ClosedRange<Int>

        /// 2048 to 8192 bits, even or odd.
        public static var standard: KeySizePolicy { KeySizePolicy(bitCounts: acceptedBitCounts) }

        /// 1024 to 8192 bits, even or odd: for old signatures and old ciphertexts.
        ///
        /// A modulus of 1024 bits is within reach of whoever can pay for it, so such a signature proves little
        /// today, and NIST allows less than 2048 bits for no more than this (SP 800-131A revision 2 section 3).
        public static var insecureLegacy: KeySizePolicy {
            KeySizePolicy(bitCounts: 1024...acceptedBitCounts.upperBound)
        }
    }
}
