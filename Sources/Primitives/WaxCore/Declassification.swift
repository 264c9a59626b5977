extension Choice {
    /// The truth value, from here on public.
    ///
    /// The only place where a secret steers a branch, and it is a function of its own on purpose: never inlined
    /// and compiled without optimisation, so that the branch is in here and not in whoever asks. A tool that
    /// follows secrets through the machine code, such as `waxwing-ctcheck`, can then be told that what happens in
    /// this one function is meant, and reports every other branch.
    public var declassified: Bool {
        @_optimize(none) @inline(never)
        get {
            if mask != 0 { return true }
            return false
        }
    }
}

/// The number, from here on public: for numbers that are found with secrets and are no secret themselves, such as
/// the length of a text without its padding.
@inline(never)
package func declassified(_ value: UInt64) -> UInt64 {
    var result: UInt64 = 0
    for position in 0..<UInt64(64) where Choice(lowBitOf: value &>> position).declassified {
        result |= 1 &<< position
    }
    return result
}

/// The byte, from here on public: for what says where secrets lie, such as the tags and lengths of an encoding.
@inline(never)
package func declassified(_ value: UInt8) -> UInt8 {
    var result: UInt8 = 0
    for position in 0..<UInt8(8) where Choice(lowBitOf: UInt64(value &>> position)).declassified {
        result |= 1 &<< position
    }
    return result
}

/// The bytes, from here on public: for what is made of secrets and handed out, such as a modulus.
package func declassified(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for index in result.indices {
        result[index] = declassified(result[index])
    }
    return result
}
