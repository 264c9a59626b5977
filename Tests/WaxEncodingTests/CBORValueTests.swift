import Foundation
import Testing
import WaxCore
import WaxEncoding
import WaxTestSupport

@Suite("CBOR: dynamic values")
struct CBORValueTests {
    static func error(_ hex: String, _ options: CBOROptions = .strict) -> CBORError? {
        do throws(CBORError) {
            _ = try CBORValue(decoding: (try? Hex.decode(hex)) ?? [], options: options)
            return nil
        } catch {
            return error
        }
    }

    @Test("Duplicate keys are refused in either mode, also where they are written differently")
    func duplicateKeys() {
        #expect(Self.error("a201000100") == CBORError(.duplicateKey, at: 3))
        #expect(Self.error("a201000100", .lenient) == CBORError(.duplicateKey, at: 3))
        #expect(Self.error("a30100020001f6", .lenient) == CBORError(.duplicateKey, at: 5))
        #expect(Self.error("a20100180100", .lenient) == CBORError(.duplicateKey, at: 3))
        #expect(Self.error("bf6161007f6161ff00ff", .lenient) == CBORError(.duplicateKey, at: 4))
        #expect(Self.error("a2f93c0000fa3f80000000", .lenient) == CBORError(.duplicateKey, at: 5))
        // A map as a key, its entries in another order.
        #expect(Self.error("a2a20102030400a20304010200", .lenient) == CBORError(.duplicateKey, at: 7))
        // An integer and a float are two keys, as are two ways to write one character.
        #expect(Self.error("a20100f93c0000") == nil)
        #expect(Self.error("a262c3a9006365cc8100") == nil)
    }

    @Test("Trailing data and invalid UTF-8 are refused")
    func strictness() {
        #expect(Self.error("0000") == CBORError(.trailingData, at: 1))
        #expect(Self.error("") == CBORError(.truncated, at: 0))
        for text in ["61ff", "62c080", "63eda080", "64f4908080", "61c3", "820061c3"] {
            #expect(Self.error(text)?.code == .invalidUTF8)
            #expect(Self.error(text, .lenient)?.code == .invalidUTF8)
        }
        // Each piece of a text has to be valid by itself.
        #expect(Self.error("7f61c361a9ff", .lenient)?.code == .invalidUTF8)
        #expect(Self.error("7f62c3a9ff", .lenient) == nil)
    }

    @Test("Depth, number of items and length of strings are limited")
    func limits() throws {
        func nested(_ depth: Int, _ head: String) -> String { String(repeating: head, count: depth) + "00" }
        for head in ["81", "c1", "a100"] {
            #expect(Self.error(nested(64, head)) == nil)
            #expect(Self.error(nested(65, head))?.code == .tooDeep)
        }
        // A map as its own key, as deep as it goes.
        #expect(Self.error(String(repeating: "a1", count: 65) + String(repeating: "00", count: 66))?.code == .tooDeep)
        var options = CBOROptions.strict
        options.maximumDepth = 100_000
        #expect(options.maximumDepth == CBOROptions.depthCeiling)
        #expect(Self.error(nested(256, "81"), options) == nil)
        #expect(Self.error(nested(257, "81"), options)?.code == .tooDeep)
        #expect(Self.error(nested(50_000, "81"), options)?.code == .tooDeep)

        options = .strict
        options.maximumItemCount = 4
        #expect(Self.error("83010203", options) == nil)
        #expect(Self.error("8401020304", options) == CBORError(.tooManyItems, at: 4))
        #expect(Self.error("a201020304", options) == CBORError(.tooManyItems, at: 4))
        options.acceptsNonDeterministic = true
        #expect(Self.error("5f4141414141414141ff", options)?.code == .tooManyItems)

        options = .lenient
        options.maximumStringByteCount = 3
        #expect(Self.error("43010203", options) == nil)
        #expect(Self.error("4401020304", options)?.code == .stringTooLong)
        #expect(Self.error("7f626162626162ff", options)?.code == .stringTooLong)
    }

