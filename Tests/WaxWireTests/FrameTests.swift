import Testing
import WaxCore
import WaxTestSupport
import WaxWire

@Suite("Frames")
struct FrameTests {
    struct Item: Equatable {
        var kind: UInt64
        var stream: UInt64
        var payload: [UInt8]
    }

    static func read(_ bytes: [UInt8], largest: UInt64 = 16384) throws(WireError) -> [Item] {
        var reader = FrameReader(bytes.span, largestPayload: largest)
        var items: [Item] = []
        while let frame = try reader.next() {
            items.append(Item(kind: frame.kindNumber, stream: frame.stream, payload: [UInt8](copying: frame.payload)))
        }
        return items
    }

    static func write(_ items: [Item]) -> [UInt8] {
        var writer = FrameWriter()
        for item in items {
            let fits = writer.append(kindNumber: item.kind, stream: item.stream, payload: item.payload.span)
            #expect(fits)
        }
        guard let unit = writer.takeUnit() else { return [] }
        return Array(unit[3..<(unit.count - 16)])
    }

    /// A payload of a length that the kind can have.
    static func payload(_ kind: FrameKind, _ random: inout SeededRandom) -> [UInt8] {
        switch kind {
        case .padding: [UInt8](repeating: 0, count: Int.random(in: 0...70, using: &random))
        case .rekey, .rekeyRequest, .end: []
        case .ping, .pong: random.bytes(count: 8)
        case .reset, .stopSending: random.bytes(count: 2)
        case .connectionCredit, .streamCredit, .fileAccept:
            random.bytes(count: [1, 2, 4, 8].randomElement(using: &random)!)
        case .fileEnd: random.bytes(count: 32)
        case .receipt: random.bytes(count: 34)
        default: random.bytes(count: Int.random(in: 3...100, using: &random))
        }
    }

