import WaxCore

extension CBORValue {
    /// Reads bytes that hold exactly one value.
    ///
    /// - Throws: ``CBORError``, the cause and where it is; also if something follows the value, or a limit of the
    ///   options is passed.
    public init(decoding bytes: Span<UInt8>, options: CBOROptions = .strict) throws(CBORError) {
        var parser = CBORParser(bytes, options: options)
        self = try parser.readValue(depth: options.maximumDepth)
        try parser.finish()
    }

    /// Reads bytes that hold exactly one value.
    ///
    /// - Throws: ``CBORError``, the cause and where it is; also if something follows the value, or a limit of the
    ///   options is passed.
    public init(decoding bytes: [UInt8], options: CBOROptions = .strict) throws(CBORError) {
        try self.init(decoding: bytes.span, options: options)
    }
}

/// Reads values from a span. It checks everything before it keeps anything, and reserves no memory for what a
/// length claims.
struct CBORParser: ~Escapable {
    private let input: Span<UInt8>
    private let options: CBOROptions
    private var position = 0
    private var itemCount = 0

    @_lifetime(copy input)
    init(_ input: Span<UInt8>, options: CBOROptions) {
        self.input = input
        self.options = options
    }

    func finish() throws(CBORError) {
        guard position == input.count else { throw CBORError(.trailingData, at: position) }
    }

    // MARK: Heads

    /// The first bytes of an item: its type and the number that comes with it.
    private struct Head {
        var type: CBORMajorType
        /// The lower five bits of the first byte.
        var info: UInt8
        /// The number; 0 if the length is indefinite or this is a break.
        var argument: UInt64
        /// Where the item begins.
        var start: Int

        /// True for an indefinite length, and for a break.
        var isIndefinite: Bool { info == 31 }
        var isBreak: Bool { type == .simpleOrFloat && info == 31 }
    }

    @_lifetime(self: copy self)
    private mutating func readHead() throws(CBORError) -> Head {
        let start = position
        guard itemCount < options.maximumItemCount else { throw CBORError(.tooManyItems, at: start) }
        itemCount += 1
        guard start < input.count else { throw CBORError(.truncated, at: start) }
        let first = input[start]
        position = start + 1
        // Three bits always are one of the eight types.
        let type = CBORMajorType(rawValue: first >> 5) ?? .simpleOrFloat
        let info = first & 31
        switch info {
        case 0..<24: return Head(type: type, info: info, argument: UInt64(info), start: start)
        case 24...27:
            let byteCount = 1 << Int(info - 24)
            guard byteCount <= input.count - position else { throw CBORError(.truncated, at: start) }
            var argument: UInt64 = 0
            for _ in 0..<byteCount {
                argument = argument << 8 | UInt64(input[position])
                position += 1
            }
            if type != .simpleOrFloat { try checkShortest(argument, info, at: start) }
            return Head(type: type, info: info, argument: argument, start: start)
        case 31 where type != .unsigned && type != .negative && type != .tag:
            return Head(type: type, info: info, argument: 0, start: start)
        default: throw CBORError(.malformed, at: start)
        }
    }

    private func checkShortest(_ argument: UInt64, _ info: UInt8, at start: Int) throws(CBORError) {
        let least: UInt64 =
            switch info {
            case 24: 24
            case 25: 0x100
            case 26: 0x1_0000
            default: 0x1_0000_0000
            }
        guard argument >= least || options.acceptsNonDeterministic else { throw CBORError(.notShortest, at: start) }
    }

    // MARK: Values

    /// Reads one value, which may hold others to the depth given.
    @_lifetime(self: copy self)
    mutating func readValue(depth: Int) throws(CBORError) -> CBORValue {
        try readValue(after: try readHead(), depth: depth)
    }

    @_lifetime(self: copy self)
    private mutating func readValue(after head: Head, depth: Int) throws(CBORError) -> CBORValue {
        if head.isIndefinite, head.type != .simpleOrFloat, !options.acceptsNonDeterministic {
            throw CBORError(.indefiniteLength, at: head.start)
        }
        switch head.type {
        case .unsigned: return .unsigned(head.argument)
        case .negative: return .negative(head.argument)
        case .bytes: return .bytes(try readString(head))
        case .text: return try readText(head)
        case .array: return .array(try readArray(head, depth: try descend(depth, at: head.start)))
        case .map: return .map(try readMap(head, depth: try descend(depth, at: head.start)))
        case .tag: return .tagged(head.argument, try readValue(depth: try descend(depth, at: head.start)))
        case .simpleOrFloat: return try simpleOrFloat(head)
        }
    }

    private func descend(_ depth: Int, at start: Int) throws(CBORError) -> Int {
        guard depth > 0 else { throw CBORError(.tooDeep, at: start) }
        return depth - 1
    }

