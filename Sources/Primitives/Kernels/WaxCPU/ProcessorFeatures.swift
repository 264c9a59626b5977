/// Sets of instructions that a kernel needs, as far as this processor has them and the operating system saves their
/// registers.
///
/// The environment variable `WAX_DISABLE` takes some away for a process, for tests and to find the cause of trouble:
/// names from ``names`` in upper or lower case, separated by commas, or `all`. It is read once. Names that are not known
/// take nothing away, and nobody is told: which implementation runs, `waxwing vectors` and `waxwing-bench` say.
public struct ProcessorFeatures: OptionSet, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// AES and carry-less products on 128 bits: AES-NI, PCLMULQDQ, SSSE3, SSE4.1.
    public static var aesni: ProcessorFeatures { ProcessorFeatures(rawValue: 1) }
    /// AES and carry-less products on 256 bits: VAES, VPCLMULQDQ, AVX2 and what ``aesni`` says.
    public static var vaes256: ProcessorFeatures { ProcessorFeatures(rawValue: 2) }
    /// AES and carry-less products on 512 bits: AVX-512 with F, BW, DQ and VL, BMI2 and what ``vaes256`` says.
    public static var vaes512: ProcessorFeatures { ProcessorFeatures(rawValue: 4) }
    /// SHA-1 and SHA-256: SHA-NI, SSSE3, SSE4.1.
    public static var shani: ProcessorFeatures { ProcessorFeatures(rawValue: 8) }
    /// Products of 52 bits on vectors: AVX-512 with F, BW, DQ, VL and IFMA, BMI2.
    public static var ifma: ProcessorFeatures { ProcessorFeatures(rawValue: 16) }

    /// Vectors of 256 bits, and bits of general registers: AVX2, BMI1, BMI2.
    public static var avx2: ProcessorFeatures { ProcessorFeatures(rawValue: 32) }

    /// AES and carry-less products of arm64: FEAT_AES and FEAT_PMULL.
    public static var armaes: ProcessorFeatures { ProcessorFeatures(rawValue: 64) }
    /// SHA-256 of arm64: FEAT_SHA256.
    public static var armsha2: ProcessorFeatures { ProcessorFeatures(rawValue: 128) }
    /// SHA-512 of arm64: FEAT_SHA512.
    public static var armsha512: ProcessorFeatures { ProcessorFeatures(rawValue: 256) }

    /// The names for `WAX_DISABLE`.
    public static var names: [(name: StaticString, feature: ProcessorFeatures)] {
        [
            ("aesni", .aesni), ("vaes256", .vaes256), ("vaes512", .vaes512), ("shani", .shani), ("ifma", .ifma),
            ("avx2", .avx2), ("armaes", .armaes), ("armsha2", .armsha2), ("armsha512", .armsha512),
        ]
    }

    /// What this machine has, whatever `WAX_DISABLE` says.
    ///
    /// An arm64 program asks Linux. Elsewhere on arm64 nobody can be asked: whoever compiles the kernels into a program
    /// promises that it runs on processors with ``armaes`` and ``armsha2`` only, which all of Apple's have.
    public static let detected = detect()

    private static func detect() -> ProcessorFeatures {
        #if !WAX_KERNELS
        []
        #elseif !arch(arm64)
        ProcessorFeatures(Registers.current)
        #elseif os(Linux) || WAX_HWCAP
        ProcessorFeatures(AuxiliaryVector.current)
        #else
        [.armaes, .armsha2]
        #endif
    }

    /// What may be used in this process.
    public static let current = detected.subtracting(disabledByEnvironment())
}

extension ProcessorFeatures {
    /// The features that a list such as `vaes512,aesni` names. Unknown names are left out.
    ///
    /// - Parameter list: Names in upper or lower case, each followed by a comma or the end; blanks do not count.
    package init(named list: some Sequence<UInt8>) {
        self = []
        var word: [UInt8] = []
        func feature() -> ProcessorFeatures {
            if Self.isEqual(word, "all") { return Self.names.reduce([]) { $0.union($1.feature) } }
            return Self.names.first { Self.isEqual(word, $0.name) }?.feature ?? []
        }
        for byte in list {
            switch byte {
            case UInt8(ascii: ","):
                formUnion(feature())
                word = []
            case UInt8(ascii: " "): break
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
            default: word.append(byte)
            }
        }
        formUnion(feature())
    }

    private static func isEqual(_ word: [UInt8], _ name: StaticString) -> Bool {
        name.withUTF8Buffer { word.elementsEqual($0) }
    }
}