    @Test("Every sequence of frames that is written is read, and parses only into what encodes to the same bytes")
    func roundTrip() throws {
        var random = SeededRandom(seed: 41)
        var samples: [[UInt8]] = []
        for _ in 0..<100 {
            var items: [Item] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let kind = FrameKind.allCases.filter { $0 != .rekey }.randomElement(using: &random)!
                let stream = kind.isOfConnection ? 0 : UInt64.random(in: 1...70000, using: &random)
                items.append(Item(kind: kind.rawValue, stream: stream, payload: Self.payload(kind, &random)))
            }
            if Bool.random(using: &random) { items.append(Item(kind: 0x06, stream: 0, payload: [])) }
            let bytes = Self.write(items)
            #expect(try Self.read(bytes) == items)
            samples.append(bytes)
        }
        let result = attack(samples, seed: 42, rounds: 8000) { bytes throws(WireError) in
            Self.write(try Self.read(bytes))
        }
        #expect(result.accepted > 500 && result.refused > 500)
    }

    @Test("Each rule has its error")
    func errors() {
        func outcome(_ bytes: [UInt8], largest: UInt64 = 16384) -> WireError.Reason? {
            reason { () throws(WireError) in try Self.read(bytes, largest: largest) }
        }
        #expect(outcome([0x00, 0, 2, 0, 0]) == nil)
        #expect(outcome([0x00, 0, 2, 0, 1]) == .nonZeroPadding)
        #expect(outcome([0x04, 0, 7, 1, 2, 3, 4, 5, 6, 7]) == .badPayloadLength)
        #expect(outcome([0x04, 2, 8, 1, 2, 3, 4, 5, 6, 7, 8]) == .wrongStream)
        #expect(outcome([0x11, 0, 0]) == .wrongStream)
        #expect(outcome([0x11, 2, 0]) == nil)
        #expect(outcome([0x11, 2, 3, 1, 2]) == .truncated)
        #expect(outcome([0x11, 2, 3, 1, 2, 3], largest: 2) == .frameTooLong)
        #expect(outcome([0x11, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]) == .frameTooLong)
        #expect(outcome([0x11, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], largest: .max) == .truncated)
        #expect(outcome([0x40, 0x11, 2, 0]) == .badVarint)
        #expect(outcome([0x06, 0, 0]) == nil)
        #expect(outcome([0x06, 0, 0, 0x00, 0, 0]) == .frameAfterRekey)
        #expect(outcome([0x07, 0, 1, 0]) == .badPayloadLength)
    }

    @Test("An unknown kind is an error unless its ignorable bit is set; then it passes, on any stream")
    func unknownKinds() {
        let known = Set(FrameKind.allCases.map(\.rawValue))
        for number in UInt64(0)..<300 where !known.contains(number) {
            let bytes = Self.write([Item(kind: number, stream: 7, payload: [1])])
            let outcome = reason { () throws(WireError) in try Self.read(bytes) }
            #expect(outcome == (number & 0x20 != 0 ? nil : .unknownFrame), "\(number)")
        }
        #expect(!known.contains(0x08))
        for number in known { #expect(number & 0x20 == 0) }
    }

    @Test("Made-up numbers are never assigned ones")
    func grease() {
        var random = SeededRandom(seed: 43)
        for _ in 0..<1000 {
            let number = random.next()
            #expect(GreaseNumber.frameKind(number) & 0x3F == 0x3F && GreaseNumber.frameKind(number) <= 0x3FFF)
            #expect(GreaseNumber.extensionType(number) & 0x80FF == 0x00FA)
            #expect(GreaseNumber.version(number) & 0xFF == 0xFA)
            #expect(Settings.Known(rawValue: GreaseNumber.settingID(number)) == nil)
        }
    }

    @Test("Room is exact: so much fits, one byte more does not")
    func room() {
        for limit in [
            16, 17, 66, 67, 68, 69, 70, 100, 16384, 16389, 16390, 16391, 16392, 20000, UnitHeader.largestPlaintext,
        ] {
            for (stream, before) in [(1, 0), (70, 0), (1, 3), (20000, 9)] as [(UInt64, Int)] where before < limit {
                var writer = FrameWriter(limit: limit)
                if before > 0 {
                    let fits = writer.append(.data, stream: 1, payload: [UInt8](repeating: 1, count: before - 3))
                    #expect(fits && writer.byteCount == before)
                }
                let room = writer.room(.data, stream: stream)
                guard room >= 0 else { continue }
                let tooMuch = writer.append(.data, stream: stream, payload: [UInt8](repeating: 1, count: room + 1))
                #expect(!tooMuch && writer.byteCount == before)
                let exact = writer.append(.data, stream: stream, payload: [UInt8](repeating: 1, count: room))
                #expect(exact && writer.byteCount <= limit && writer.byteCount >= limit - 2)
            }
        }
    }

    @Test("Padding reaches any length exactly, or is two bytes too long, and stays within the record")
    func padding() throws {
        var random = SeededRandom(seed: 44)
        let edges = [3, 66, 67, 68, 69, 70, 16_387, 16_388, 16_389, 16_390, 16_391, 16_392, 20_000, 65_519]
        for missing in Array(0...80) + edges {
            for before in [3, 10, 480] where before + missing <= UnitHeader.largestPlaintext {
                var writer = FrameWriter()
                let fits = writer.append(.data, stream: 2, payload: random.bytes(count: before - (before < 67 ? 3 : 4)))
                #expect(fits && writer.byteCount == before)
                writer.pad(to: before + missing)
                let surplus = writer.byteCount - before - missing
                #expect(surplus == (missing == 1 ? 2 : missing == 2 ? 1 : 0), "\(missing)")
                let taken = writer.takeUnit()
                let unit = try #require(taken)
                #expect(writer.isEmpty && writer.byteCount == 0)
                let items = try Self.read(Array(unit[3..<(unit.count - 16)]), largest: 65519)
                #expect(items.dropFirst().allSatisfy { $0.kind == 0 })
            }
        }
        var full = FrameWriter(limit: 100)
        let fits = full.append(.data, stream: 2, payload: random.bytes(count: 95))
        full.pad(to: 1000)
        #expect(fits && full.byteCount == 99)
    }

    @Test("A record as it is sent: header, frames, room for the tag")
    func unit() throws {
        var writer = FrameWriter(limit: 64)
        let nothing = writer.takeUnit()
        #expect(nothing == nil)
        let fits = [
            writer.append(.open, stream: 2, payload: Array("echo".utf8)),
            writer.append(.streamCredit, stream: 2, varint: 70000),
            writer.append(.stopSending, stream: 1, code: .cancelled),
        ]
        #expect(fits == [true, true, true])
        let taken = writer.takeUnit()
        let unit = try #require(taken)
        #expect(
            Hex.encode(unit) == "030023" + "1002046563686f" + "15020480011170" + "140102000d"
                + String(repeating: "00", count: 16))
        var parser = UnitParser(accepting: .record)
        #expect(try parser.consume(unit.span) == unit.count)
        let bytes = [UInt8](unit[3..<(unit.count - 16)])
        var reader = FrameReader(bytes.span, largestPayload: 16384)
        var service = "", credit: UInt64 = 0, code = ErrorCode.none
        while let frame = try reader.next() {
            switch frame.kind {
            case .open: service = try frame.text()
            case .streamCredit: credit = try frame.varint()
            case .stopSending: code = try frame.errorCode()
            default: Issue.record("a frame that was not sent")
            }
        }
        #expect(service == "echo" && credit == 70000 && code == .cancelled)
    }
}
