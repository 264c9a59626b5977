/// Changes an input at one to three random places: a flipped bit, another byte, one more, one less, a cut, or a
/// piece that is repeated. Parsers are fed with the result and may throw their declared errors only.
public func mutate(_ input: inout [UInt8], using random: inout SeededRandom) {
    for _ in 0...Int(random.next() % 3) {
        let place = input.isEmpty ? 0 : Int(random.next() % UInt64(input.count))
        let byte = UInt8(truncatingIfNeeded: random.next())
        switch random.next() % 8 {
        case 0 where !input.isEmpty: input[place] ^= 1 << (byte % 8)
        case 1 where !input.isEmpty: input[place] &+= 1
        case 2 where !input.isEmpty: input[place] = byte
        case 3 where !input.isEmpty: input[place] = interesting[Int(byte) % interesting.count]
        case 4 where !input.isEmpty: input.remove(at: place)
        case 5 where !input.isEmpty: input.removeSubrange(place...)
        case 6 where !input.isEmpty:
            let end = min(input.count, place + Int(byte % 16) + 1)
            input.insert(contentsOf: Array(input[place..<end]), at: place)
        default: input.insert(byte, at: place)
        }
    }
}

/// Bytes that mean something to one format or the other.
private let interesting: [UInt8] = [
    0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0D, 0x20, 0x22, 0x2D, 0x30, 0x31, 0x3D, 0x5C, 0x7F, 0x80,
    0x81, 0x82, 0x84, 0x9F, 0xA0, 0xBF, 0xDF, 0xF8, 0xF9, 0xFB, 0xFF, 0x18, 0x1B, 0x5F,
]
