import FuzzSupport
import WaxCore
import WaxEncoding

// What the strict decoder accepts encodes again to the same bytes; what only the lenient one accepts becomes
// deterministic, and is then read by the strict one as the same value. Values go through Codable unharmed.

/// A type with some of everything, for the decoder of `Codable` types.
private struct Sample: Codable {
    var number: Int8?
    var text: String?
    var bytes: [UInt8]?
    var list: [Double]?
    var nested: [String: [UInt64]]?
}

@_cdecl("FuzzCBOR_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        if let value = try? CBORValue(decoding: bytes) {
            require((try? value.encoded()) == bytes, "a strict value changes")
            require((try? CBORValue(decoding: bytes, options: .lenient)) == value, "the lenient decoder sees another value")
            _ = value.description
        } else if let value = try? CBORValue(decoding: bytes, options: .lenient) {
            guard let again = try? value.encoded() else {
                require(false, "a value that was read cannot be written")
                return 0
            }
            require((try? CBORValue(decoding: again)) == value, "a lenient value changes")
        }
        if let sample = try? CBORDecoder().decode(Sample.self, from: bytes) {
            require((try? CBOREncoder().encode(sample)) != nil, "a sample that was read cannot be written")
        }
        _ = try? CBORDecoder().decode([String: CBORValue].self, from: bytes)
        return 0
    }
}
