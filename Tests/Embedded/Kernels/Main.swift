import WaxAES
import WaxDeflate
import WaxSHA

/// Says which implementations this program prefers, and compares all that are there with those without instructions of
/// their own; 1 if any gives another result.
@_cdecl("main")
func main(_ count: CInt, _ words: UnsafeMutableRawPointer?) -> CInt {
    printPreferred()
    var comparison = Comparison()
    var compared = 0
    for backend in AES.Backend.allCases where backend != .bitsliced4 {
        compareGCM(backend, &comparison)
        compareModes(backend, &comparison)
        compared += 1
    }
    for backend in SHA256.Backend.allCases where backend != .portable {
        compareHashes(backend, &comparison)
        compared += 1
    }
    for backend in SHA512.Backend.allCases where backend != .portable {
        compareLongHashes(backend, &comparison)
        compared += 1
    }
    for backend in ChecksumBackend.allCases where backend != .portable {
        compareChecksums(backend, &comparison)
        compared += 1
    }
    Host.print("compared ")
    Host.print(comparison.count)
    Host.print(" results of ")
    Host.print(UInt64(compared))
    Host.print(" implementations, different ")
    Host.print(comparison.differences)
    Host.print("\n")
    return comparison.differences == 0 && comparison.count > 0 ? 0 : 1
}

/// Counts what was compared, and says what was not the same.
struct Comparison {
    private(set) var count: UInt64 = 0
    private(set) var differences: UInt64 = 0

    mutating func expect(_ isRight: Bool, _ what: StaticString, _ length: Int) {
        count += 1
        guard !isRight else { return }
        differences += 1
        Host.print("different: ")
        Host.print(what)
        Host.print(", ")
        Host.print(UInt64(length))
        Host.print(" bytes\n")
    }
}

/// Bytes that follow no pattern and are the same every time.
func noise(_ count: Int, _ seed: UInt64) -> [UInt8] {
    var state = seed
    var bytes: [UInt8] = []
    for _ in 0..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(UInt8(truncatingIfNeeded: state >> 56))
    }
    return bytes
}