    @Test(
        "What a length claims is not believed",
        arguments: [
            "9bffffffffffffffff", "9b7fffffffffffffff00", "bbffffffffffffffff", "bb7fffffffffffffff00", "ba8000000000",
            "9affffffff", "9a0fffffff0000",
        ])
    func claims(hex: String) {
        #expect(Self.error(hex)?.code == .truncated)
        #expect(Self.error(hex, .lenient)?.code == .truncated)
    }

    @Test("A value that is nested too deep is not written")
    func tooDeepToWrite() {
        let deep = (0..<65).reduce(CBORValue.null) { value, _ in [value] }
        let error = #expect(throws: CBORError.self) { try deep.encoded() }
        #expect(error?.code == .tooDeep)
        #expect(throws: Never.self) { try deep.encoded(maximumDepth: 65) }
    }

    @Test("Equality is that of the encoding")
    func equality() {
        let values: [CBORValue] = [
            0, 1, -1, 0.0, .float(-0.0), 1.0, "1", .bytes([0x31]), [1], [], [:], [1: 1], true, false, nil, .undefined,
            .simple(CBORSimpleValue(rawValue: 0)!), .tagged(1, 1), .tagged(2, 1), "\u{E9}", "e\u{301}", .float(.nan),
            "", .bytes([]),
        ]
        for (leftIndex, left) in values.enumerated() {
            for (rightIndex, right) in values.enumerated() {
                #expect((left == right) == (leftIndex == rightIndex), "\(left) \(right)")
            }
        }
        #expect(Set(values).count == values.count)
        #expect(CBORValue.float(.nan) == .float(.signalingNaN))
        let (one, other): (CBORValue, CBORValue) = (["a": 1, "b": [2: 3, 4: 5]], ["b": [4: 5, 2: 3], "a": 1])
        #expect(one == other && one.hashValue == other.hashValue && one != ["a": 1, "b": [2: 3, 4: 6]])
    }

    @Test("Maps in maps are compared and hashed in a time that does not double with every level")
    func nestedComparison() {
        // Two entries on each level, in another order on either side; the deep one is a value or a key.
        func nest(_ depth: Int, reversed: Bool) -> CBORValue {
            (0..<depth).reduce(CBORValue.null) { inner, level in
                let deep = level % 2 == 0 ? CBORMap.Entry(key: 0, value: inner) : CBORMap.Entry(key: inner, value: 0)
                let entries = [deep, CBORMap.Entry(key: 1, value: 1)]
                return CBORMap(entries: reversed ? entries.reversed() : entries).map { .map($0) } ?? .null
            }
        }
        let (left, right) = (nest(60, reversed: false), nest(60, reversed: true))
        #expect(left == right && left.hashValue == right.hashValue)
    }

    @Test("A map keeps its order, replaces and removes")
    func mapEditing() {
        var map: CBORMap = ["b": 1, "a": 2]
        map["c"] = 3
        map["b"] = 4
        #expect(map.map(\.key) == ["b", "a", "c"] && map["b"] == 4 && map["x"] == nil)
        map["b"] = nil
        #expect(map.count == 2 && map == ["c": 3, "a": 2])
        #expect(CBORMap(entries: [.init(key: 1, value: 1), .init(key: 1, value: 2)]) == nil)
        #expect("\(map)" == #"{"a": 2, "c": 3}"#)
    }

