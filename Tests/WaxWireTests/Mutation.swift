import Testing
import WaxCore
import WaxTestSupport
import WaxWire

/// Changes a few bytes: flips, overwrites, removes, repeats, cuts.
func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) {
        guard !bytes.isEmpty else { return random.bytes(count: 3) }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = [0, 1, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFF].randomElement(using: &random)!
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(bytes[place], at: place)
        case 4: bytes.removeLast(bytes.count - place)
        default: bytes.append(contentsOf: random.bytes(count: 2))
        }
    }
    return bytes
}

/// Feeds a codec every truncation and thousands of mutations of its valid inputs. What it accepts must encode to the
/// same bytes; what it does not must be a `WireError` (the type system allows no other), never a trap.
///
/// - Returns: How many inputs were accepted and refused, so that a test can tell that both happened.
func attack(
    _ samples: [[UInt8]], seed: UInt64, rounds: Int = 3000,
    reencode: ([UInt8]) throws(WireError) -> [UInt8]
) -> (accepted: Int, refused: Int) {
    var random = SeededRandom(seed: seed)
    var accepted = 0, refused = 0
    func attempt(_ bytes: [UInt8], mustPass: Bool = false) {
        do throws(WireError) {
            let again = try reencode(bytes)
            #expect(again == bytes, "seed \(seed): \(Hex.encode(bytes)) came back as \(Hex.encode(again))")
            accepted += 1
        } catch {
            #expect(!mustPass, "seed \(seed): \(Hex.encode(bytes)) was refused: \(error)")
            refused += 1
        }
    }
    for sample in samples {
        attempt(sample, mustPass: true)
        for count in 0..<sample.count { attempt(Array(sample[..<count])) }
    }
    for _ in 0..<rounds { attempt(mutated(samples.randomElement(using: &random)!, &random)) }
    return (accepted, refused)
}

/// The reason with which something fails.
func reason<Value>(_ body: () throws(WireError) -> Value) -> WireError.Reason? {
    do throws(WireError) {
        _ = try body()
        return nil
    } catch { return error.reason }
}
