import WaxCore

/// Reads DER values from a span, one after the other, and accepts nothing that is only BER (ITU-T X.690
/// sections 8, 10 and 11).
///
/// Every value that is accepted has one encoding: to write what was read gives the same bytes. A value that
/// holds others is entered, which gives a reader of its contents:
///
/// ```swift
/// var reader = DERReader(bytes.span)
/// var key = try reader.readSequence()
/// let modulus = try key.readUnsignedInteger()
/// let exponent = try key.readUnsignedInteger()
/// try key.finish()      // nothing else in the sequence
/// try reader.finish()   // nothing after it
/// ```
///
/// A reader that has thrown is of no further use. Byte strings are lent, not copied.
/// Tags and lengths steer branches; contents do so only where their type has rules (the leading bytes of an
/// INTEGER, the unused bits of a BIT STRING).
public struct DERReader: ~Escapable {
    private let input: Span<UInt8>
    private var position = 0

    /// Where the input begins in the outermost one.
    private let base: Int

    /// How often a value may still be entered.
    private let depth: Int

    /// Begins at the front of some bytes.
    ///
    /// - Parameters:
    ///   - input: The bytes.
    ///   - maximumDepth: How deep values may be nested.
    @_lifetime(copy input)
    public init(_ input: Span<UInt8>, maximumDepth: Int = 32) {
        self.init(input, base: 0, depth: maximumDepth)
    }

    @_lifetime(copy input)
    private init(_ input: Span<UInt8>, base: Int, depth: Int) {
        self.input = input
        self.base = base
        self.depth = depth
    }

    /// True when all values have been read.
    public var isAtEnd: Bool { position == input.count }

    /// Where the next value begins in the outermost input.
    public var offset: Int { base + position }

    /// Ends the reading of this input.
    ///
    /// - Throws: ``DERError/Code/trailingData`` if there is another value.
    public func finish() throws(DERError) {
        guard isAtEnd else { throw error(.trailingData) }
    }

    // MARK: Any value

    /// True if the next value has this tag; false at the end.
    public func isNext(_ tag: DERTag) -> Bool {
        var position = position
        guard let next = try? readTag(&position) else { return false }
        return next == tag
    }

    /// The tag of the next value, or nil at the end.
    ///
    /// - Throws: ``DERError`` if what is next is no tag.
    public func nextTag() throws(DERError) -> DERTag? {
        guard !isAtEnd else { return nil }
        var position = position
        return try readTag(&position)
    }

    /// Reads any value: its tag, contents and whole encoding. The contents are not looked at.
    ///
    /// - Throws: ``DERError`` if what is next is no value, or not a whole one.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readElement() throws(DERError) -> DERElement {
        let start = position
        var position = position
        let tag = try readTag(&position)
        let count = try readLength(&position)
        guard count <= input.count - position else { throw error(.truncated) }
        let (header, end) = (position, position + count)
        self.position = end
        return DERElement(
            tag: tag, contents: input.extracting(header..<end), encoded: input.extracting(start..<end),
            offset: base + start)
    }

    /// Reads a value with the tag given, and lends its contents.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` if the value has another tag.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readContents(of tag: DERTag) throws(DERError) -> Span<UInt8> {
        let element = try readElement()
        guard element.tag == tag else { throw DERError(.unexpectedTag, at: element.offset) }
        return element.contents
    }

    // MARK: Values that hold others

    /// Enters a value with the tag given and passes over it in this reader.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` if the value has another tag, and
    ///   ``DERError/Code/tooDeep`` at the limit.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readConstructed(_ tag: DERTag) throws(DERError) -> DERReader {
        guard depth > 0 else { throw error(.tooDeep) }
        let contents = try readContents(of: tag)
        return DERReader(contents, base: base + position - contents.count, depth: depth - 1)
    }

    /// Enters a SEQUENCE, or with another tag an implicitly tagged one.
    ///
    /// - Throws: What ``readConstructed(_:)`` does.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readSequence(as tag: DERTag = .sequence) throws(DERError) -> DERReader {
        try readConstructed(tag)
    }

    /// Enters a SET OF, or with another tag an implicitly tagged one, after checking that its elements are in
    /// ascending order of their encodings (X.690 section 11.6).
    ///
    /// - Throws: What ``readConstructed(_:)`` does, and ``DERError/Code/unsortedSet``.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readSetOf(as tag: DERTag = .set) throws(DERError) -> DERReader {
        let set = try readConstructed(tag)
        try set.checkOrder()
        return set
    }

    private func checkOrder() throws(DERError) {
        var rest = DERReader(input, base: base, depth: depth)
        var previous: Range<Int>? = nil
        while !rest.isAtEnd {
            let start = rest.position
            _ = try rest.readElement()
            let current = start..<rest.position
            if let previous, input.extracting(current).lexicographicallyPrecedes(input.extracting(previous)) {
                throw DERError(.unsortedSet, at: base + start)
            }
            previous = current
        }
    }

    // MARK: Tag and length

    func error(_ code: DERError.Code) -> DERError { DERError(code, at: offset) }

    /// Reads a byte of a tag or of a length: structure, and public also where contents are secret and where all of it
    /// has just been decrypted.
    private func readByte(_ position: inout Int) throws(DERError) -> UInt8 {
        guard position < input.count else { throw error(.truncated) }
        position += 1
        return declassified(input[position - 1])
    }

    private func readTag(_ position: inout Int) throws(DERError) -> DERTag {
        let first = try readByte(&position)
        // Two bits always are one of the four classes.
        let tagClass = DERTag.Class(rawValue: first >> 6) ?? .private
        var number = UInt32(first & 0x1F)
        if number == 0x1F {
            number = 0
            var digits = 0
            var digit: UInt8
            repeat {
                digit = try readByte(&position)
                digits += 1
                guard digits <= 4, digits > 1 || digit != 0x80 else { throw error(.invalidTag) }
                number = number << 7 | UInt32(digit & 0x7F)
            } while digit & 0x80 != 0
            guard number >= 0x1F else { throw error(.invalidTag) }
        }
        guard tagClass != .universal || number != 0 else { throw error(.invalidTag) }
        return DERTag(tagClass, number, isConstructed: first & 0x20 != 0)
    }

    private func readLength(_ position: inout Int) throws(DERError) -> Int {
        let first = try readByte(&position)
        guard first >= 0x80 else { return Int(first) }
        guard first != 0x80 else { throw error(.indefiniteLength) }
        var length = 0
        for place in 0..<Int(first & 0x7F) {
            let byte = try readByte(&position)
            guard place > 0 || byte != 0 else { throw error(.nonMinimalLength) }
            // No input is as long as what a fifth byte would say, or a fourth with its top bit.
            guard length < 1 << 23 else { throw error(.truncated) }
            length = length << 8 | Int(byte)
        }
        guard length >= 0x80 else { throw error(.nonMinimalLength) }
        return length
    }
}

/// A DER value as it stands in the input.
public struct DERElement: ~Escapable {
    /// Its type.
    public let tag: DERTag

    /// What follows tag and length.
    public let contents: Span<UInt8>

    /// All of it, tag and length included.
    public let encoded: Span<UInt8>

    /// Where it begins in the outermost input.
    public let offset: Int

    @_lifetime(copy contents, copy encoded)
    init(tag: DERTag, contents: Span<UInt8>, encoded: Span<UInt8>, offset: Int) {
        self.tag = tag
        self.contents = contents
        self.encoded = encoded
        self.offset = offset
    }
}
