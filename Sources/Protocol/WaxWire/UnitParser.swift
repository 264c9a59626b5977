import WaxCore

/// Takes a byte stream apart into units, in whatever pieces the bytes arrive.
///
/// ```swift
/// var position = 0
/// while true {
///     position += try parser.consume(received.extracting(position...))
///     guard let header = parser.unit else { break }   // all consumed, the unit is not whole yet
///     // ... use parser.body, in place
///     parser.removeUnit()
/// }
/// ```
///
/// It takes nothing beyond the unit in hand: what follows may have to be read by another rule, or not at all. Its
/// memory grows with the bytes that arrived, never with what a header claims, and a header is checked as soon as it
/// is there. An error is final: every later call throws it again.
public struct UnitParser: Sendable {
    /// The types that are allowed next; checked when the first byte of a unit arrives.
    ///
    /// A server that waits for a hello takes nothing else, so a stranger cannot make it hold more than a kilobyte.
    public var accepted: UnitTypes

    private var buffer: [UInt8] = []
    private var header: UnitHeader?
    private var failure: WireError?

    /// Begins in front of the first unit.
    public init(accepting accepted: UnitTypes = .all) { self.accepted = accepted }

    /// Takes bytes until the unit in hand is whole or the input is used up.
    ///
    /// - Returns: How many bytes were taken; none while a whole unit has not been removed.
    /// - Throws: ``WireError`` if the bytes are not a unit that is allowed here.
    public mutating func consume(_ input: Span<UInt8>) throws(WireError) -> Int {
        if let failure { throw failure }
        var taken = 0
        if header == nil {
            taken = min(UnitHeader.byteCount &- buffer.count, input.count)
            buffer.append(copying: input.extracting(0..<taken))
            do throws(WireError) {
                header = try UnitHeader.parse(buffer.span, accepting: accepted)
            } catch {
                failure = error
                throw error
            }
        }
        guard let header else { return taken }
        let missing = UnitHeader.byteCount &+ header.bodyByteCount &- buffer.count
        let more = min(missing, input.count &- taken)
        buffer.append(copying: input.extracting(taken..<(taken &+ more)))
        return taken &+ more
    }

    /// The header of the unit in hand if that unit is whole.
    public var unit: UnitHeader? {
        guard let header, buffer.count == UnitHeader.byteCount &+ header.bodyByteCount else { return nil }
        return header
    }

    /// Whether the stream may end here: no unit has begun.
    public var isBetweenUnits: Bool { buffer.isEmpty && failure == nil }

    /// All bytes of the unit in hand that have arrived, the header included.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { buffer.span }
    }

    /// The body of the unit in hand, to be decrypted or changed in place. Empty unless the unit is whole.
    public var body: MutableSpan<UInt8> {
        @_lifetime(&self)
        mutating get {
            let start = unit == nil ? buffer.count : UnitHeader.byteCount
            return buffer.mutableSpan._consumingExtracting(start...)
        }
    }

    /// Forgets the unit in hand, which must be whole, and keeps its memory for the next one.
    public mutating func removeUnit() {
        guard unit != nil else { return }
        buffer.removeAll(keepingCapacity: true)
        header = nil
    }

    /// Gives memory back that is not in use, for a connection that has gone quiet.
    public mutating func releaseUnusedMemory() {
        if buffer.isEmpty { buffer = [] }
    }

    /// The number of bytes of memory held.
    public var reservedByteCount: Int { buffer.capacity }
}
