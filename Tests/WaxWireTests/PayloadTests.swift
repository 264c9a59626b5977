import Testing
import WaxCore
import WaxTestSupport
import WaxWire

@Suite("Payloads: settings, headers, farewells")
struct PayloadTests {
    @Test("Settings: defaults, floors, order, unknown ones kept")
    func settings() throws {
        var settings = Settings()
        #expect(settings.encoded() == [])
        for known in Settings.Known.allCases { #expect(settings[known] == known.floor) }
        try settings.set(.streams, to: 100)
        try settings.set(id: 0x3F, to: 5)
        try settings.set(.largestFramePayload, to: 65000)
        try settings.set(.streams, to: 64)
        #expect(Hex.encode(settings.encoded()) == "018000fde8" + "034040" + "3f05")
        let parsed = try Settings(parsing: settings.encoded().span)
        #expect(parsed == settings && parsed[.streams] == 64 && parsed[.idleTimeout] == 0)

        func parse(_ bytes: [UInt8]) -> WireError.Reason? {
            reason { () throws(WireError) in try Settings(parsing: bytes.span) }
        }
        #expect(parse([3, 15]) == .settingBelowFloor)
        #expect(parse([3, 16]) == nil)
        #expect(parse([3, 16, 3, 17]) == .settingOrder)
        #expect(parse([7, 0, 6, 0]) == .settingOrder)
        #expect(parse([7]) == .truncated)
        #expect(parse((0..<64).flatMap { Self.varint(UInt64($0) + 8) + [0] }) == nil)
        #expect(parse((0..<65).flatMap { Self.varint(UInt64($0) + 8) + [0] }) == .tooManySettings)
        #expect(reason { () throws(WireError) in try settings.set(.streams, to: 15) } == .settingBelowFloor)
        #expect(reason { () throws(WireError) in try settings.set(.streams, to: .max) } == .badVarint)

        let result = attack([settings.encoded(), [6, 1, 7, 0]], seed: 51) { bytes throws(WireError) in
            try Settings(parsing: bytes.span).encoded()
        }
        #expect(result.accepted > 100 && result.refused > 100)
    }

    static func varint(_ value: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.writeVarint(value)
        return writer.bytes
    }

    static func headers() throws -> [MessageHeader] {
        let file = try FileHeader(
            name: "Übung.tar", size: 70000, mode: 0o640, modificationSeconds: -5, modificationNanoseconds: 999_999_999,
            offset: 65536, resumeToken: [1, 2, 3])
        return [
            try MessageHeader(.bytes, length: 0),
            try MessageHeader(.text, length: 5),
            try MessageHeader(.object, length: 1 << 40),
            try MessageHeader(.list, length: Varint.maximum),
            try MessageHeader(.file(file), length: 70000),
            try MessageHeader(.request(.object, method: "größe"), length: 3),
            try MessageHeader(.response(.text, status: .noSuchService), length: 3),
        ]
    }

    @Test("Message headers come back as they were, and encode to the same bytes")
    func messageHeaders() throws {
        let headers = try Self.headers()
        #expect(headers.map(\.type) == MessageType.allCases)
        for header in headers { #expect(try MessageHeader(parsing: header.encoded().span) == header) }
        let result = attack(headers.map { $0.encoded() }, seed: 52, rounds: 10000) { bytes throws(WireError) in
            try MessageHeader(parsing: bytes.span).encoded()
        }
        #expect(result.accepted > 500 && result.refused > 500)
    }

    @Test("A file's header in hex")
    func fileHeader() throws {
        let expected =
            "0500" + "80011170" + "80011170" + "01a0" + "fffffffffffffffb" + "3b9ac9ff" + "01" + "80010000"
            + "03010203" + "000a" + Hex.encode(Array("Übung.tar".utf8))
        #expect(Hex.encode(try Self.headers()[4].encoded()) == expected)
    }

    @Test("Each rule of the headers has its error")
    func headerErrors() throws {
        func parse(_ hex: String) throws -> WireError.Reason? {
            let bytes = try Hex.decode(hex)
            return reason { () throws(WireError) in try MessageHeader(parsing: bytes.span) }
        }
        #expect(try parse("010000") == nil)
        #expect(try parse("080000") == .unknownMessageType)
        #expect(try parse("000000") == .unknownMessageType)
        #expect(try parse("010100") == .unknownFlags)
        #expect(try parse("01000000") == .trailingBytes)
        #expect(try parse("06000001" + "0161") == nil)
        #expect(try parse("06000005" + "0161") == .badField)
        #expect(try parse("06000001" + "01ff") == .badText)
        #expect(try parse("06000001" + "0261") == .truncated)
        #expect(try parse("07000006" + "0000") == .badField)
        #expect(try parse("07000009" + "0000") == .unknownMessageType)
        func file(
            length: String = "05", size: String = "05", mode: String = "01a4", nano: String = "3b9ac9ff",
            offset: String = "05", token: String = "00", name: String = "0000"
        ) throws -> WireError.Reason? {
            try parse("0500" + length + size + mode + "0000000000000000" + nano + "01" + offset + token + name)
        }
        #expect(try file() == nil)
        #expect(try file(length: "06") == .badField)
        #expect(try file(offset: "06") == .badField)
        #expect(try file(mode: "1000") == .badField)
        #expect(try file(mode: "0fff") == nil)
        #expect(try file(nano: "3b9aca00") == .badField)
        #expect(try file(token: "20" + String(repeating: "aa", count: 32)) == nil)
        #expect(try file(token: "21" + String(repeating: "aa", count: 33)) == .tooLong)
        #expect(try file(name: "0400" + String(repeating: "61", count: 1024)) == nil)
        #expect(try file(name: "0401" + String(repeating: "61", count: 1025)) == .tooLong)
        #expect(try file(name: "0002c3") == .truncated)
        #expect(try file(name: "0002c328") == .badText)
        #expect(
            reason { () throws(WireError) in try MessageHeader(.request(.file, method: "m"), length: 1) } == .badField)
        let long = String(repeating: "x", count: 256)
        #expect(
            reason { () throws(WireError) in try MessageHeader(.request(.text, method: long), length: 1) } == .tooLong)
        #expect(reason { () throws(WireError) in try MessageHeader(.text, length: .max) } == .badVarint)
    }

