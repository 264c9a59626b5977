import Foundation
import Testing
import WaxTestSupport

@testable import WaxCPU

@Suite("What the processor can do")
struct FeatureTests {
    /// The flags that Linux shows; it leaves out those whose registers it does not save.
    static let flags: Set<String>? = {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("flags") || $0.hasPrefix("Features") }
        return line.map { Set($0.split(separator: " ").map(String.init)) }
    }()

    /// For each feature, the flags that Linux shows for what it needs.
    static let needs: [(ProcessorFeatures, Set<String>)] = [
        (.aesni, ["aes", "pclmulqdq", "ssse3", "sse4_1"]),
        (.vaes256, ["aes", "pclmulqdq", "ssse3", "sse4_1", "avx", "avx2", "vaes", "vpclmulqdq"]),
        (
            .vaes512,
            [
                "aes", "pclmulqdq", "ssse3", "sse4_1", "avx", "avx2", "vaes", "vpclmulqdq", "bmi2", "avx512f",
                "avx512bw", "avx512dq", "avx512vl",
            ]
        ),
        (.shani, ["sha_ni", "ssse3", "sse4_1"]),
        (.ifma, ["bmi2", "avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512ifma"]),
        (.avx2, ["ssse3", "sse4_1", "avx", "avx2", "bmi1", "bmi2"]),
        (.armaes, ["asimd", "aes", "pmull"]), (.armsha2, ["asimd", "sha2"]), (.armsha512, ["asimd", "sha512"]),
    ]

    @Test("The same as Linux says", .enabled(if: flags != nil, "there is no /proc/cpuinfo"))
    func detection() throws {
        let flags = try #require(Self.flags)
        for (feature, needed) in Self.needs {
            #expect(ProcessorFeatures.detected.contains(feature) == needed.isSubset(of: flags), "\(needed)")
        }
    }

    @Test("Each bit that a feature needs is asked for")
    func bits() {
        let all = Registers(leaf1C: .max, leaf7B: .max, leaf7C: .max, xcr0: .max)
        #expect(ProcessorFeatures(all) == [.aesni, .vaes256, .vaes512, .shani, .ifma, .avx2])
        #expect(ProcessorFeatures(Registers()) == [])
        func lost(_ change: (inout Registers) -> Void) -> ProcessorFeatures {
            var registers = all
            change(&registers)
            return ProcessorFeatures(all).subtracting(ProcessorFeatures(registers))
        }
        let aes: ProcessorFeatures = [.aesni, .vaes256, .vaes512]
        let wide: ProcessorFeatures = [.vaes256, .vaes512], widest: ProcessorFeatures = [.vaes512, .ifma]
        for bit: UInt32 in 0..<32 {
            let fromLeaf1: ProcessorFeatures =
                switch bit {
                case 1, 25: aes
                case 9, 19: [.aesni, .vaes256, .vaes512, .shani, .ifma, .avx2]
                case 28: wide.union(.avx2)
                default: []
                }
            #expect(lost { $0.leaf1C &= ~(1 << bit) } == fromLeaf1, "leaf 1, bit \(bit)")
            let fromLeaf7B: ProcessorFeatures =
                switch bit {
                case 3: .avx2
                case 5: wide.union(.avx2)
                case 8: widest.union(.avx2)
                case 16, 17, 30, 31: widest
                case 21: .ifma
                case 29: .shani
                default: []
                }
            #expect(lost { $0.leaf7B &= ~(1 << bit) } == fromLeaf7B, "leaf 7, EBX, bit \(bit)")
            #expect(lost { $0.leaf7C &= ~(1 << bit) } == ([9, 10].contains(bit) ? wide : []), "leaf 7, ECX, bit \(bit)")
            let fromXCR0: ProcessorFeatures =
                switch bit {
                case 1, 2: [.vaes256, .vaes512, .ifma, .avx2]
                case 5, 6, 7: widest
                default: []
                }
            #expect(lost { $0.xcr0 &= ~(1 << UInt64(bit)) } == fromXCR0, "XCR0, bit \(bit)")
        }
    }

    @Test("Each bit that a feature of arm64 needs is asked for")
    func armBits() {
        let all: ProcessorFeatures = [.armaes, .armsha2, .armsha512]
        #expect(ProcessorFeatures(AuxiliaryVector(hardwareCapabilities: .max)) == all)
        #expect(ProcessorFeatures(AuxiliaryVector()) == [])
        for bit: UInt in 0..<UInt(UInt.bitWidth) {
            let lost: ProcessorFeatures =
                switch bit {
                case 1: all
                case 3, 4: .armaes
                case 6: .armsha2
                case 21: .armsha512
                default: []
                }
            let rest = ProcessorFeatures(AuxiliaryVector(hardwareCapabilities: .max & ~(1 << bit)))
            #expect(rest == all.subtracting(lost), "bit \(bit)")
        }
    }

    @Test("WAX_DISABLE is a list of names", arguments: [
        ("", []), ("aesni", .aesni), ("vaes512,aesni", [.vaes512, .aesni]),
        ("vaes512,,sse9,shani,", [.vaes512, .shani]),
        ("armaes,armsha2", [.armaes, .armsha2]), ("armsha512", .armsha512),
        ("all", [.aesni, .vaes256, .vaes512, .shani, .ifma, .avx2, .armaes, .armsha2, .armsha512]),
        ("AESNI, vaes512", [.aesni, .vaes512]), (" Vaes256 ,IFMA", [.vaes256, .ifma]),
        ("aesn,aesnii", []), (",", []),
        ("vaes256,ifma", [.vaes256, .ifma]),
    ] as [(String, ProcessorFeatures)])
    func names(list: String, expected: ProcessorFeatures) {
        #expect(ProcessorFeatures(named: list.utf8) == expected)
    }

    @Test("What WAX_DISABLE names is not used in this process")
    func environment() {
        let disabled = ProcessorFeatures(named: (ProcessInfo.processInfo.environment["WAX_DISABLE"] ?? "").utf8)
        #expect(ProcessorFeatures.current == ProcessorFeatures.detected.subtracting(disabled))
    }
}
