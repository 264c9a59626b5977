/// Rules about single files of source.
enum CodeRules {
    /// Nothing stops the process because of a value: no trap that a wrong assumption about input could reach.
    static func traps(in file: SourceFile) -> [Violation] {
        violations(
            in: file, /\bfatalError\b|\btry!|\bas!|\bassert(?:ionFailure)?\s*\(/,
            containing: ["fatalError", "try!", "as!", "assert"], "may stop the process")
    }

    /// A library neither prints nor ends its host; tools may.
    static func output(in file: SourceFile) -> [Violation] {
        guard let layer = file.target?.layer, layer != "Tools" else { return [] }
        let printing = violations(
            in: file, /(?:^|[^.\w])(?:print|debugPrint|dump)\s*\(/, containing: ["rint", "dump"],
            "is not for a library")
        // Below these layers nothing of the C library can be imported, and a function of such a name is one's own.
        guard layer == "Runtime" || layer == "Services" else { return printing }
        return printing
            + violations(
                in: file, /(?:^|[^.\w])(?:exit|_exit|abort)\s*\(/, containing: ["exit", "abort"],
                "is not for a library")
    }

    /// Nothing is left for later where the reader cannot see it.
    static func leftovers(in file: SourceFile) -> [Violation] {
        guard ["TODO", "FIXME", "XXX", "HACK"].contains(where: { file.text.contains($0) }) else { return [] }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().compactMap { index, line in
            line.firstMatch(of: /\b(TODO|FIXME|XXX|HACK)\b/.wordBoundaryKind(.simple)).map {
                Violation(path: file.path, line: index + 1, message: "\($0.output.1) left in the source")
            }
        }
    }

    /// A library adds no public names to types that are its user's.
    static func publicExtensions(in file: SourceFile) -> [Violation] {
        let pattern = /extension\s+(?:Array|ArraySlice|\[\w+\]|String|Substring|Data|Collection|Sequence|MutableCollection|RangeReplaceableCollection|Span|MutableSpan|RawSpan|Int|UInt8|UInt32|UInt64)\b[^{]*\{/
        return file.code.ranges(of: "extension ").compactMap { range in
            guard let match = file.code[range.lowerBound...].prefixMatch(of: pattern) else { return nil }
            let before = file.code[..<range.lowerBound]
            let line = before[(before.lastIndex(of: "\n") ?? before.startIndex)...]
            guard line.contains("public") || block(in: file.code, from: match.range.upperBound).contains("public ")
            else { return nil }
            return Violation(
                path: file.path, line: before.count { $0 == "\n" } + 1,
                message: "public extension of a type of the standard library")
        }
    }

    /// Files stay small enough to know.
    static let largestLineCount = 500

    /// Files that may be larger, and why.
    static let largeFiles: [String: String] = [:]

    static func size(of file: SourceFile, exceptions: [String: String] = largeFiles) -> [Violation] {
        let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
        guard count > largestLineCount, exceptions[file.path] == nil else { return [] }
        return [Violation(path: file.path, line: nil, message: "\(count) lines")]
    }

    /// The text up to the brace that closes a block.
    private static func block(in code: String, from start: String.Index) -> Substring {
        var depth = 1
        var index = start
        while index < code.endIndex {
            if code[index] == "{" { depth += 1 }
            if code[index] == "}" { depth -= 1 }
            if depth == 0 { break }
            index = code.index(after: index)
        }
        return code[start..<index]
    }

    private static func violations(
        in file: SourceFile, _ pattern: Regex<Substring>, containing words: [String], _ why: String
    ) -> [Violation] {
        file.lines(matching: pattern, containing: words).map {
            Violation(path: file.path, line: $0.number, message: "\($0.match) \(why)")
        }
    }
}
