// What the driver asks of its surroundings: four functions of the C library, which a WebAssembly host provides too.

import WaxCore

@_extern(c, "read") private func read(_ file: CInt, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int
@_extern(c, "write") private func write(_ file: CInt, _ bytes: UnsafeRawPointer, _ count: Int) -> Int
@_extern(c, "clock") private func clock() -> Int

enum Host {
    /// Standard input to its end.
    static func readAll() -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe read(0, $0.baseAddress!, $0.count) }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    static func print(_ text: StaticString) {
        _ = unsafe write(1, text.utf8Start, text.utf8CodeUnitCount)
    }

    static func print(_ number: UInt64) {
        var digits: [UInt8] = []
        var rest = number
        repeat {
            digits.append(48 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        digits.reverse()
        _ = unsafe digits.withUnsafeBytes { unsafe write(1, $0.baseAddress!, $0.count) }
    }

    static func print(hexadecimal bytes: [UInt8]) {
        var text = [UInt8](repeating: 0, count: 2 * bytes.count)
        var span = text.mutableSpan
        Hex.encode(bytes.span, into: &span)
        var start = 0
        while start < text.count {
            let count = unsafe text.withUnsafeBytes { unsafe write(1, $0.baseAddress! + start, $0.count - start) }
            guard count > 0 else { return }
            start += count
        }
    }

    /// Processor time in microseconds.
    static var microseconds: UInt64 { UInt64(clock()) }
}

/// Where `SystemRandomNumberGenerator` gets its numbers in Embedded Swift. These are for tests: the same on every run.
@_cdecl("arc4random_buf")
func arc4random_buf(_ bytes: UnsafeMutableRawPointer, _ count: Int) {
    for index in 0..<count {
        let next = unsafe state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        unsafe state = next
        unsafe bytes.storeBytes(of: UInt8(truncatingIfNeeded: next >> 56), toByteOffset: index, as: UInt8.self)
    }
}

nonisolated(unsafe) private var state: UInt64 = 0x5761_7877_696e_6721
