import Foundation
import Testing
import WaxCore
import WaxEncoding
import WaxTestSupport

@Suite("CBOR: Codable")
struct CBORCodableTests {
    static func roundTrip<Value: Codable & Equatable>(_ value: Value, _ tree: CBORValue? = nil) throws {
        let bytes = try CBOREncoder().encode(value)
        if let tree { #expect(try CBORValue(decoding: bytes) == tree) }
        #expect(try CBORDecoder().decode(Value.self, from: bytes) == value)
        // What the encoder gives is deterministic: dynamic values write the same.
        #expect(try CBORValue(decoding: bytes).encoded() == bytes)
    }

    // MARK: Types

    struct Everything: Codable, Equatable {
        var bool = true, string = "wax\u{0}", int = Int.min, int8 = Int8.min, int16 = Int16.max, int32 = Int32.min
        var int64 = Int64.max, uint = UInt.max, uint8 = UInt8.max, uint16 = UInt16.max, uint32 = UInt32.max
        var uint64 = UInt64.max, float = Float(1.1), double = 1.1, nothing: Int?, something: Int? = 5
        var bytes: [UInt8] = [1, 2, 3], data = Data([4, 5]), contiguous: ContiguousArray<UInt8> = [6],
            noBytes: [UInt8]? = nil
        var nested = Nested(), array = [Nested(), Nested(list: [[1], []])], date = Date(timeIntervalSince1970: 1.5)
    }

    struct Nested: Codable, Equatable {
        var list: [[Int]] = [[1, 2], [3]]
        var table = ["x": ["y": 1.5]]
        var choice = Choice.b(number: 3)
    }

    enum Choice: Codable, Equatable { case a, b(number: Int), c(String, Bool) }
    enum Name: String, Codable, Hashable { case one, two }

    @Test("Structures with every kind of member come back")
    func everything() throws {
        try Self.roundTrip(Everything())
        try Self.roundTrip(Nested(list: [], table: [:], choice: .a))
        try Self.roundTrip([Choice.c("x", true), .a, .b(number: 1)])
    }

    @Test(
        "Values at the top level need no container",
        arguments: [
            (try CBOREncoder().encode(5), "05"), (try CBOREncoder().encode("x"), "6178"),
            (try CBOREncoder().encode(Int?.none), "f6"),
            (try CBOREncoder().encode(Int?.some(1)), "01"), (try CBOREncoder().encode([UInt8]([1, 2])), "420102"),
            (try CBOREncoder().encode(Data([1, 2])), "420102"), (try CBOREncoder().encode([Int]()), "80"),
            (try CBOREncoder().encode([[UInt8]]([[1]])), "814101"), (try CBOREncoder().encode(Name.two), "6374776f"),
            (try CBOREncoder().encode([Int8]([-1])), "8120"), (try CBOREncoder().encode(1.0), "f93c00"),
            (try CBOREncoder().encode(Float(0.1)), "fa3dcccccd"), (try CBOREncoder().encode(CBORValue.undefined), "f7"),
            (try CBOREncoder().encode([CBORMap]([[1: 2]])), "81a10102"),
            (try CBOREncoder().encode(ContiguousArray<UInt8>([7])), "4107"),
        ] as [([UInt8], String)])
    func topLevel(bytes: [UInt8], hex: String) {
        #expect(Hex.encode(bytes) == hex)
    }

    @Test("Keys are sorted, whatever the order of the members")
    func sortedKeys() throws {
        struct Unsorted: Codable, Equatable { var zz = 1, b = 2, a = 3 }
        #expect(Hex.encode(try CBOREncoder().encode(Unsorted())) == "a3616103616202627a7a01")
    }

    @Test("Coding keys that are numbers are written as numbers")
    func integerKeys() throws {
        struct Compact: Codable, Equatable {
            var name = "n", kind = 2
            enum CodingKeys: Int, CodingKey { case name = 1, kind = -2 }
        }
        try Self.roundTrip(Compact(), [1: "n", -2: 2])
        struct Digits: Codable, Equatable {
            var name = "n"
            enum CodingKeys: String, CodingKey { case name = "1" }
        }
        try Self.roundTrip(Digits(), ["1": "n"])
    }

    // MARK: Dictionaries and sets

    struct Point: Codable, Hashable { var x: Int, y: Int }

    @Test("Dictionaries are maps with keys of their own type")
    func dictionaries() throws {
        try Self.roundTrip(["b": 1, "a": 2, "01": 3, "1": 4], ["b": 1, "a": 2, "01": 3, "1": 4])
        try Self.roundTrip([1: "a", -5: "b"], [1: "a", -5: "b"])
        try Self.roundTrip([UInt8(1): [UInt8(2)]], [1: .bytes([2])])
        try Self.roundTrip([Point(x: 1, y: 2): "p"], [["x": 1, "y": 2]: "p"])
        try Self.roundTrip([[UInt8(1)]: 1, [2, 3]: 2], [.bytes([1]): 1, .bytes([2, 3]): 2])
        try Self.roundTrip([Name.one: 1, .two: 2], ["one": 1, "two": 2])
        try Self.roundTrip([1.5: 1], [1.5: 1])
        try Self.roundTrip([true: [false: 1]], [true: [false: 1]])
        try Self.roundTrip(["a": Optional(1), "b": nil], ["a": 1, "b": nil])
        let uuid = UUID()
        try Self.roundTrip([uuid: 1], [.text(uuid.uuidString): 1])
    }

    @Test("Keys that represent coding keys are written as those")
    func codingKeyRepresentable() throws {
        struct Tag: Codable, Hashable, CodingKeyRepresentable {
            var name: String
            var codingKey: any CodingKey { Key(stringValue: "tag-" + name) }
            init(name: String) { self.name = name }
            init?(codingKey: some CodingKey) { name = String(codingKey.stringValue.dropFirst(4)) }
            struct Key: CodingKey {
                var stringValue: String
                var intValue: Int? { nil }
                init(stringValue: String) { self.stringValue = stringValue }
                init?(intValue: Int) { nil }
            }
        }
        try Self.roundTrip([Tag(name: "x"): 1, Tag(name: "y"): 2], ["tag-x": 1, "tag-y": 2])
        enum Raw: Int, Codable, CodingKeyRepresentable { case a = 1, b = 7 }
        try Self.roundTrip([Raw.a: "x", .b: "y"])
    }

    @Test("Sets and dictionaries give the same bytes however they were filled")
    func determinism() throws {
        struct Both: Codable, Equatable {
            var set: Set<String>
            var points: Set<Point>
            var table: [Point: Set<Int>]
            var wrapped: Set<Int>??
        }
        var random = SeededRandom(seed: 3)
        var encodings = Set<[UInt8]>()
        let numbers = Array(0..<60)
        for _ in 0..<20 {
            let shuffled = numbers.shuffled(using: &random)
            // Other capacities give other orders, too.
            var set = Set<String>(minimumCapacity: Int(random.next() % 500))
            for number in shuffled { set.insert("s\(number)") }
            let both = Both(
                set: set, points: Set(shuffled.map { Point(x: $0, y: -$0) }),
                table: Dictionary(uniqueKeysWithValues: shuffled.map { (Point(x: $0, y: 1), Set(shuffled)) }),
                wrapped: Set(shuffled))
            encodings.insert(try CBOREncoder().encode(both))
            try Self.roundTrip(both)
        }
        #expect(encodings.count == 1)
        #expect(try CBOREncoder().encode(Set([3, 1, 100, 2])) == ([1, 2, 3, 100] as CBORValue).encoded())
    }

    @Test("A dictionary that forwards itself to the encoder is read by the other way, too")
    func forwarding() throws {
        struct Wrapper<Key: Codable & Hashable>: Codable, Equatable {
            var table: [Key: Int]
            init(table: [Key: Int]) { self.table = table }
            func encode(to encoder: any Encoder) throws { try table.encode(to: encoder) }
            init(from decoder: any Decoder) throws { table = try Dictionary(from: decoder) }
        }
        let texts = ["1": 1, "01": 2, "x": 3], numbers = [1: 1, -7: 2]
        try Self.roundTrip(Wrapper(table: texts))
        try Self.roundTrip(Wrapper(table: numbers))
        let decoder = CBORDecoder()
        #expect(try decoder.decode([String: Int].self, from: CBOREncoder().encode(Wrapper(table: texts))) == texts)
        #expect(try decoder.decode([Int: Int].self, from: CBOREncoder().encode(Wrapper(table: numbers))) == numbers)
        #expect(try decoder.decode(Wrapper<String>.self, from: CBOREncoder().encode(texts)).table == texts)
        #expect(try decoder.decode(Wrapper<Int>.self, from: CBOREncoder().encode(numbers)).table == numbers)
    }

    @Test("Two keys that are one in Swift are refused, not merged")
    func collidingKeys() throws {
        let bytes = try (["\u{E9}": 1, "e\u{301}": 2] as CBORValue).encoded()
        #expect(throws: DecodingError.self) { try CBORDecoder().decode([String: Int].self, from: bytes) }
        let numbers = try ([1: 1, 1.0: 2] as CBORValue).encoded()
        #expect(throws: DecodingError.self) { try CBORDecoder().decode([Double: Int].self, from: numbers) }
        let twice = try ([1, 1] as CBORValue).encoded()
        #expect(throws: DecodingError.self) { try CBORDecoder().decode(Set<Int>.self, from: twice) }
    }

    // MARK: Containers of all kinds

    class Base: Codable {
        var base = 1
        init() {}
    }

    final class Derived: Base {
        var derived = 2
        override init() { super.init() }
        enum CodingKeys: CodingKey { case derived }
        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(derived, forKey: .derived)
            try super.encode(to: container.superEncoder())
        }
        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            derived = try container.decode(Int.self, forKey: .derived)
            try super.init(from: try container.superDecoder())
        }
    }

    final class Sharing: Base {
        var other = 3
        enum CodingKeys: CodingKey { case other }
        override init() { super.init() }
        override func encode(to encoder: any Encoder) throws {
            try super.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(other, forKey: .other)
        }
        required init(from decoder: any Decoder) throws {
            other = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .other)
            try super.init(from: decoder)
        }
    }

    @Test("Classes write their superclass beside or into their own map")
    func superclasses() throws {
        let derived = Derived()
        (derived.base, derived.derived) = (7, 8)
        let bytes = try CBOREncoder().encode(derived)
        #expect(try CBORValue(decoding: bytes) == ["derived": 8, "super": ["base": 7]])
        let read = try CBORDecoder().decode(Derived.self, from: bytes)
        #expect(read.base == 7 && read.derived == 8)
        let shared = try CBOREncoder().encode(Sharing())
        #expect(try CBORValue(decoding: shared) == ["base": 1, "other": 3])
        #expect(try CBORDecoder().decode(Sharing.self, from: shared).other == 3)
    }

    struct ByHand: Codable, Equatable {
        var numbers = [1, 2], text = "t"
        enum Keys: String, CodingKey { case outer, inner, list }
        init() {}
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            var inner = container.nestedContainer(keyedBy: Keys.self, forKey: .outer)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            // Filled in turns, and after the surrounding container.
            try list.encode(numbers[0])
            try inner.encode(text, forKey: .inner)
            var deep = list.nestedUnkeyedContainer()
            var map = list.nestedContainer(keyedBy: Keys.self)
            try deep.encodeNil()
            try map.encode(numbers[1], forKey: .inner)
            try deep.encode(Optional("x"))
            try numbers.encode(to: list.superEncoder())
            try container.encodeNil(forKey: .inner)
        }
        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            let inner = try container.nestedContainer(keyedBy: Keys.self, forKey: .outer)
            text = try inner.decode(String.self, forKey: .inner)
            var list = try container.nestedUnkeyedContainer(forKey: .list)
            numbers = [try list.decode(Int.self)]
            var deep = try list.nestedUnkeyedContainer()
            let isNil = try deep.decodeNil(), isNotNil = try !deep.decodeNil()
            let deepText = try deep.decode(String.self)
            numbers.append(try list.nestedContainer(keyedBy: Keys.self).decode(Int.self, forKey: .inner))
            let again = try [Int](from: list.superDecoder())
            #expect(isNil && isNotNil && deepText == "x" && deep.isAtEnd && list.isAtEnd && again == numbers)
            #expect(try container.decodeNil(forKey: .inner) && list.count == 4 && list.currentIndex == 4)
            #expect(container.allKeys.count == 3 && container.contains(.outer))
        }
    }

    @Test("Nested containers may be filled in any order")
    func nestedContainers() throws {
        try Self.roundTrip(
            ByHand(), ["outer": ["inner": "t"], "list": [1, [nil, "x"], ["inner": 2], [1, 2]], "inner": nil])
    }

    @Test("A key that is written twice has the last value, in small and in large maps")
    func lastValueWins() throws {
        struct Twice: Encodable {
            var count: Int
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Name.Key.self)
                for round in 0..<2 {
                    for key in 0..<count { try container.encode(round, forKey: Name.Key(stringValue: "k\(key)")) }
                }
            }
        }
        for count in [1, 11, 12, 13, 40] {
            let read = try CBORDecoder().decode([String: Int].self, from: CBOREncoder().encode(Twice(count: count)))
            #expect(read == Dictionary(uniqueKeysWithValues: (0..<count).map { ("k\($0)", 1) }))
        }
    }

    // MARK: Errors

    @Test("What cannot be encoded is an EncodingError")
    func encodingErrors() throws {
        struct Nothing: Encodable { func encode(to encoder: any Encoder) throws {} }
        struct Conflict: Encodable {
            func encode(to encoder: any Encoder) throws {
                _ = encoder.container(keyedBy: Name.Key.self)
                var container = encoder.unkeyedContainer()
                try container.encode(1)
            }
        }
        struct Scalars: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(1)
                try container.encode(2)
            }
        }
        final class Cycle: Encodable {
            var next: Cycle?
            var list: [Cycle] = []
        }
        #expect(throws: EncodingError.self) { try CBOREncoder().encode(Nothing()) }
        #expect(throws: EncodingError.self) { try CBOREncoder().encode(["a": Nothing()]) }
        #expect(throws: EncodingError.self) { try CBOREncoder().encode(Conflict()) }
        #expect(throws: EncodingError.self) { try CBOREncoder().encode(Scalars()) }
        let cycle = Cycle()
        cycle.next = cycle
        #expect(throws: EncodingError.self) { try CBOREncoder().encode(cycle) }
        cycle.next = nil
        let deep = (0..<70).reduce(Cycle()) { inner, _ in
            let outer = Cycle()
            outer.list = [inner]
            return outer
        }
        do {
            _ = try CBOREncoder().encode(deep)
            Issue.record("a value of 140 levels was encoded")
        } catch EncodingError.invalidValue(_, let context) {
            #expect((context.underlyingError as? CBORError)?.code == .tooDeep)
        }
        struct Empty: Codable, Equatable {}
        try Self.roundTrip(Empty(), [:])
    }

    @Test("What cannot be decoded is a DecodingError that says where and what")
    func decodingErrors() throws {
        func failure<Value: Decodable>(_ type: Value.Type, _ value: CBORValue) -> String {
            do {
                _ = try CBORDecoder().decode(type, from: value)
                return "none"
            } catch DecodingError.typeMismatch(_, let context) {
                return "mismatch \(context.codingPath.map(\.stringValue)) \(context.debugDescription)"
            } catch DecodingError.valueNotFound(_, let context) {
                return "null \(context.codingPath.map(\.stringValue)) \(context.debugDescription)"
            } catch DecodingError.keyNotFound(let key, let context) {
                return "key \(key.stringValue) \(context.codingPath.map(\.stringValue))"
            } catch DecodingError.dataCorrupted(let context) {
                return "data \(context.codingPath.map(\.stringValue)) \(context.debugDescription)"
            } catch {
                return "\(error)"
            }
        }
        #expect(failure(Point.self, ["x": 1]) == "key y []")
        #expect(
            failure([Point].self, [["x": 1, "y": "z"]])
                == #"mismatch ["Index 0", "y"] expected an integer, found a text"#)
        #expect(
            failure([Point].self, [["x": 1, "y": nil]]) == #"null ["Index 0", "y"] expected an integer, found null"#)
        #expect(failure([String: Point].self, ["p": 1]) == #"mismatch ["p"] expected a map, found an integer"#)
        #expect(failure([UInt8].self, [1, 2]) == "mismatch [] expected a byte string, found an array")
        #expect(failure(Data.self, "x") == "mismatch [] expected a byte string, found a text")
        #expect(failure(Int8.self, 128) == "data [] the number does not fit into Int8 exactly")
        #expect(failure(UInt.self, -1) == "data [] the number does not fit into UInt exactly")
        #expect(failure(Int.self, 1.0) == "mismatch [] expected an integer, found a floating-point number")
        #expect(failure(Int.self, .tagged(1, 1)) == "mismatch [] expected an integer, found a value with tag 1")
        #expect(failure(Float.self, 1.1) == "data [] the number does not fit into Float exactly")
        #expect(failure(Double.self, 9_007_199_254_740_993) == "data [] the number does not fit into Double exactly")
        #expect(failure([Int].self, ["x": 1]) == "mismatch [] expected an array, found a map")
        #expect(failure([Int: Int].self, ["x": 1]) == #"mismatch ["x"] expected a key of the dictionary, found a text"#)
        #expect(failure(Bool.self, .undefined) == "null [] expected true or false, found undefined")
        #expect(
            failure(String.self, .simple(CBORSimpleValue(rawValue: 3)!))
                == "mismatch [] expected a text, found simple value 3")
    }

    @Test("Numbers are converted where nothing is lost")
    func numbers() throws {
        let decoder = CBORDecoder()
        #expect(try decoder.decode(Double.self, from: 5 as CBORValue) == 5)
        #expect(try decoder.decode(Double.self, from: -18_446_744_073_709_551_616 as CBORValue) == -0x1p64)
        #expect(try decoder.decode(Double.self, from: -9_223_372_036_854_775_808 as CBORValue) == -0x1p63)
        #expect(try decoder.decode(Float.self, from: 1.5 as CBORValue) == 1.5)
        #expect(try decoder.decode(Float.self, from: CBORValue.float(.nan)).isNaN)
        #expect(try decoder.decode(Float.self, from: CBORValue.float(-.infinity)) == -.infinity)
        #expect(try decoder.decode(Int?.self, from: CBORValue.undefined) == nil)
    }

    @Test("The options reach the decoder, and its errors carry the cause")
    func options() throws {
        let indefinite: [UInt8] = [0x9F, 0x01, 0xFF]
        do {
            _ = try CBORDecoder().decode([Int].self, from: indefinite)
            Issue.record("an indefinite length was accepted")
        } catch DecodingError.dataCorrupted(let context) {
            #expect(context.underlyingError as? CBORError == CBORError(.indefiniteLength, at: 0))
        }
        #expect(try CBORDecoder(options: .lenient).decode([Int].self, from: indefinite) == [1])
    }

    @Test("User info and dynamic members reach their types")
    func userInfoAndDynamicMembers() throws {
        struct Mixed: Codable, Equatable { var any: CBORValue, map: CBORMap, list: [CBORValue] }
        try Self.roundTrip(
            Mixed(any: .tagged(1, .undefined), map: [1: .bytes([1])], list: [-5, nil]),
            ["any": .tagged(1, .undefined), "map": [1: .bytes([1])], "list": [-5, nil]])
        struct Asking: Codable {
            static let key = CodingUserInfoKey(rawValue: "k")!
            init() {}
            init(from decoder: any Decoder) throws { #expect(decoder.userInfo[Self.key] as? Int == 4) }
            func encode(to encoder: any Encoder) throws {
                #expect(encoder.userInfo[Self.key] as? Int == 4)
                try [1].encode(to: encoder)
            }
        }
        var encoder = CBOREncoder(), decoder = CBORDecoder()
        encoder.userInfo = [Asking.key: 4]
        decoder.userInfo = [Asking.key: 4]
        _ = try decoder.decode(Asking.self, from: try encoder.encode(Asking()))
    }

    @Test("Random changes to the encoding give a value or a DecodingError, nothing else")
    func mutations() throws {
        let original = try CBOREncoder().encode(Everything())
        var random = SeededRandom(seed: 5)
        var accepted = 0
        for _ in 0..<3000 {
            var bytes = original
            mutate(&bytes, using: &random)
            do {
                _ = try CBORDecoder(options: .lenient).decode(Everything.self, from: bytes)
                accepted += 1
            } catch {
                #expect(error is DecodingError)
            }
        }
        #expect(accepted > 100 && accepted < 2900)
    }
}

extension CBORCodableTests.Name {
    struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
