extension AES {
    /// An implementation of AES. All give the same results; they differ in speed, and in what they ask of the machine.
    ///
    /// Every operation chooses once, in a `switch` over an enumeration, and never inside a loop.
    package enum Backend: Sendable, CaseIterable {
        /// Sixteen blocks at once, on vectors of 128 bits.
        case bitsliced16
        /// Four blocks at once, on words of 64 bits.
        case bitsliced4

        /// The fastest on this machine.
        package static var preferred: Backend {
            #if arch(x86_64) || arch(arm64)
            .bitsliced16
            #else
            .bitsliced4
            #endif
        }
    }
}
