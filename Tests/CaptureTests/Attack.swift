/// What somebody on the way does to one unit.
struct Attack: Sendable {
    /// Which unit.
    enum Place: Sendable {
        /// The first is 0: hello, first and third message, settings and records one way; second message, accept and
        /// records the other way.
        case unit(Int)
        /// A record with one of the conversation's texts.
        case text(Int)
        /// A record full of a file.
        case bulk(Int)
        /// The one with a byte at this place of the direction.
        case byte(Int)

        func matches(_ unit: Unit) -> Bool {
            switch self {
            case .unit(let index): unit.index == index
            case .text(let index): unit.text == index
            case .bulk(let index): unit.bulk == index
            case .byte(let offset): unit.bytes.contains(offset)
            }
        }
    }

    enum Action: Sendable {
        /// Other bytes take its place. The number is where ``Place/byte(_:)`` points to in the unit.
        case replace(@Sendable ([UInt8], Int) -> [UInt8])
        /// The next one goes first.
        case swapWithNext
        /// It also goes back to its sender.
        case reflect
        /// So many bytes of it are passed on, and nothing more in either direction.
        case cut(keeping: @Sendable ([UInt8], Int) -> Int)
    }

    let direction: Proxy.Direction
    let place: Place
    let action: Action
    /// Whether the unit itself arrives as it was, before what is wrong.
    var passesUnitFirst = false

    /// The way that what is wrong goes.
    var victim: Proxy.Direction {
        if case .reflect = action { return direction.other }
        return direction
    }

    /// What tells texts and pieces of files apart: their lengths, as for anybody on the way.
    static func isText(_ unit: [UInt8]) -> Bool { unit[0] == 3 && (900..<4000).contains(unit.count) }
    static func isBulk(_ unit: [UInt8]) -> Bool { unit[0] == 3 && unit.count > 10_000 }
}

extension Attack {
    /// Which byte of a unit is changed.
    enum Spot: Sendable {
        case type, highLength, lowLength, body, tag
    }

    static func flip(_ direction: Proxy.Direction, _ place: Place, _ spot: Spot, mask: UInt8 = 0x10) -> Attack {
        Attack(
            direction: direction, place: place,
            action: .replace { unit, _ in
                var unit = unit
                let index =
                    switch spot {
                    case .type: 0
                    case .highLength: 1
                    case .lowLength: 2
                    case .body: 3
                    case .tag: unit.count - 1
                    }
                unit[index] ^= mask
                return unit
            })
    }

    /// Makes the header say a length that is so much more or less.
    static func length(_ direction: Proxy.Direction, _ place: Place, _ difference: Int) -> Attack {
        Attack(
            direction: direction, place: place,
            action: .replace { unit, _ in
                let length = unit.count - 3 + difference
                return [unit[0], UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)] + unit[3...]
            })
    }

    static func flipByte(_ direction: Proxy.Direction, _ offset: Int, bit: Int) -> Attack {
        Attack(
            direction: direction, place: .byte(offset),
            action: .replace { unit, index in
                var unit = unit
                unit[index] ^= 1 << UInt8(bit)
                return unit
            })
    }

    static func replay(_ direction: Proxy.Direction, _ place: Place) -> Attack {
        Attack(direction: direction, place: place, action: .replace { unit, _ in unit + unit }, passesUnitFirst: true)
    }

    static func swap(_ direction: Proxy.Direction, _ place: Place) -> Attack {
        Attack(direction: direction, place: place, action: .swapWithNext)
    }

    static func reflect(_ direction: Proxy.Direction, _ place: Place) -> Attack {
        Attack(direction: direction, place: place, action: .reflect, passesUnitFirst: true)
    }

    static func drop(_ direction: Proxy.Direction, _ place: Place) -> Attack {
        Attack(direction: direction, place: place, action: .replace { _, _ in [] })
    }

    static func inject(_ bytes: [UInt8], _ direction: Proxy.Direction, before place: Place) -> Attack {
        Attack(direction: direction, place: place, action: .replace { unit, _ in bytes + unit })
    }

    static func rewrite(
        _ direction: Proxy.Direction, _ place: Place, _ edit: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) -> Attack {
        Attack(direction: direction, place: place, action: .replace { unit, _ in edit(unit) })
    }

    /// Ends both streams within a unit, or at its end.
    static func truncate(_ direction: Proxy.Direction, _ place: Place, missing: Int) -> Attack {
        Attack(direction: direction, place: place, action: .cut { unit, _ in unit.count - missing })
    }

    static func truncate(_ direction: Proxy.Direction, _ place: Place, at count: Int) -> Attack {
        Attack(direction: direction, place: place, action: .cut { _, _ in count })
    }

    static func truncate(_ direction: Proxy.Direction, at offset: Int) -> Attack {
        Attack(direction: direction, place: .byte(offset), action: .cut { _, index in index })
    }
}
