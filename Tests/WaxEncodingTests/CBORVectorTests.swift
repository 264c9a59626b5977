import Testing
import WaxCore
import WaxEncoding

/// RFC 8949 appendix A: encoding, value, and what the strict decoder says where it is not deterministic.
private let appendixA: [(hex: String, value: CBORValue, strict: CBORError.Code?)] = [
    ("00", 0, nil), ("01", 1, nil), ("0a", 10, nil), ("17", 23, nil), ("1818", 24, nil), ("1819", 25, nil),
    ("1864", 100, nil), ("1903e8", 1000, nil), ("1a000f4240", 1_000_000, nil),
    ("1b000000e8d4a51000", 1_000_000_000_000, nil), ("1bffffffffffffffff", 18_446_744_073_709_551_615, nil),
    ("c249010000000000000000", .tagged(2, .bytes([1, 0, 0, 0, 0, 0, 0, 0, 0])), nil),
    ("3bffffffffffffffff", -18_446_744_073_709_551_616, nil),
    ("c349010000000000000000", .tagged(3, .bytes([1, 0, 0, 0, 0, 0, 0, 0, 0])), nil),
    ("20", -1, nil), ("29", -10, nil), ("3863", -100, nil), ("3903e7", -1000, nil),
    ("f90000", 0.0, nil), ("f98000", .float(-0.0), nil), ("f93c00", 1.0, nil), ("fb3ff199999999999a", 1.1, nil),
    ("f93e00", 1.5, nil), ("f97bff", 65504.0, nil), ("fa47c35000", 100000.0, nil),
    ("fa7f7fffff", 3.4028234663852886e+38, nil), ("fb7e37e43c8800759c", 1.0e+300, nil),
    ("f90001", 5.960464477539063e-8, nil), ("f90400", 0.00006103515625, nil), ("f9c400", -4.0, nil),
    ("fbc010666666666666", -4.1, nil), ("f97c00", .float(.infinity), nil), ("f97e00", .float(.nan), nil),
    ("f9fc00", .float(-.infinity), nil), ("fa7f800000", .float(.infinity), .notShortest),
    ("fa7fc00000", .float(.nan), .notShortest), ("faff800000", .float(-.infinity), .notShortest),
    ("fb7ff0000000000000", .float(.infinity), .notShortest), ("fb7ff8000000000000", .float(.nan), .notShortest),
    ("fbfff0000000000000", .float(-.infinity), .notShortest),
    ("f4", false, nil), ("f5", true, nil), ("f6", nil, nil), ("f7", .undefined, nil),
    ("f0", .simple(CBORSimpleValue(rawValue: 16)!), nil), ("f8ff", .simple(CBORSimpleValue(rawValue: 255)!), nil),
    ("c074323031332d30332d32315432303a30343a30305a", .tagged(0, "2013-03-21T20:04:00Z"), nil),
    ("c11a514b67b0", .tagged(1, 1_363_896_240), nil), ("c1fb41d452d9ec200000", .tagged(1, 1363896240.5), nil),
    ("d74401020304", .tagged(23, .bytes([1, 2, 3, 4])), nil),
    ("d818456449455446", .tagged(24, .bytes([0x64, 0x49, 0x45, 0x54, 0x46])), nil),
    ("d82076687474703a2f2f7777772e6578616d706c652e636f6d", .tagged(32, "http://www.example.com"), nil),
    ("40", .bytes([]), nil), ("4401020304", .bytes([1, 2, 3, 4]), nil), ("60", "", nil), ("6161", "a", nil),
    ("6449455446", "IETF", nil), ("62225c", "\"\\", nil), ("62c3bc", "\u{FC}", nil), ("63e6b0b4", "\u{6C34}", nil),
    ("64f0908591", "\u{10151}", nil), ("80", [], nil), ("83010203", [1, 2, 3], nil),
    ("8301820203820405", [1, [2, 3], [4, 5]], nil),
    ("98190102030405060708090a0b0c0d0e0f101112131415161718181819", .array((1...25).map { .unsigned($0) }), nil),
    ("a0", [:], nil), ("a201020304", [1: 2, 3: 4], nil), ("a26161016162820203", ["a": 1, "b": [2, 3]], nil),
    ("826161a161626163", ["a", ["b": "c"]], nil),
    ("a56161614161626142616361436164614461656145", ["a": "A", "b": "B", "c": "C", "d": "D", "e": "E"], nil),
    ("5f42010243030405ff", .bytes([1, 2, 3, 4, 5]), .indefiniteLength),
    ("7f657374726561646d696e67ff", "streaming", .indefiniteLength), ("9fff", [], .indefiniteLength),
    ("9f018202039f0405ffff", [1, [2, 3], [4, 5]], .indefiniteLength),
    ("9f01820203820405ff", [1, [2, 3], [4, 5]], .indefiniteLength),
    ("83018202039f0405ff", [1, [2, 3], [4, 5]], .indefiniteLength),
    ("83019f0203ff820405", [1, [2, 3], [4, 5]], .indefiniteLength),
    (
        "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", .array((1...25).map { .unsigned($0) }),
        .indefiniteLength
    ),
    ("bf61610161629f0203ffff", ["a": 1, "b": [2, 3]], .indefiniteLength),
    ("826161bf61626163ff", ["a", ["b": "c"]], .indefiniteLength),
    ("bf6346756ef563416d7421ff", ["Fun": true, "Amt": -2], .indefiniteLength),
]

