/// Takes the bytes of one direction apart into units, as anybody on the way can, and attacks one of them.
struct Interceptor {
    /// Bytes that go on to a receiver.
    struct Piece {
        var bytes: [UInt8]
        /// Whether these bytes are other than what the sender sent at this point, as is all that follows them.
        var isTampered = false
    }

    /// What becomes of bytes that pass.
    struct Result {
        var onward: [Piece] = []
        /// To where the bytes came from.
        var back: [UInt8] = []
        /// Whether the byte stream ends here, in both directions.
        var ends = false
    }

    private let attack: Attack?
    /// The unit that is attacked, counted from zero.
    private let target: Int
    private var random: SimulatedRandom
    private var buffer: [UInt8] = []
    private var index = 0
    private var earlier: [[UInt8]] = []
    private var withheld: [UInt8]?
    private var isSilent = false

    /// Whether the attack has taken place.
    private(set) var hasStruck = false

    init(attack: Attack?, target: Int, random: SimulatedRandom) {
        self.attack = attack
        self.target = target
        self.random = random
    }

    mutating func pass(_ bytes: [UInt8]) -> Result {
        var result = Result()
        guard let attack else {
            result.onward = [Piece(bytes: bytes)]
            return result
        }
        buffer += bytes
        var position = 0
        while buffer.count - position >= 3 {
            let count = 3 + Int(buffer[position + 1]) << 8 + Int(buffer[position + 2])
            guard buffer.count - position >= count else { break }
            pass(unit: Array(buffer[position..<(position + count)]), attack, &result)
            position += count
        }
        buffer.removeFirst(position)
        return result
    }

    private mutating func pass(unit: [UInt8], _ attack: Attack, _ result: inout Result) {
        defer { index += 1 }
        guard !isSilent else { return }
        if let first = withheld {
            withheld = nil
            result.onward.append(Piece(bytes: unit, isTampered: true))
            result.onward.append(Piece(bytes: first, isTampered: true))
            return
        }
        guard index == target else {
            // After a unit has vanished, the next one shows it.
            result.onward.append(Piece(bytes: unit, isTampered: hasStruck && attack == .dropUnit))
            if earlier.count < 16 { earlier.append(unit) }
            return
        }
        hasStruck = true
        strike(unit, attack, &result)
    }

    private mutating func strike(_ unit: [UInt8], _ attack: Attack, _ result: inout Result) {
        var changed = unit
        switch attack {
        case .flipBody:
            changed[random.pick(3...(unit.count - 1))] ^= 1 << UInt8(random.pick(0...7))
            result.onward.append(Piece(bytes: changed, isTampered: true))
        case .flipHeader:
            changed[random.pick(0...2)] ^= 1 << UInt8(random.pick(0...7))
            result.onward.append(Piece(bytes: changed, isTampered: true))
        case .dropBytes:
            let start = random.pick(0...(unit.count - 1))
            changed.removeSubrange(start..<min(unit.count, start + random.pick(1...20)))
            result.onward.append(Piece(bytes: changed, isTampered: true))
        case .insertBytes:
            result.onward.append(Piece(bytes: random.bytes(count: random.pick(1...20)) + unit, isTampered: true))
        case .dropUnit: break
        case .repeatUnit:
            result.onward.append(Piece(bytes: unit))
            result.onward.append(Piece(bytes: unit, isTampered: true))
        case .replayUnit:
            let replayed = earlier.isEmpty ? unit : earlier[random.pick(0...(earlier.count - 1))]
            if earlier.isEmpty { result.onward.append(Piece(bytes: unit)) }
            result.onward.append(Piece(bytes: replayed, isTampered: true))
        case .swapUnits: withheld = unit
        case .reflectUnit:
            result.onward.append(Piece(bytes: unit))
            result.back = unit
        case .forgeRecord:
            let count = random.pick(17...200)
            result.onward.append(
                Piece(
                    bytes: [3, UInt8(count >> 8), UInt8(count & 0xFF)] + random.bytes(count: count), isTampered: true))
        case .forgeReject:
            result.onward.append(Piece(bytes: [4, 0, 2, 0, UInt8(random.pick(0...20))], isTampered: true))
        case .cut:
            isSilent = true
            result.ends = true
        case .silence: isSilent = true
        }
    }
}