    @Test("The longest message header fits the limit that frames of its kind have")
    func longestHeader() throws {
        let file = try FileHeader(
            name: String(repeating: "n", count: 1024), size: Varint.maximum, offset: Varint.maximum,
            resumeToken: [UInt8](repeating: 1, count: 32))
        let header = try MessageHeader(.file(file), length: Varint.maximum).encoded()
        #expect(header.count == MessageHeader.largestByteCount)
        let bytes = FrameTests.write([.init(kind: 0x18, stream: 2, payload: header)])
        #expect(try FrameTests.read(bytes).count == 1)
    }

    @Test("Refusal, goodbye and receipt")
    func farewells() throws {
        let text = String(repeating: "é", count: 128)
        let refusal = try RefusePayload(code: .busy, text: text)
        let goodbye = try GoodbyePayload(code: .none, lastStream: 300, text: "bye")
        #expect(Hex.encode(goodbye.encoded()) == "0000" + "412c" + "627965")
        let receipt = try ReceiptPayload(status: .none, root: [UInt8](repeating: 9, count: 32))
        #expect(reason { () throws(WireError) in try RefusePayload(code: .busy, text: text + "!") } == .tooLong)
        #expect(
            reason { () throws(WireError) in try GoodbyePayload(code: .busy, lastStream: 0, text: text + "!") }
                == .tooLong)
        #expect(reason { () throws(WireError) in try ReceiptPayload(status: .none, root: [1]) } == .badPayloadLength)

        let refusals = attack([refusal.encoded(), [0, 6]], seed: 53) { bytes throws(WireError) in
            try RefusePayload(parsing: bytes.span).encoded()
        }
        let goodbyes = attack([goodbye.encoded()], seed: 54) { bytes throws(WireError) in
            try GoodbyePayload(parsing: bytes.span).encoded()
        }
        let receipts = attack([receipt.encoded(), [0, 18]], seed: 55) { bytes throws(WireError) in
            try ReceiptPayload(parsing: bytes.span).encoded()
        }
        for result in [refusals, goodbyes, receipts] { #expect(result.accepted > 50 && result.refused > 50) }
    }

    @Test("The registry of errors")
    func registry() {
        #expect("\(ErrorCode(rawValue: 20))" == "unsupportedType" && "\(ErrorCode.internalError)" == "internalError")
        #expect("\(ErrorCode.application(3))" == "application(3)" && ErrorCode.application(3).rawValue == 0x8003)
        #expect("\(ErrorCode(rawValue: 4711))" == "unknown(4711)")
        #expect(WireError(.unknownCriticalExtension).code == .unsupportedExtension)
        #expect(WireError(.frameTooLong).code == .limitExceeded && WireError(.truncated).code == .malformed)
    }
}
