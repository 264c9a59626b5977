import Foundation
import WaxBigNum
import WaxTestSupport

/// Cases that Python makes and computes with its own long integers, which share nothing with ours.
enum PythonIntegers {
    /// Whether the peer is there.
    static var isAvailable: Bool { Peer.isAvailable("python3") }

    /// Runs a script that prints a JSON array on one line, after some helpers.
    static func cases<Case: Decodable>(_ script: String, as type: Case.Type = Case.self) throws -> [Case] {
        let prelude = """
            import json, math, random
            random.seed(20)
            out = []
            def edges(bits):
                # Numbers around powers of two, all ones, single limbs of ones and of zeros.
                full = (1 << bits) - 1
                yield from (0, 1, 2, full, full - 1, 1 << (bits - 1), (1 << (bits - 1)) - 1)
                for limb in range(0, bits // 64, 3):
                    yield ((1 << 64) - 1) << (64 * limb)
                    yield full ^ (((1 << 64) - 1) << (64 * limb))
            def rnd(bits):
                # Runs of ones and zeros make carries that plain random numbers hardly ever have.
                kind = random.randrange(3)
                if kind == 0: return random.getrandbits(bits)
                value = 0
                while value.bit_length() < bits:
                    run = random.randrange(1, 100)
                    value = (value << run) | (((1 << run) - 1) if random.randrange(2) else 0) | (random.getrandbits(1) << run)
                return value & ((1 << bits) - 1)
            def emit(**fields): out.append({k: (format(v, 'x') if isinstance(v, int) and not isinstance(v, bool) else v) for k, v in fields.items()})

            """
        let output = try Peer.python(prelude + script + "\nprint(json.dumps(out))\n")
        return try JSONDecoder().decode([Case].self, from: Data(output))
    }
}

extension Natural {
    /// The number that a hexadecimal text of any length stands for.
    init(hex: String, limbCount: Int? = nil) {
        var digits = Array(hex.utf8)
        if digits.count % 2 == 1 { digits.insert(UInt8(ascii: "0"), at: 0) }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            bytes.append(UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) ?? 0)
        }
        self.init(bigEndian: bytes.span, limbCount: limbCount)
    }

    /// Hexadecimal digits without leading zeros, as Python prints them.
    var hex: String {
        let digits = bytes(count: 8 * limbCount).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let trimmed = digits.joined().drop { $0 == "0" }
        return trimmed.isEmpty ? "0" : String(trimmed)
    }
}