    @Test("Integers of the machine")
    func integers() {
        #expect(CBORValue(integer: Int64.min) == -9_223_372_036_854_775_808)
        #expect(CBORValue(integer: UInt64.max) == 18_446_744_073_709_551_615)
        #expect(CBORValue(integer: Int8(-128)).integer(as: Int8.self) == -128)
        #expect(CBORValue.negative(128).integer(as: Int8.self) == nil)
        #expect(CBORValue.negative(0).integer(as: UInt8.self) == nil)
        #expect(CBORValue.negative(.max).integer(as: Int64.self) == nil)
        #expect(CBORValue.unsigned(.max).integer(as: UInt64.self) == .max && CBORValue.unsigned(.max).integer() == nil)
        #expect(CBORValue.text("1").integer() == nil)
        #expect(CBORSimpleValue(rawValue: 20) == nil && CBORSimpleValue(rawValue: 31) == nil)
    }

    @Test(
        "The description is diagnostic notation, with everything invisible escaped",
        arguments: [
            (18_446_744_073_709_551_615, "18446744073709551615"),
            (-18_446_744_073_709_551_616, "-18446744073709551616"),
            (-1, "-1"), (1.0, "1.0"), (.float(-.infinity), "-Infinity"), (.float(.nan), "NaN"),
            (.bytes([0, 255]), "h'00ff'"),
            ([1: [2, nil], "k": .undefined], #"{1: [2, null], "k": undefined}"#), (.tagged(32, "x"), #"32("x")"#),
            (.simple(CBORSimpleValue(rawValue: 99)!), "simple(99)"),
            (
                "a\"\\\n\u{1B}[31m\u{202E}\u{7F}\u{85}\u{E0001}ü水",
                #""a\"\\\n\u001b[31m\u202e\u007f\u0085\udb40\udc01ü水""#
            ),
        ] as [(CBORValue, String)])
    func description(value: CBORValue, text: String) {
        #expect("\(value)" == text)
    }

    @Test("Random values are written and read; the strict encoding is the only one that is accepted")
    func roundTrip() throws {
        var random = SeededRandom(seed: 8949)
        for _ in 0..<500 {
            let value = CBORValue.random(depth: 4, using: &random)
            let bytes = try value.encoded()
            #expect(try CBORValue(decoding: bytes) == value)
            #expect(try CBORValue(decoding: bytes, options: .lenient) == value)
        }
    }

    @Test("Cut off at any byte, an encoding gives a declared error")
    func truncated() throws {
        var random = SeededRandom(seed: 12)
        for _ in 0..<60 {
            let bytes = try CBORValue.random(depth: 4, using: &random).encoded()
            for count in 0..<min(bytes.count, 400) {
                #expect(throws: CBORError.self) { try CBORValue(decoding: Array(bytes[..<count])) }
            }
        }
    }

    @Test("What is accepted after random changes encodes again, in strict mode to the same bytes")
    func mutations() throws {
        var random = SeededRandom(seed: 7049)
        var (strict, lenient) = (0, 0)
        for _ in 0..<8000 {
            var bytes = try CBORValue.random(depth: 3, using: &random).encoded()
            mutate(&bytes, using: &random)
            if let value = try? CBORValue(decoding: bytes) {
                strict += 1
                #expect(try value.encoded() == bytes)
            }
            if let value = try? CBORValue(decoding: bytes, options: .lenient) {
                lenient += 1
                #expect(try CBORValue(decoding: value.encoded()) == value)
            }
        }
        #expect(strict > 200 && lenient > strict && lenient < 7900)
    }

    @Test("JSON goes in and out where it has the words")
    func json() throws {
        let text = #"{"a":[1,-2,2.5,true,null,"x"],"b":{},"n":18446744073709551615}"#
        let value = try JSONDecoder().decode(CBORValue.self, from: Data(text.utf8))
        #expect(value == ["a": [1, -2, 2.5, true, nil, "x"], "b": [:], "n": 18_446_744_073_709_551_615])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
        for value in [.undefined, .tagged(1, 1), [1: 2], .negative(.max), .simple(CBORSimpleValue(rawValue: 1)!)]
            as [CBORValue]
        {
            #expect(throws: EncodingError.self) { try JSONEncoder().encode([value]) }
        }
    }
}
