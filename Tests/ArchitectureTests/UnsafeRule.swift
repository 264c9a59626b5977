/// Unsafe constructs stand only in files that are listed, each for a reason.
enum UnsafeRule {
    /// What a listed file may contain.
    enum Allowance: Sendable {
        /// Only `unsafe _overrideLifetime`, with which a property hands out a span of memory it owns.
        case spanAccessors
        /// Only `@unchecked Sendable`, for a class whose state is shared by a rule that the compiler does not see.
        case uncheckedSendable
        /// Everything.
        case pointers
    }

    struct Exception: Sendable {
        let path: String
        let allowance: Allowance
        let reason: String
    }

    /// The list. A path that ends with a slash is a folder.
    static let exceptions: [Exception] = [
        .init(path: "Sources/Primitives/Kernels/", allowance: .pointers, reason: "kernels work on raw memory"),
        .init(path: "Sources/Primitives/WaxCore/SecretBytes.swift", allowance: .pointers,
            reason: "secret memory: one heap block, wiped at the end"),
        .init(path: "Sources/Primitives/WaxCore/SecretBuffer.swift", allowance: .pointers,
            reason: "secret memory: one heap block, wiped at the end"),
        .init(path: "Sources/Primitives/WaxCore/Wipe.swift", allowance: .pointers,
            reason: "stores that the optimiser must not drop"),
        .init(path: "Sources/Primitives/WaxCore/SpanCopying.swift", allowance: .pointers,
            reason: "copies between spans and arrays, which the standard library does not have yet"),
        .init(path: "Sources/Primitives/WaxCore/SymmetricKey.swift", allowance: .spanAccessors,
            reason: "lends the bytes of its secret"),
        .init(path: "Sources/Primitives/WaxSHA/HashStates.swift", allowance: .uncheckedSendable,
            reason: "the state of a hash changes only where there is one reference to it"),
        .init(path: "Sources/Primitives/WaxAES/GCMContext.swift", allowance: .uncheckedSendable,
            reason: "the round keys are written before the context can be shared"),
        .init(path: "Sources/Primitives/WaxAES/CipherKey.swift", allowance: .uncheckedSendable,
            reason: "the round keys are written before the key can be shared"),
        .init(path: "Sources/Primitives/WaxDeflate/WideAccess.swift", allowance: .pointers,
            reason: "the hot loops of DEFLATE read and write words; each access is checked"),
        .init(path: "Sources/Primitives/WaxAES/Kernel.swift", allowance: .pointers,
            reason: "memory aligned for kernels"),
        .init(path: "Sources/Primitives/WaxAES/KernelX86.swift", allowance: .pointers, reason: "calls kernels"),
        .init(path: "Sources/Primitives/WaxAES/KernelARM.swift", allowance: .pointers, reason: "calls kernels"),
        .init(path: "Sources/Primitives/WaxAES/AcceleratedBlocks.swift", allowance: .pointers,
            reason: "hands spans to kernels"),
        .init(path: "Sources/Primitives/WaxAES/AcceleratedGCM.swift", allowance: .pointers,
            reason: "hands spans to kernels"),
        .init(path: "Sources/Primitives/WaxAES/AcceleratedGCMSteps.swift", allowance: .pointers,
            reason: "hands spans to kernels"),
        .init(path: "Sources/Primitives/WaxDeflate/Checksums/ChecksumKernel.swift", allowance: .pointers,
            reason: "hands spans to the kernels"),
        .init(path: "Sources/Primitives/WaxSHA/SHA256Kernel.swift", allowance: .pointers,
            reason: "hands spans to the kernel"),
        .init(path: "Sources/Primitives/WaxSHA/SHA512Kernel.swift", allowance: .pointers,
            reason: "hands spans to the kernel"),
        .init(path: "Sources/Primitives/WaxSHA/SHA256Pieces.swift", allowance: .pointers,
            reason: "hands spans to the kernel"),
        .init(path: "Sources/Runtime/WaxTransport/System/", allowance: .pointers,
            reason: "the system calls, all of them"),
        .init(path: "Sources/Runtime/WaxTransport/Loop/LoopExecutor.swift", allowance: .pointers,
            reason: "Swift's runtime takes executors as unowned references"),
        .init(path: "Sources/Tools/waxwing-ctcheck/Valgrind/ClientRequest.swift", allowance: .pointers,
            reason: "calls instructions that mean something to valgrind"),
        .init(path: "Sources/Tools/waxwing-ctcheck/Valgrind/Memcheck.swift", allowance: .pointers,
            reason: "tells valgrind addresses"),
        .init(path: "Sources/Tools/waxwing-ctcheck/Leftovers/MemoryScan.swift", allowance: .pointers,
            reason: "reads all memory of its process"),
        .init(path: "Sources/Primitives/WaxBigNum/Natural.swift", allowance: .spanAccessors,
            reason: "lends its limbs"),
        .init(path: "Sources/Primitives/WaxBigNum/Natural.swift", allowance: .uncheckedSendable,
            reason: "the block of limbs has a single owner"),
    ]

    private static var pattern: Regex<Substring> {
        /\bunsafe\b|\bUnsafe\w+|\bUnmanaged\b|\bwithUnsafe\w*|\bunsafe[A-Z]\w*|@unchecked\s+Sendable|\b_overrideLifetime\b|\b_unsafe\w+|@_(?:silgen_name|extern|cdecl)\b|\bunchecked\s*:|\bwithMemoryRebound\b|\bassumingMemoryBound\b/
    }

    /// The pattern holds at least one of these.
    private static let words = [
        "nsafe", "Unmanaged", "@unchecked", "_overrideLifetime", "@_", "unchecked", "withMemoryRebound",
        "assumingMemoryBound",
    ]

    static func violations(in file: SourceFile, exceptions: [Exception] = exceptions) -> [Violation] {
        let allowances = exceptions.filter { covers($0, file.path) }.map(\.allowance)
        guard !allowances.contains(.pointers) else { return [] }
        return file.lines(matching: pattern, containing: words).filter { number, match in
            let line = file.code.split(separator: "\n", omittingEmptySubsequences: false)[number - 1]
            let isAccessor =
                match == "_overrideLifetime" || (match == "unsafe" && line.contains("unsafe _overrideLifetime"))
            if isAccessor, allowances.contains(.spanAccessors) { return false }
            if match.hasPrefix("@unchecked"), allowances.contains(.uncheckedSendable) { return false }
            return true
        }.map { Violation(path: file.path, line: $0.number, message: "unsafe construct \($0.match)") }
    }

    /// Entries of the list whose file is gone or needs no exception any more.
    static func staleExceptions(_ sources: [SourceFile], exceptions: [Exception] = exceptions) -> [String] {
        exceptions.filter { exception in
            guard !exception.path.hasSuffix("/") else { return false }
            let files = sources.filter { covers(exception, $0.path) }
            return files.allSatisfy { violations(in: $0, exceptions: []).isEmpty }
        }.map(\.path)
    }

    private static func covers(_ exception: Exception, _ path: String) -> Bool {
        exception.path.hasSuffix("/") ? path.hasPrefix(exception.path) : path == exception.path
    }
}