/// RFC 8949 appendix F.1: what is not well-formed.
private let appendixF: [(CBORError.Code, String)] = [
    // The input ends inside a head, a string, an array or map, or after a tag.
    (.truncated, "18 19 1a 1b 1901 1a0102 1b01020304050607 38 58 78 98 9a01ff00 b8 d8 f8 f900 fa0000 fb000000"),
    (.truncated, "41 61 81 818181818181818181 8200 a1 a20102 a100 a2000000 c0 a1ff a20000ff"),
    // These claim more than the limit, which is noticed first.
    (.stringTooLong, "5affffffff00 5bffffffffffffffff010203 7affffffff00 7b7fffffffffffffff010203"),
    // An indefinite length without its end.
    (.truncated, "5f4100 7f6100 9f 9f0102 bf bf01020304 819f 9f8000 9f9f9f9f9fffffffff 9f819f819f9fffffff"),
    // Both of these have a key twice, which is noticed first.
    (.duplicateKey, "bf01020102 bf000000ff"),
    // Reserved heads.
    (.malformed, "1c 1d 1e 3c 3d 3e 5c 5d 5e 7c 7d 7e 9c 9d 9e bc bd be dc dd de fc fd fe"),
    (.malformed, "f800 f801 f818 f81f"),
    // Pieces of a string that are of another type, or of indefinite length themselves.
    (.malformed, "5f00ff 5f21ff 5f6100ff 5f80ff 5fa0ff 5fc000ff 5fe0ff 7f4100ff 5f5f4100ffff 7f7f6100ffff"),
    // A break out of place.
    (.malformed, "ff 81ff 8200ff a1ff00 a100ff 9f81ff 9f829f819f9fffffffff bf00ff c0ff"),
    (.malformed, "1f 3f df"),
]

@Suite("CBOR: RFC 8949")
struct CBORVectorTests {
    @Test("Appendix A: every example is read, and written where it is deterministic", arguments: appendixA.indices)
    func examples(index: Int) throws {
        let (hex, value, strictError) = appendixA[index]
        let bytes = try Hex.decode(hex)
        #expect(try CBORValue(decoding: bytes, options: .lenient) == value, "\(hex)")
        if let strictError {
            let error = #expect(throws: CBORError.self) { try CBORValue(decoding: bytes) }
            #expect(error?.code == strictError, "\(hex)")
            #expect(try CBORValue(decoding: value.encoded()) == value)
        } else {
            #expect(try CBORValue(decoding: bytes) == value)
            #expect(try value.encoded() == bytes)
        }
    }

    @Test("Appendix A: the table is whole")
    func count() {
        #expect(appendixA.count == 81)
        #expect(appendixA.filter { $0.strict != nil }.count == 17)
    }

    @Test("Appendix F: what is not well-formed is refused by name", arguments: appendixF)
    func malformed(code: CBORError.Code, inputs: String) throws {
        for hex in inputs.split(separator: " ") {
            let bytes = try Hex.decode(String(hex))
            let error = #expect(throws: CBORError.self) { try CBORValue(decoding: bytes, options: .lenient) }
            #expect(error?.code == code, "\(hex)")
            #expect(throws: CBORError.self) { try CBORValue(decoding: bytes) }
        }
    }

    @Test(
        "What is well-formed but not deterministic is refused by the strict decoder only",
        arguments: [
            (
                .notShortest,
                "1800 1817 1900ff 1a0000ffff 1b00000000ffffffff 3800 58014100 7801 9800 b800 d800f6 990001f6"
            ),
            (
                .notShortest,
                "fa00000000 fa3fc00000 fb3ff8000000000000 fb47efffffe0000000 fa33800000 f97e01 f9fe00 fa7fc00001"
            ),
            (.indefiniteLength, "5fff 7fff 9fff bfff"),
            (.unsortedKeys, "a202000100 a220001864f6 a2616200616100 a261620042aaaa00 a28100f60001 a2f60061610000"),
        ] as [(CBORError.Code, String)])
    func nonDeterministic(code: CBORError.Code, inputs: String) throws {
        for hex in inputs.split(separator: " ") {
            let bytes = try Hex.decode(String(hex))
            let error = #expect(throws: CBORError.self) { try CBORValue(decoding: bytes) }
            #expect(error?.code == code, "\(hex)")
        }
    }

    @Test("Keys are in the bytewise order of their encodings (RFC 8949 section 4.2.1)")
    func keyOrder() throws {
        // The example of the RFC, put in backwards.
        let keys: [CBORValue] = [10, 100, -1, "z", "aa", [100], [-1], false]
        let map = CBORMap(entries: keys.reversed().map { CBORMap.Entry(key: $0, value: 0) })!
        let bytes = try CBORValue.map(map).encoded()
        #expect(Hex.encode(bytes) == "a80a001864002000617a006261610081186400812000f400")
        #expect(try CBORValue(decoding: bytes).map?.map(\.key) == keys)
    }
}