    private func simpleOrFloat(_ head: Head) throws(CBORError) -> CBORValue {
        switch head.info {
        case 20: return .bool(false)
        case 21: return .bool(true)
        case 22: return .null
        case 23: return .undefined
        case 0..<20, 24:
            // In two bytes only the numbers from 32 on are well-formed.
            guard head.info < 24 || head.argument >= 32, let number = UInt8(exactly: head.argument),
                let simple = CBORSimpleValue(rawValue: number)
            else { throw CBORError(.malformed, at: head.start) }
            return .simple(simple)
        case 25: return try float(CBORFloat.double(half: UInt16(truncatingIfNeeded: head.argument)), head)
        case 26: return try float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument))), head)
        case 27: return try float(Double(bitPattern: head.argument), head)
        default: throw CBORError(.malformed, at: head.start)
        }
    }

    private func float(_ value: Double, _ head: Head) throws(CBORError) -> CBORValue {
        guard !options.acceptsNonDeterministic else { return .float(value) }
        let isShortest =
            switch CBORFloat.shortest(value) {
            case .half(let bits): head.info == 25 && head.argument == UInt64(bits)
            case .single: head.info == 26
            case .double: head.info == 27
            }
        guard isShortest else { throw CBORError(.notShortest, at: head.start) }
        return .float(value)
    }

    // MARK: Strings

    /// Passes over a string of definite length and gives its place.
    @_lifetime(self: copy self)
    private mutating func readPiece(_ head: Head) throws(CBORError) -> Range<Int> {
        guard head.argument <= UInt64(max(options.maximumStringByteCount, 0)) else {
            throw CBORError(.stringTooLong, at: head.start)
        }
        guard head.argument <= UInt64(input.count - position) else { throw CBORError(.truncated, at: head.start) }
        let start = position
        position += Int(head.argument)
        return start..<position
    }

    /// The next piece of a string of indefinite length, or nil at its end.
    @_lifetime(self: copy self)
    private mutating func readPiece(ofIndefinite string: Head, after byteCount: Int) throws(CBORError) -> Range<Int>? {
        let head = try readHead()
        if head.isBreak { return nil }
        guard head.type == string.type, !head.isIndefinite else { throw CBORError(.malformed, at: head.start) }
        let piece = try readPiece(head)
        guard piece.count <= options.maximumStringByteCount - byteCount else {
            throw CBORError(.stringTooLong, at: string.start)
        }
        return piece
    }

    @_lifetime(self: copy self)
    private mutating func readString(_ head: Head) throws(CBORError) -> [UInt8] {
        guard head.isIndefinite else { return [UInt8](copying: input.extracting(try readPiece(head))) }
        var string: [UInt8] = []
        while let piece = try readPiece(ofIndefinite: head, after: string.count) {
            string.append(copying: input.extracting(piece))
        }
        return string
    }

    @_lifetime(self: copy self)
    private mutating func readText(_ head: Head) throws(CBORError) -> CBORValue {
        guard head.isIndefinite else { return .text(try text(at: try readPiece(head), head.start)) }
        // Each piece has to be valid UTF-8 by itself (RFC 8949 section 3.2.3).
        var whole = ""
        while let piece = try readPiece(ofIndefinite: head, after: whole.utf8.count) {
            whole += try text(at: piece, head.start)
        }
        return .text(whole)
    }

    private func text(at place: Range<Int>, _ start: Int) throws(CBORError) -> String {
        do {
            return String(copying: try UTF8Span(validating: input.extracting(place)))
        } catch {
            throw CBORError(.invalidUTF8, at: start)
        }
    }

    // MARK: Arrays and maps

    @_lifetime(self: copy self)
    private mutating func readArray(_ head: Head, depth: Int) throws(CBORError) -> [CBORValue] {
        var elements: [CBORValue] = []
        if head.isIndefinite {
            while case let next = try readHead(), !next.isBreak {
                elements.append(try readValue(after: next, depth: depth))
            }
        } else {
            try checkRoom(for: head.argument, head)
            for _ in 0..<head.argument { elements.append(try readValue(depth: depth)) }
        }
        return elements
    }

    @_lifetime(self: copy self)
    private mutating func readMap(_ head: Head, depth: Int) throws(CBORError) -> CBORMap {
        if !head.isIndefinite {
            let (itemCount, overflow) = head.argument.multipliedReportingOverflow(by: 2)
            try checkRoom(for: overflow ? .max : itemCount, head)
        }
        return options.acceptsNonDeterministic
            ? try readUnorderedMap(head, depth: depth) : try readSortedMap(head, depth: depth)
    }

    /// Every item takes a byte at least, so a count beyond what is left is refused before the first one is read.
    private func checkRoom(for itemCount: UInt64, _ head: Head) throws(CBORError) {
        guard itemCount <= UInt64(input.count - position) else { throw CBORError(.truncated, at: head.start) }
    }

    /// Reads a map in the deterministic encoding: with sorted keys, duplicates are neighbours.
    @_lifetime(self: copy self)
    private mutating func readSortedMap(_ head: Head, depth: Int) throws(CBORError) -> CBORMap {
        var entries: [CBORMap.Entry] = []
        var previous = 0..<0
        for _ in 0..<head.argument {
            let start = position
            let key = try readValue(depth: depth)
            let place = start..<position
            let (last, this) = (input.extracting(previous), input.extracting(place))
            // The first key comes after the empty place that stands for none.
            guard last.lexicographicallyPrecedes(this) else {
                throw CBORError(this.lexicographicallyPrecedes(last) ? .unsortedKeys : .duplicateKey, at: start)
            }
            previous = place
            entries.append(CBORMap.Entry(key: key, value: try readValue(depth: depth)))
        }
        return CBORMap(unique: entries)
    }

    @_lifetime(self: copy self)
    private mutating func readUnorderedMap(_ head: Head, depth: Int) throws(CBORError) -> CBORMap {
        var entries: [CBORMap.Entry] = []
        var keys = Set<CBORValue>()
        var left = head.argument
        while head.isIndefinite || left > 0 {
            left = head.isIndefinite ? 0 : left - 1
            let next = try readHead()
            if head.isIndefinite, next.isBreak { break }
            let key = try readValue(after: next, depth: depth)
            guard keys.insert(key).inserted else { throw CBORError(.duplicateKey, at: next.start) }
            entries.append(CBORMap.Entry(key: key, value: try readValue(depth: depth)))
        }
        return CBORMap(unique: entries)
    }
}
