import Testing
import WaxCore
import WaxTestSupport
import WaxWire

@Suite("Units")
struct UnitTests {
    /// What a parser makes of a stream that arrives in pieces: the units, the bytes left over in the piece in which
    /// it stopped, and the error.
    struct Outcome: Equatable {
        var units: [[UInt8]] = []
        var consumed = 0
        var failure: WireError?
        var isBetweenUnits = true
    }

    static func parse(_ stream: [UInt8], pieces: [Int], accepting: UnitTypes = .all) -> Outcome {
        var parser = UnitParser(accepting: accepting)
        var outcome = Outcome()
        var start = 0
        var index = 0
        while start < stream.count, outcome.failure == nil {
            let end = min(stream.count, start + pieces[index % pieces.count])
            index += 1
            let piece = Array(stream[start..<end])
            var position = 0
            do throws(WireError) {
                while true {
                    position += try parser.consume(piece.span.extracting(position...))
                    guard let header = parser.unit else { break }
                    let whole = [UInt8](copying: parser.bytes)
                    #expect(header.bodyByteCount == whole.count - 3 && header.type.rawValue == whole[0])
                    outcome.units.append(whole)
                    parser.removeUnit()
                }
                #expect(position == piece.count)
                outcome.consumed += position
            } catch { outcome.failure = error }
            start = end
        }
        if outcome.failure != nil { outcome.consumed = 0 }
        outcome.isBetweenUnits = parser.isBetweenUnits
        return outcome
    }

    static func sampleStream(_ random: inout SeededRandom) throws -> [UInt8] {
        var stream: [UInt8] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let type = UnitType.allCases.randomElement(using: &random)!
            let longest = min(type.bodyByteCounts.upperBound, 300)
            let count = Int.random(in: type.bodyByteCounts.lowerBound...longest, using: &random)
            stream += try UnitHeader.unit(type, body: random.bytes(count: count).span)
        }
        return stream
    }

    @Test("A stream gives the same units and the same error whole, byte by byte and in any pieces")
    func pieces() throws {
        var random = SeededRandom(seed: 21)
        var failures = 0, units = 0
        for round in 0..<600 {
            var stream = try Self.sampleStream(&random)
            if round % 2 == 1 { stream = mutated(stream, &random) }
            let whole = Self.parse(stream, pieces: [stream.count + 1])
            #expect(Self.parse(stream, pieces: [1]) == whole, "\(Hex.encode(stream))")
            let pieces = (0..<4).map { _ in Int.random(in: 1...40, using: &random) }
            #expect(Self.parse(stream, pieces: pieces) == whole, "\(pieces) \(Hex.encode(stream))")
            if whole.failure == nil, whole.isBetweenUnits { #expect(whole.units.flatMap { $0 } == stream) }
            failures += whole.failure == nil ? 0 : 1
            units += whole.units.count
        }
        #expect(failures > 50 && units > 500)
    }

    @Test("Nothing is taken beyond the unit in hand, and nothing while a whole one is not removed")
    func consumesOneUnit() throws {
        let first = Reject(code: .busy).encodedUnit()
        let stream = first + [0xFF, 0xFF, 0xFF]
        var parser = UnitParser()
        #expect(try parser.consume(stream.span) == first.count)
        #expect(try parser.consume(stream.span) == 0)
        #expect(parser.unit?.type == .reject)
        parser.removeUnit()
        #expect(parser.unit == nil && parser.isBetweenUnits)
        let rest = Array(stream[first.count...])
        #expect(reason { () throws(WireError) in try parser.consume(rest.span) } == .unknownUnitType)
        // An error is final.
        #expect(reason { () throws(WireError) in try parser.consume(first.span) } == .unknownUnitType)
    }

    @Test("Every type and length at the edges")
    func limits() throws {
        for type in UnitType.allCases {
            for length in [0, 1, 2, 3, 16, 17, 1024, 1025, 16384, 16385, 65535] {
                let bytes: [UInt8] = [type.rawValue, UInt8(length >> 8), UInt8(length & 0xFF)]
                var parser = UnitParser()
                let outcome = reason { () throws(WireError) in try parser.consume(bytes.span) }
                let allowed = type.bodyByteCounts
                #expect(
                    outcome
                        == (length < allowed.lowerBound
                            ? .unitTooShort : length > allowed.upperBound ? .unitTooLong : nil))
            }
        }
        for type in [0, 5, 6, 22, 71, 128, 255] as [UInt8] {
            var parser = UnitParser()
            #expect(reason { () throws(WireError) in try parser.consume([type].span) } == .unknownUnitType)
        }
    }

    @Test("A type that is not allowed at this point is refused at its first byte")
    func unexpected() {
        for type in UnitType.allCases {
            var parser = UnitParser(accepting: .hello)
            let outcome = reason { () throws(WireError) in try parser.consume([type.rawValue].span) }
            #expect(outcome == (type == .hello ? nil : .unexpectedUnit))
        }
    }

    @Test("Memory follows the bytes that arrived, not the length that is claimed")
    func memory() throws {
        var parser = UnitParser()
        _ = try parser.consume([3, 0xFF, 0xFF].span)
        #expect(parser.reservedByteCount <= 64)
        let piece = [UInt8](repeating: 7, count: 100)
        for round in 1...600 {
            _ = try parser.consume(piece.span)
            #expect(parser.reservedByteCount <= 2 * (3 + round * 100) + 64)
        }
        #expect(parser.unit == nil)
        parser.releaseUnusedMemory()
        #expect(parser.reservedByteCount > 60000)
        _ = try parser.consume([UInt8](repeating: 7, count: 5535).span)
        #expect(parser.unit?.bodyByteCount == 65535)
        parser.removeUnit()
        parser.releaseUnusedMemory()
        #expect(parser.reservedByteCount == 0)
    }

    @Test("The body can be changed in place, and only a whole one")
    func inPlace() throws {
        let unit = try UnitHeader.unit(.handshake, body: [1, 2, 3, 4].span)
        var parser = UnitParser()
        _ = try parser.consume(unit.span.extracting(..<6))
        let early = parser.body.count
        #expect(early == 0)
        _ = try parser.consume(unit.span.extracting(6...))
        do {
            var body = parser.body
            #expect(body.count == 4)
            for index in 0..<body.count { body[index] ^= 0xFF }
        }
        let bytes = [UInt8](copying: parser.bytes)
        #expect(bytes == [2, 0, 4, 0xFE, 0xFD, 0xFC, 0xFB])
    }
}
