import FuzzSupport
import WaxCore
import WaxWire

// Any bytes, in any pieces: the units, the bytes left over and the error are the same as when all bytes come at
// once, and the parser never holds more than what arrived.

/// What came out of a parser.
private struct Outcome: Equatable {
    var units: [[UInt8]] = []
    var error: WireError?
}

private func copy(_ span: Span<UInt8>) -> [UInt8] { (0..<span.count).map { span[$0] } }

private func parse(_ bytes: [UInt8], pieces: (Int) -> Int) -> Outcome {
    var outcome = Outcome()
    var parser = UnitParser()
    var position = 0
    while position < bytes.count {
        let end = min(bytes.count, position + max(1, pieces(position)))
        do {
            let taken = try parser.consume(bytes.span.extracting(position..<end))
            require(taken > 0, "no progress")
            position += taken
        } catch {
            outcome.error = error
            return outcome
        }
        require(parser.reservedByteCount <= 2 * (position + 64), "more memory than bytes that arrived")
        if let header = parser.unit {
            let unit = copy(parser.bytes)
            require(unit.count == UnitHeader.byteCount + header.bodyByteCount, "a unit of another length")
            outcome.units.append(unit)
            parser.removeUnit()
        }
    }
    return outcome
}

@_cdecl("FuzzUnits_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        let whole = parse(bytes) { _ in bytes.count }
        require(parse(bytes) { _ in 1 } == whole, "byte by byte differs")
        // Pieces whose sizes come from the input itself.
        require(parse(bytes) { Int(bytes[$0] & 15) } == whole, "in pieces differs")
        require(bytes.starts(with: whole.units.flatMap { $0 }), "units are not the bytes that came in")
        return 0
    }
}
