/// What Linux tells a program about an arm64 processor when it starts it (Linux, "ARM64 ELF hwcaps"): its processor's
/// registers of identification can be read by the kernel only.
struct AuxiliaryVector {
    /// The entry AT_HWCAP.
    var hardwareCapabilities: UInt = 0
}

#if WAX_KERNELS && arch(arm64) && (os(Linux) || WAX_HWCAP)
@_extern(c, "getauxval")
private func getauxval(_ type: UInt) -> UInt

extension AuxiliaryVector {
    /// That of this process.
    static var current: AuxiliaryVector { AuxiliaryVector(hardwareCapabilities: getauxval(16)) }
}
#endif

extension ProcessorFeatures {
    init(_ vector: AuxiliaryVector) {
        self = []
        func has(_ bit: UInt) -> Bool { vector.hardwareCapabilities &>> bit & 1 == 1 }
        // ASIMD; AES and PMULL; SHA-2.
        guard has(1) else { return }
        if has(3), has(4) { insert(.armaes) }
        if has(6) { insert(.armsha2) }
        if has(21) { insert(.armsha512) }
    }
}
