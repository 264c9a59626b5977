import Testing
import WaxCore
import WaxWire

/// Units, frames and what is in them, whole and cut short.
enum WireSpans {
    static let all: [SpanCase] = [units, frames, payloads]

    private static let units = SpanCase(
        "WaxWire",
        [
            "UnitHeader.parse(_:accepting:)", "UnitHeader.unit(_:body:)", "UnitParser.consume(_:)",
            "Hello.init(parsing:)", "Reject.init(parsing:)", "ExtensionList.init(parsing:)",
        ]
    ) {
        for count in fewLengths where count >= 16 {
            let unit = try guarded(pattern(count)) { input, _ in try UnitHeader.unit(.handshake, body: input[0]) }
            #expect(Array(unit.dropFirst(3)) == pattern(count))
            for length in Set(0...20).union([unit.count - 1, unit.count]).sorted() where length <= unit.count {
                let result = try guarded(Array(unit.prefix(length))) { input, _ in
                    var parser = UnitParser()
                    let consumed = try parser.consume(input[0])
                    let header = try UnitHeader.parse(input[0])
                    return [consumed == length ? 1 : 0, parser.unit == nil ? 0 : 1, header == nil ? 0 : 1]
                }
                #expect(result == [1, length == unit.count ? 1 : 0, length >= 3 ? 1 : 0])
            }
        }
        let others = [
            Extension(type: 7, value: pattern(31)), Extension(type: 9, value: []),
        ]
        let hello = try Hello(suite: .xxpsk3, presharedKeyIdentifier: pattern(8), otherExtensions: others)
        let body = Array(try hello.encodedUnit().dropFirst(3))
        for length in 0...body.count {
            let result = try guarded(Array(body.prefix(length))) { input, _ in
                (try? Hello(parsing: input[0])) == hello ? [1] : [0]
            }
            #expect(result == [length == body.count ? 1 : 0])
        }
        var writer = ByteWriter()
        hello.extensions.encode(into: &writer)
        let list = writer.bytes
        for length in 0...list.count {
            let result = try guarded(Array(list.prefix(length))) { input, _ in
                (try? ExtensionList(parsing: input[0])) == hello.extensions ? [1] : [0]
            }
            #expect(result == [length == list.count ? 1 : 0])
        }
        let reject = Array(Reject(code: .busy).encodedUnit().dropFirst(3))
        for count in 0...reject.count {
            let result = try guarded(Array(reject.prefix(count))) { input, _ in
                (try? Reject(parsing: input[0]))?.code == .busy ? [1] : [0]
            }
            #expect(result == [count == reject.count ? 1 : 0])
        }
        for count in lengths {
            try guarded(pattern(count)) { input, _ in
                var parser = UnitParser()
                _ = try? parser.consume(input[0])
                return [
                    (try? Hello(parsing: input[0])) == nil ? 0 : 1, (try? Reject(parsing: input[0])) == nil ? 0 : 1,
                    (try? ExtensionList(parsing: input[0])) == nil ? 0 : 1,
                ]
            }
        }
    }

    private static let frames = SpanCase(
        "WaxWire",
        [
            "FrameWriter.append(_:stream:payload:)", "FrameWriter.append(kindNumber:stream:payload:)",
            "FrameReader.init(_:largestPayload:)",
        ]
    ) {
        for count in lengths {
            let unit = try guarded(pattern(8), pattern(count)) { input, _ in
                var writer = FrameWriter()
                let first = writer.append(.ping, payload: input[0])
                let second = writer.append(kindNumber: 0x41, stream: 5, payload: input[1])
                #expect(first && second)
                return writer.takeUnit() ?? []
            }
            // The header of the unit, and the tag that is to come.
            let record = Array(unit.dropFirst(3))
            for length in Set(0...min(30, record.count)).union([max(0, record.count - 1), record.count]).sorted() {
                let result = try guarded(Array(record.prefix(length))) { input, _ in
                    var reader = FrameReader(input[0], largestPayload: 1 << 16)
                    var frames: UInt8 = 0
                    do { while try reader.next() != nil { frames += 1 } } catch { frames += 100 }
                    return [frames]
                }
                // One is known; the other's kind is not, and may not be passed over.
                if length == record.count { #expect(result == [101]) }
            }
            try guarded(pattern(count)) { input, _ in
                var reader = FrameReader(input[0], largestPayload: 100)
                while let frame = try? reader.next() { _ = (frame.payload.count, try? frame.text()) }
                return []
            }
        }
    }

    private static let payloads = SpanCase(
        "WaxWire",
        [
            "DeflatedPayload.encoded(byteCount:compressed:)", "DeflatedPayload.init(parsing:)",
            "GoodbyePayload.init(parsing:)", "MessageHeader.init(parsing:)", "ReceiptPayload.init(parsing:)",
            "RefusePayload.init(parsing:)", "Settings.init(parsing:)",
        ]
    ) {
        var settings = Settings()
        for setting in Settings.Known.allCases { try settings.set(setting, to: setting.floor) }
        let header = try MessageHeader(.request(.text, method: "name"), length: 300)
        for count in fewLengths {
            let text = String(repeating: "a", count: min(count, 256))
            let goodbye = try GoodbyePayload(code: .busy, lastStream: 70_000, text: text)
            let refuse = try RefusePayload(code: .refused, text: text)
            let receipt = try ReceiptPayload(status: .none, root: pattern(32))
            try check(goodbye.encoded()) { (try? GoodbyePayload(parsing: $0)) == goodbye }
            try check(refuse.encoded()) { (try? RefusePayload(parsing: $0)) == refuse }
            try check(receipt.encoded()) { (try? ReceiptPayload(parsing: $0)) == receipt }
            try check(settings.encoded()) { (try? Settings(parsing: $0)) == settings }
            try check(header.encoded()) { (try? MessageHeader(parsing: $0)) == header }
            let deflated = try guarded(pattern(count)) { input, _ in
                try DeflatedPayload.encoded(byteCount: 300, compressed: input[0])
            }
            try guarded(deflated) { input, _ in
                let payload = try DeflatedPayload(parsing: input[0])
                return [UInt8(truncatingIfNeeded: payload.byteCount)] + [UInt8](copying: payload.compressed)
            }
            try guarded(pattern(count)) { input, _ in
                let deflated = (try? DeflatedPayload(parsing: input[0]).byteCount) == nil
                return [
                    deflated, (try? GoodbyePayload(parsing: input[0])) == nil,
                    (try? RefusePayload(parsing: input[0])) == nil, (try? ReceiptPayload(parsing: input[0])) == nil,
                    (try? Settings(parsing: input[0])) == nil, (try? MessageHeader(parsing: input[0])) == nil,
                ].map { $0 ? 1 : 0 }
            }
        }
    }

    /// Reads what was written, whole and up to every place.
    private static func check(_ bytes: [UInt8], _ isSame: (Span<UInt8>) -> Bool) throws {
        for count in 0...bytes.count {
            let result = try guarded(Array(bytes.prefix(count))) { input, _ in [isSame(input[0]) ? 1 : 0] }
            #expect(result == [count == bytes.count ? 1 : 0])
        }
    }
}
