import Testing
import WaxCore
import WaxTestSupport
import WaxWire

@Suite("Hello and reject")
struct HelloTests {
    static let name = Array("Noise_XX_25519_AESGCM_SHA256".utf8)

    static func samples() throws -> [[UInt8]] {
        try [
            Hello(suite: .xx),
            Hello(suite: .nxpsk2, presharedKeyIdentifier: [1, 2, 3]),
            Hello(
                versions: [0x0AFA, 1, 2], suite: .xxpsk3, presharedKeyIdentifier: Array(repeating: 7, count: 64),
                otherExtensions: [Extension(type: 0x0AFA, value: [1]), Extension(type: 0x8002, value: [])]),
        ].map { Array(try $0.encodedUnit()[3...]) }
    }

    @Test("A hello in hex")
    func known() throws {
        let hello = try Hello(suite: .xxpsk3, presharedKeyIdentifier: [0xAB, 0xCD])
        let expected =
            "01002e" + "57415857" + "010001" + "20"
            + Hex.encode(Array("Noise_XXpsk3_25519_AESGCM_SHA256".utf8)) + "80010002abcd"
        #expect(try Hex.encode(hello.encodedUnit()) == expected)
        #expect(hello.suite == .xxpsk3 && hello.presharedKeyIdentifier == [0xAB, 0xCD])
    }

    @Test("What parses encodes to the same bytes; cuts and mutations only fail as declared")
    func mutations() throws {
        let result = attack(try Self.samples(), seed: 31, rounds: 6000) { bytes throws(WireError) in
            Array(try Hello(parsing: bytes.span).encodedUnit()[3...])
        }
        #expect(result.accepted > 500 && result.refused > 500)
    }

    @Test("Each rule has its error")
    func errors() throws {
        func parse(_ bytes: [UInt8]) -> WireError.Reason? {
            reason { () throws(WireError) in try Hello(parsing: bytes.span) }
        }
        let start = Array("WAXW".utf8)
        let name = [UInt8(Self.name.count)] + Self.name
        let good = start + [1, 0, 1] + name
        #expect(parse(good) == nil)
        #expect(parse(Array("WAXX".utf8) + [1, 0, 1] + name) == .badMagic)
        #expect(parse(start + [0] + name) == .badVersions)
        #expect(parse(start + [2, 0, 1, 0, 1] + name) == .badVersions)
        #expect(parse(start + [16] + (1...16).flatMap { [0, UInt8($0)] } + name) == nil)
        #expect(parse(start + [17] + (1...17).flatMap { [0, UInt8($0)] } + name) == .badVersions)
        #expect(parse(start + [1, 0, 1, 0]) == .badProtocolName)
        #expect(parse(start + [1, 0, 1, 1, 0x20]) == .badProtocolName)
        #expect(parse(start + [1, 0, 1, 64] + Array(repeating: 0x41, count: 64)) == nil)
        #expect(parse(start + [1, 0, 1, 65] + Array(repeating: 0x41, count: 65)) == .badProtocolName)
        #expect(parse(good + [0, 5, 0, 0, 0, 4, 0, 0]) == .extensionOrder)
        #expect(parse(good + [0x80, 5, 0, 0, 0, 5, 0, 0]) == .extensionOrder)
        #expect(parse(good + [0x80, 4, 0, 0, 0, 5, 0, 0]) == nil)
        #expect(parse(good + [0, 5, 0, 9, 1]) == .truncated)
        #expect(parse(good + [0x80, 1, 0, 0]) == .badExtension)
        #expect(parse(good + [0x80, 1, 0, 65] + Array(repeating: 1, count: 65)) == .badExtension)
        #expect(parse(good + [0, 9, 4, 0] + Array(repeating: 1, count: 1024)) == .unitTooLong)
        #expect(reason { () throws(WireError) in try Hello(suite: .xx, presharedKeyIdentifier: [1]) } == .badExtension)
        #expect(reason { () throws(WireError) in try Hello(suite: .nxpsk2) } == .badExtension)
    }

    @Test("The server's answer: the client's first version that is known, then the suite, then the extensions")
    func answers() throws {
        let suites: [Suite] = [.xx, .nx, .xxpsk3]
        func answer(_ hello: Hello) -> Hello.Answer { hello.answer(versions: [1, 2], suites: suites) }
        #expect(answer(try Hello(versions: [9, 2, 1], suite: .nx)) == .proceed(version: 2, .nx))
        #expect(answer(try Hello(versions: [9, 0x0AFA], suite: .nx)) == .reject(.unsupportedVersion))
        #expect(answer(try Hello(suite: .nxpsk2, presharedKeyIdentifier: [1])) == .reject(.unsupportedSuite))
        #expect(answer(try Hello(protocolName: Array("Noise_XX_448".utf8))) == .reject(.unsupportedSuite))
        let unknown = Extension(type: 0x8123, value: [])
        #expect(answer(try Hello(suite: .xx, otherExtensions: [unknown])) == .reject(.unsupportedExtension))
        #expect(
            answer(try Hello(versions: [7], suite: .xx, otherExtensions: [unknown])) == .reject(.unsupportedVersion))
        let madeUp = Extension(type: GreaseNumber.extensionType(5), value: [1, 2])
        #expect(answer(try Hello(suite: .xx, otherExtensions: [madeUp])) == .proceed(version: 1, .xx))
        let identifier = try ExtensionList([Extension(type: 0x8001, value: [1])])
        #expect(answer(try Hello(protocolName: Self.name, extensions: identifier)) == .reject(.malformed))
        #expect(answer(try Hello(protocolName: Array(Suite.xxpsk3.protocolName.utf8))) == .reject(.malformed))
    }

    @Test("Extension lists are put into order, and refuse a type twice")
    func extensionLists() throws {
        var random = SeededRandom(seed: 32)
        for _ in 0..<200 {
            let numbers = (0..<8).map { _ in UInt16.random(in: 0...40, using: &random) }
            let entries = numbers.map { Extension(type: Bool.random(using: &random) ? $0 : $0 | 0x8000, value: [1]) }
            let list = try? ExtensionList(entries)
            #expect((list == nil) == (Set(numbers).count < numbers.count))
            #expect(list == nil || list?.entries.map(\.number) == numbers.sorted())
        }
    }

    @Test("Reject")
    func reject() {
        #expect(Hex.encode(Reject(code: .unsupportedSuite).encodedUnit()) == "0400020003")
        let result = attack([[0, 5], [0x80, 1]], seed: 33, rounds: 500) { bytes throws(WireError) in
            Array(try Reject(parsing: bytes.span).encodedUnit()[3...])
        }
        #expect(result.accepted > 10 && result.refused > 10)
    }
}
