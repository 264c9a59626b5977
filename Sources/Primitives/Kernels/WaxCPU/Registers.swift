#if WAX_KERNELS && arch(x86_64)
import Builtin
import _Builtin_intrinsics.intel.cpuid
#endif

/// What the instructions CPUID and XGETBV of x86-64 answer, as far as it is needed here (Intel, "Software Developer's Manual",
/// volume 2A, CPUID, and volume 1, section 13.3; AMD, "Architecture Programmer's Manual", volume 3, appendix E).
struct Registers {
    /// Leaf 1, ECX.
    var leaf1C: UInt32 = 0
    /// Leaf 7, EBX and ECX.
    var leaf7B: UInt32 = 0
    var leaf7C: UInt32 = 0
    /// The register XCR0: of which registers the operating system saves the contents.
    var xcr0: UInt64 = 0
}

extension Registers {
    /// Those of the processor that runs this.
    static var current: Registers {
        var registers = Registers()
        #if WAX_KERNELS && arch(x86_64)
        var a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0, d: UInt32 = 0
        guard __get_cpuid_count(1, 0, &a, &b, &c, &d) == 1 else { return registers }
        registers.leaf1C = c
        // OSXSAVE: without it there is neither an XCR0 nor an instruction to read it.
        if c &>> 27 & 1 == 1 { registers.xcr0 = readXCR0() }
        guard __get_cpuid_count(7, 0, &a, &b, &c, &d) == 1 else { return registers }
        registers.leaf7B = b
        registers.leaf7C = c
        #endif
        return registers
    }

    #if WAX_KERNELS && arch(x86_64)
    @inline(never)
    private static func readXCR0() -> UInt64 { UInt64(Builtin.int_x86_xgetbv(UInt32(0)._value)) }
    #endif
}

extension ProcessorFeatures {
    init(_ registers: Registers) {
        self = []
        func leaf1C(_ bits: UInt32...) -> Bool { bits.allSatisfy { registers.leaf1C &>> $0 & 1 == 1 } }
        func leaf7B(_ bits: UInt32...) -> Bool { bits.allSatisfy { registers.leaf7B &>> $0 & 1 == 1 } }
        func leaf7C(_ bits: UInt32...) -> Bool { bits.allSatisfy { registers.leaf7C &>> $0 & 1 == 1 } }
        // Bits 1 and 2: the registers of 128 and 256 bits. Bits 5 to 7: masks, and the upper parts of those of 512.
        let saves256 = registers.xcr0 & 0x06 == 0x06
        let saves512 = registers.xcr0 & 0xE6 == 0xE6
        let ssse3 = leaf1C(9), sse41 = leaf1C(19)
        let bmi2 = leaf7B(8)
        // AVX-512 F, DQ, BW, VL.
        let avx512 = saves512 && bmi2 && leaf7B(16, 17, 30, 31)

        guard ssse3, sse41 else { return }
        if leaf7B(29) { insert(.shani) }
        if avx512, leaf7B(21) { insert(.ifma) }
        // AVX, BMI1 and AVX2.
        if saves256, bmi2, leaf1C(28), leaf7B(3, 5) { insert(.avx2) }
        // AES and PCLMULQDQ.
        guard leaf1C(25, 1) else { return }
        insert(.aesni)
        // AVX, AVX2, VAES and VPCLMULQDQ.
        guard saves256, leaf1C(28), leaf7B(5), leaf7C(9, 10) else { return }
        insert(.vaes256)
        if avx512 { insert(.vaes512) }
    }
}
