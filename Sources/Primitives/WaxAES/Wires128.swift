#if arch(x86_64) || arch(arm64)
/// 128 wires in one vector register, as eight lanes of sixteen.
///
/// The operators of `SIMDMask` are used because they are single instructions, where those of `SIMD8` are loops over
/// the lanes that the optimiser does not reliably turn back into one. A mask made of lanes keeps all their bits.
struct Wires128: GateWord {
    typealias Lanes = SIMD8<Int16>

    let lanes: Lanes

    @inline(__always)
    init(_ lanes: Lanes) { self.lanes = lanes }

    /// The same sixteen wires in every lane.
    @inline(__always)
    init(repeating lane: UInt16) { lanes = Lanes(repeating: Int16(truncatingIfNeeded: lane)) }

    /// All lanes zero but the last.
    @inline(__always)
    init(last lane: UInt16) { lanes = Lanes(0, 0, 0, 0, 0, 0, 0, Int16(truncatingIfNeeded: lane)) }

    @inline(__always)
    static func ^ (left: Wires128, right: Wires128) -> Wires128 {
        let a: SIMDMask<Lanes> = SIMDMask(left.lanes), b: SIMDMask<Lanes> = SIMDMask(right.lanes)
        let result: SIMDMask<Lanes> = a .^ b
        return Wires128(result._storage)
    }

    @inline(__always)
    static func & (left: Wires128, right: Wires128) -> Wires128 {
        let a: SIMDMask<Lanes> = SIMDMask(left.lanes), b: SIMDMask<Lanes> = SIMDMask(right.lanes)
        let result: SIMDMask<Lanes> = a .& b
        return Wires128(result._storage)
    }

    /// Shifts within each lane.
    @inline(__always)
    static func &<< (left: Wires128, distance: Int16) -> Wires128 {
        Wires128(left.lanes &* Lanes(repeating: 1 &<< distance))
    }

    /// Shifts within each lane.
    @inline(__always)
    static func &>> (left: Wires128, distance: UInt16) -> Wires128 {
        let lanes = SIMD8<UInt16>(truncatingIfNeeded: left.lanes)
        return Wires128(Lanes(truncatingIfNeeded: lanes &>> SIMD8<UInt16>(repeating: distance)))
    }

    /// All wires of a lane equal to its bit `bit`.
    @inline(__always)
    func spread(bit: Int16) -> Wires128 {
        let wanted = Wires128(repeating: 1 &<< UInt16(truncatingIfNeeded: bit)).lanes
        let result: SIMDMask<Lanes> = (self & Wires128(wanted)).lanes .== wanted
        return Wires128(result._storage)
    }
}
#endif
