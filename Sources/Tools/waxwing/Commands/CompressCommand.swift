import WaxDeflate
import WaxTransport

/// Compresses files, as gzip does.
enum CompressCommand: Command {
    static let specification = CommandSpecification(
        name: "compress", summary: "Compresses files with DEFLATE, as gzip does.",
        usage: ["[-LEVEL] [--format gzip|zlib|raw] [FILE…]"],
        options: [
            .init(name: "level", value: "N", help: "0 (only stored) or 1 (fastest) to 9 (densest), also as -N (6)"),
            .init(name: "format", value: "FORMAT", help: "gzip, zlib or raw (gzip)"),
            .init(name: "no-name", help: "leave the name and time of FILE out of the gzip header"),
        ] + FileFilter.options,
        operands: 0...Int.max,
        notes: [
            """
            FILE becomes FILE.gz, and FILE.zz in the format zlib, FILE.deflate raw; then FILE is removed, as gzip does
            it. A result that exists is not replaced.
            """,
            FileFilter.note,
        ],
        digits: "level")

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let level = Deflate.Level(try arguments.integer("level", in: 0...9) ?? 6) ?? .standard
        let form = try CompressedFile(name: arguments.value("format") ?? "gzip")
        return try FileFilter(arguments, isForTerminal: false).run(
            resultName: { (path: String) throws(CommandFailure) in
                guard CompressedFile.of(path) == nil || arguments.has("force") else {
                    let shown = Terminal.escape(path)
                    throw CommandFailure("\(shown) has the name of a compressed file already; use --force nevertheless")
                }
                return path + "." + form.suffix
            },
            begin: { path, status in
                let header = arguments.has("no-name") ? Gzip.Header() : header(for: path, status)
                var deflater = Deflater(format: form.format, level: level, gzipHeader: header)
                return { piece, output in
                    if let piece { output += deflater.update(piece) } else { output += deflater.finish() }
                }
            })
    }

    /// What gzip puts into the header.
    private static func header(for path: String?, _ status: FileStatus?) -> Gzip.Header {
        var header = Gzip.Header()
        header.operatingSystem = 3
        guard let path else { return header }
        header.name = [UInt8]((path.split(separator: "/").last ?? "").utf8)
        // Times that the field cannot hold are left out.
        header.modificationTime = status.flatMap { UInt32(exactly: $0.modificationSeconds) } ?? 0
        return header
    }
}

/// The forms of compressed files, and their names.
struct CompressedFile: Equatable {
    let format: Deflate.Format
    /// What is added to the name of a file.
    let suffix: String

    private static let all: [(name: String, form: CompressedFile)] = [
        ("gzip", CompressedFile(format: .gzip, suffix: "gz")),
        ("zlib", CompressedFile(format: .zlib, suffix: "zz")),
        ("raw", CompressedFile(format: .raw, suffix: "deflate")),
    ]

    private init(format: Deflate.Format, suffix: String) { (self.format, self.suffix) = (format, suffix) }

    /// The form that the option `--format` names.
    init(name: String) throws(UsageError) {
        guard let form = Self.all.first(where: { $0.name == name })?.form else {
            throw UsageError(message: "--format takes gzip, zlib or raw, not '\(Terminal.escape(name))'")
        }
        self = form
    }

    /// The form that a file should have by its name, and its name without the suffix, in capitals or not.
    static func of(_ path: String) -> (form: CompressedFile, name: String)? {
        let end = path.suffix(8).lowercased()
        if end.hasSuffix(".tgz") { return (all[0].form, path.dropLast(4) + ".tar") }
        for (_, form) in all where end.hasSuffix("." + form.suffix) {
            let name = path.dropLast(form.suffix.count + 1)
            return name.isEmpty || name.hasSuffix("/") ? nil : (form, String(name))
        }
        return nil
    }
}
