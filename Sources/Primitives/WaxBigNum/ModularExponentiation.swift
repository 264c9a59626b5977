import WaxCore

extension OddModulus {
    /// base^exponent mod m, where base, exponent and modulus may be secret.
    ///
    /// Five bits of the exponent at a time, from the top: five squarings and one product with an entry of a
    /// table that is read in full for every window. The time depends on the sizes only.
    ///
    /// - Parameters:
    ///   - base: A number below the modulus, in ``limbCount`` limbs.
    ///   - exponent: Any number.
    ///   - exponentBitCount: How many bits of the exponent are used; this is public.
    public func power(_ base: borrowing Natural, _ exponent: borrowing Natural, exponentBitCount: Int) -> Natural {
        precondition(base.limbCount == limbCount, "the base has not the size of the modulus")
        precondition(exponentBitCount > 0, "an exponent has at least one bit")
        let workspace = MontgomeryWorkspace(limbCount: limbCount)
        var factor = base.copy()
        workspace.multiply(&factor, squareOfR, value, inverse)
        var result = montgomeryPower(factor, exponent, exponentBitCount: exponentBitCount, workspace)
        workspace.leaveMontgomeryForm(&result, value, inverse)
        return result
    }

    /// The same with a base and a result in Montgomery form.
    func montgomeryPower(
        _ base: borrowing Natural, _ exponent: borrowing Natural, exponentBitCount: Int,
        _ workspace: borrowing MontgomeryWorkspace
    ) -> Natural {
        let windowBitCount = 5
        let table = powers(of: base, count: 1 &<< windowBitCount, workspace)
        var factor = Natural(limbCount: limbCount)
        var result = Natural(limbCount: limbCount)
        var window = (exponentBitCount &- 1) / windowBitCount
        select(Self.bits(of: exponent, at: window &* windowBitCount, windowBitCount), from: table, into: &result)
        while window > 0 {
            window = window &- 1
            for _ in 0..<windowBitCount { workspace.square(&result, value, inverse) }
            let index = Self.bits(of: exponent, at: window &* windowBitCount, windowBitCount)
            select(index, from: table, into: &factor)
            workspace.multiply(&result, factor, value, inverse)
        }
        return result
    }

    /// base^exponent mod m for an exponent that is public: the time depends on its bits.
    ///
    /// - Parameters:
    ///   - base: A number below the modulus, in ``limbCount`` limbs, which may be secret.
    ///   - exponent: A number that is not zero.
    public func power(_ base: borrowing Natural, publicExponent exponent: UInt64) -> Natural {
        precondition(base.limbCount == limbCount, "the base has not the size of the modulus")
        precondition(exponent > 0, "an exponent of zero has no use here")
        let workspace = MontgomeryWorkspace(limbCount: limbCount)
        var factor = base.copy()
        workspace.multiply(&factor, squareOfR, value, inverse)
        var result = factor.copy()
        var position = 63 &- exponent.leadingZeroBitCount
        while position > 0 {
            position = position &- 1
            workspace.square(&result, value, inverse)
            let isLast = position == 0
            if (exponent &>> UInt64(position)) & 1 == 1 {
                // The last product takes the plain base and leaves Montgomery form on the way.
                workspace.multiply(&result, isLast ? base.copy() : factor.copy(), value, inverse)
                if isLast { return result }
            }
        }
        workspace.leaveMontgomeryForm(&result, value, inverse)
        return result
    }

    /// base^0 to base^(count − 1) in Montgomery form, one behind the other.
    private func powers(
        of base: borrowing Natural, count: Int, _ workspace: borrowing MontgomeryWorkspace
    ) -> SecretBuffer<UInt64> {
        let table = SecretBuffer<UInt64>(repeating: 0, count: count &* limbCount)
        var power = one.copy()
        for entry in 0..<count {
            Self.copy(power, to: entry, of: table)
            workspace.multiply(&power, base, value, inverse)
        }
        return table
    }

    private static func copy(_ number: borrowing Natural, to entry: Int, of table: SecretBuffer<UInt64>) {
        let limbs = number.limbs
        table.withMutableSpan { table in
            for index in 0..<limbs.count { table[entry &* limbs.count &+ index] = limbs[index] }
        }
    }

    private func select(_ index: UInt64, from table: SecretBuffer<UInt64>, into result: inout Natural) {
        result.withMutableLimbs { limbs in LimbArithmetic.select(index, from: table.span, into: &limbs) }
    }

    /// `count` bits of a secret number from a public position on; bits above the number are zero.
    private static func bits(of number: borrowing Natural, at position: Int, _ count: Int) -> UInt64 {
        let limbs = number.limbs
        let limb = position / 64
        let shift = UInt64(position % 64)
        let low = limb < limbs.count ? limbs[limb] : 0
        let high = limb &+ 1 < limbs.count ? limbs[limb &+ 1] : 0
        let both = UInt128(low) | (UInt128(high) &<< 64)
        return UInt64(truncatingIfNeeded: both &>> UInt128(shift)) & ((1 &<< UInt64(count)) &- 1)
    }
}
