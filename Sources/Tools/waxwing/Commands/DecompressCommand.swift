import Foundation
import WaxDeflate

/// Decompresses files, as gunzip does.
enum DecompressCommand: Command {
    static let specification = CommandSpecification(
        name: "decompress", summary: "Decompresses what compress, gzip or zlib made.",
        usage: ["[--format gzip|zlib|raw] [--max-output BYTES] [--max-ratio N] [FILE…]"],
        options: [
            .init(name: "format", value: "FORMAT", help: "gzip, zlib or raw (seen from the name or the first bytes)"),
            .init(name: "max-output", value: "BYTES", help: "fail where a result would be larger (no limit)"),
            .init(
                name: "max-ratio", value: "N",
                help: "fail where a result would be over 1 MiB and N times its input (no limit)"),
            .init(name: "test", help: "write nothing, only see whether FILE is whole"),
        ] + FileFilter.options,
        operands: 0...Int.max,
        notes: [
            """
            FILE.gz, FILE.zz and FILE.deflate become FILE, FILE.tgz becomes FILE.tar; then the compressed file is
            removed, as gunzip does it. A result that exists is not replaced. The name in a gzip header is not used.
            """,
            FileFilter.note,
            "The exit status is 4 if the data is damaged.",
        ])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let form = try arguments.value("format").map { name throws(UsageError) in try CompressedFile(name: name) }
        let limits = DeflateLimits(
            maxOutput: UInt64(try arguments.integer("max-output", in: 0...Int.max) ?? Int.max),
            maxRatio: try arguments.integer("max-ratio", in: 1...1_000_000).map { UInt32($0) }, maxMembers: .max)
        return try FileFilter(arguments).run(
            resultName: { (path: String) throws(CommandFailure) in
                guard let name = CompressedFile.of(path)?.name else {
                    throw CommandFailure(
                        "\(Terminal.escape(path)) has no name of a compressed file; say --stdout or --out FILE")
                }
                return name
            },
            begin: { path, _ in step(path, form?.format, limits) })
    }

    /// Decompresses a file of the format given, or the one that its name or its first bytes show.
    private static func step(
        _ path: String?, _ format: Deflate.Format?, _ limits: DeflateLimits
    ) -> FileFilter.Step {
        let shown = Terminal.escape(path ?? "standard input")
        // Only raw data is known by its name: it has no mark of its own.
        let named = path.flatMap { CompressedFile.of($0) }?.form.format == .raw ? Deflate.Format.raw : nil
        var inflater = (format ?? named).map { Inflater(format: $0, limits: limits) }
        var held: [UInt8] = []
        return { piece, output throws(CommandFailure) in
            held += piece ?? []
            if inflater == nil {
                guard held.count >= 2 || piece == nil else { return }
                guard let seen = Self.format(of: held) else {
                    throw CommandFailure("\(shown) is neither gzip nor zlib data; if it is raw, say --format raw")
                }
                inflater = Inflater(format: seen, limits: limits)
            }
            do throws(DeflateError) {
                try inflater?.update(held.span, appendingTo: &output)
                held = []
                if piece == nil { try inflater?.finish() }
            } catch {
                throw CommandFailure("\(shown): \(error)", status: isDamage(error) ? .integrity : .failed)
            }
        }
    }

    /// Whether the data is not what was compressed, as opposed to something else or too large.
    private static func isDamage(_ error: DeflateError) -> Bool {
        switch error {
        case .invalidGzipHeader, .invalidZlibHeader, .unsupportedMethod, .unsupportedHeaderFlags, .invalidWindowSize,
            .dictionaryNeeded, .dictionaryMismatch:
            false
        default: !error.isLimit
        }
    }

    /// The format that data begins like; raw data has no mark.
    private static func format(of data: [UInt8]) -> Deflate.Format? {
        guard data.count >= 2 else { return nil }
        if data[0] == 0x1F, data[1] == 0x8B { return .gzip }
        return data[0] & 0x8F == 8 && (Int(data[0]) << 8 + Int(data[1])) % 31 == 0 ? .zlib : nil
    }
}
