import WaxCore

/// What valgrind's memcheck knows about the memory of this process.
///
/// Memcheck follows, bit by bit, which values were computed from undefined ones, and reports every branch and every
/// address that depends on one. So it follows secrets, if the secrets are marked as undefined: that is the whole method
/// (Langley, "ctgrind", 2010). It sees what the processor would execute, after all optimisation.
enum Memcheck {
    /// True if this process runs under valgrind.
    static var isRunning: Bool { ClientRequest.runningOnValgrind() > 0 }

    /// How many branches and addresses have been found to depend on something concealed.
    static var errorCount: Int { Int(truncatingIfNeeded: ClientRequest.countErrors()) }

    /// From here on, memcheck follows what is computed from these bytes. They keep their values.
    static func conceal(_ bytes: Span<UInt8>) { tell(.makeUndefined, bytes) }

    /// Memcheck no longer follows these bytes.
    static func reveal(_ bytes: Span<UInt8>) { tell(.makeDefined, bytes) }

    /// How many of the bytes depend on something concealed.
    static func concealedCount(in bytes: Span<UInt8>) -> Int {
        var bits = [UInt8](repeating: 0, count: bytes.count)
        unsafe bits.withUnsafeMutableBytes { bits in
            unsafe bytes.withUnsafeBytes { bytes in
                _ = ClientRequest.getDefinedness(
                    UInt(bitPattern: bytes.baseAddress), UInt(bitPattern: bits.baseAddress), UInt(bytes.count))
            }
        }
        return bits.count { $0 != 0 }
    }

    private static func tell(_ request: ClientRequest, _ bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return }
        unsafe bytes.withUnsafeBytes { bytes in
            _ = request(UInt(bitPattern: bytes.baseAddress), UInt(bytes.count))
        }
    }
}
