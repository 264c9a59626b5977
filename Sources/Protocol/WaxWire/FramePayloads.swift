import WaxCore

/// The payload of `refuse`: `u16 code | text`.
public struct RefusePayload: Equatable, Sendable {
    /// The largest number of bytes of the text, of this and of ``GoodbyePayload``.
    public static var largestText: Int { 256 }

    /// Why.
    public let code: ErrorCode
    /// A sentence for a person; it comes from the peer, so escape it before it reaches a terminal or a log.
    public let text: String

    /// Makes a refusal.
    ///
    /// - Throws: ``WireError`` if the text has more than 256 bytes.
    public init(code: ErrorCode, text: String = "") throws(WireError) {
        try check(text, atMost: RefusePayload.largestText)
        self.code = code
        self.text = text
    }

    /// Reads a payload.
    public init(parsing payload: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(payload)
        self.code = ErrorCode(rawValue: try reader.takeUInt16())
        self.text = try reader.takeRemainingText(atMost: RefusePayload.largestText)
    }

    /// The payload.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 2)
        writer.write(code.rawValue)
        writer.write([UInt8](text.utf8))
        return writer.bytes
    }
}

/// The payload of `goodbye`: `u16 code | varint last stream | text`.
public struct GoodbyePayload: Equatable, Sendable {
    /// Why; ``ErrorCode/none`` for an end in order.
    public let code: ErrorCode
    /// The highest stream opened by the peer that was handled, or 0. Later ones had no effect and may be tried again.
    public let lastStream: UInt64
    /// A sentence for a person; it comes from the peer, so escape it before it reaches a terminal or a log.
    public let text: String

    /// Makes a goodbye.
    ///
    /// - Throws: ``WireError`` if the text has more than 256 bytes or the number is too large.
    public init(code: ErrorCode, lastStream: UInt64, text: String = "") throws(WireError) {
        try check(text, atMost: RefusePayload.largestText)
        guard lastStream <= Varint.maximum else { throw WireError(.badVarint) }
        self.code = code
        self.lastStream = lastStream
        self.text = text
    }

    /// Reads a payload.
    public init(parsing payload: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(payload)
        self.code = ErrorCode(rawValue: try reader.takeUInt16())
        self.lastStream = try reader.readVarint()
        self.text = try reader.takeRemainingText(atMost: RefusePayload.largestText)
    }

    /// The payload.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 16)
        writer.write(code.rawValue)
        writer.writeVarint(lastStream)
        writer.write([UInt8](text.utf8))
        return writer.bytes
    }
}

/// The payload of `deflated`: `varint byte count | a raw DEFLATE stream` (RFC 1951).
///
/// It stands for a `data` frame with that many bytes. Each is compressed by itself: nothing of an earlier frame is
/// needed, and nothing of it can be guessed from a later one's length.
public struct DeflatedPayload: ~Escapable {
    /// The largest number of bytes that one frame may stand for: three quarters of the least window of a stream, which
    /// is what a receiver always has given again.
    public static var largestByteCount: Int { 49_152 }

    /// The least: to set up the decompression of fewer costs more than they are worth.
    public static var leastByteCount: Int { 64 }

    /// How many bytes it stands for: 64 to 49,152.
    public let byteCount: Int
    /// The compressed form, where it lies in the record.
    public let compressed: Span<UInt8>

    /// Reads a payload.
    ///
    /// - Throws: ``WireError`` if the count is too small or too large.
    @_lifetime(copy payload)
    public init(parsing payload: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(payload)
        let count = try reader.readVarint()
        guard count >= UInt64(DeflatedPayload.leastByteCount), count <= UInt64(DeflatedPayload.largestByteCount) else {
            throw WireError(.badField)
        }
        byteCount = Int(truncatingIfNeeded: count)
        compressed = payload.extracting((payload.count - reader.remaining)...)
    }

    /// The payload for bytes that are compressed already.
    ///
    /// - Throws: ``WireError`` if they stand for too few, or for too many.
    public static func encoded(byteCount: Int, compressed: Span<UInt8>) throws(WireError) -> [UInt8] {
        guard (leastByteCount...largestByteCount).contains(byteCount) else { throw WireError(.badField) }
        var writer = ByteWriter(reservingCapacity: 4 + compressed.count)
        writer.writeVarint(UInt64(byteCount))
        writer.write(compressed)
        return writer.bytes
    }
}

/// The payload of `receipt`: `u16 status | root hash`.
public struct ReceiptPayload: Equatable, Sendable {
    /// The number of bytes of a root hash, where there is one.
    public static var rootByteCount: Int { 32 }

    /// ``ErrorCode/none`` if the file is verified, stored and will be found under its name; else why not.
    public let status: ErrorCode
    /// The root hash of what was stored: 32 bytes, or none if the hash algorithm is ``HashAlgorithm/none`` or nothing
    /// was stored.
    public let root: [UInt8]

    /// Makes a receipt.
    ///
    /// - Throws: ``WireError`` if the root has neither 32 bytes nor none.
    public init(status: ErrorCode, root: [UInt8]) throws(WireError) {
        guard root.isEmpty || root.count == ReceiptPayload.rootByteCount else { throw WireError(.badPayloadLength) }
        self.status = status
        self.root = root
    }

    /// Reads a payload.
    public init(parsing payload: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(payload)
        let status = ErrorCode(rawValue: try reader.takeUInt16())
        try self.init(status: status, root: reader.takeArray(reader.remaining))
    }

    /// The payload.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 34)
        writer.write(status.rawValue)
        writer.write(root)
        return writer.bytes
    }
}
