import Testing
import WaxCore
import WaxSHA
import WaxTestSupport

@testable import WaxSession

@Suite("Parts of the session")
struct PartsTests {
    @Test(
        "Well-formed CBOR passes",
        arguments: [
            "00", "1bffffffffffffffff", "3903e7", "f90000", "fb7e37e43c8800759c", "f4", "f7", "f0", "f8ff",
            "c11a514b67b0",
            "d818456449455446", "40", "4401020304", "60", "6161", "80", "83010203",
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
            "a0", "a201020304", "5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "9f018202039f0405ffff",
            "bf61610161629f0203ffff", "826161bf61626163ff", "5fff", "bfff",
        ])
    func wellFormed(hex: String) throws {
        let bytes = try Hex.decode(hex)
        let shape = try CBORShape(of: bytes.span, nesting: 64)
        #expect(shape.isArray == (bytes[0] >> 5 == 4))
    }

    /// RFC 8949 appendix F.1, and more of each kind.
    @Test(
        "CBOR that is not well-formed is found",
        arguments: [
            "", "18", "19", "1a", "1b", "1901", "1a0102", "1b01020304050607", "38", "58", "78", "98", "9a01ff00", "b8",
            "d8", "f8", "f900", "fa0000", "fb000000", "41", "61", "5affffffff00", "5bffffffffffffffff010203",
            "7affffffff00",
            "81", "818181818181818181", "8200", "a1", "a20102", "a100", "a2000000", "c0", "5f4100", "7f6100", "9f",
            "9f0102",
            "bf", "bf01020102", "819f", "9f8000", "9f9f9f9f9fffffffff", "9f819f819f9fffffff", "1c", "1d", "1e", "3c",
            "5c",
            "7d", "9e", "bc", "dc", "fc", "fd", "fe", "f800", "f801", "f818", "f81f", "5f00ff", "5f21ff", "5f6100ff",
            "5f80ff", "5fa0ff", "5fc000ff", "5fe0ff", "7f4100ff", "5f5f4100ffff", "7f7f6100ffff", "ff", "81ff",
            "8200ff",
            "a1ff", "a1ff00", "a100ff", "a20000ff", "9f81ff", "bf00ff", "bf000000ff", "1f", "3f", "df", "0000", "8000",
            "9bffffffffffffffff", "bbffffffffffffffff",
        ])
    func notWellFormed(hex: String) throws {
        let bytes = try Hex.decode(hex)
        #expect(throws: CBORShape.Failure.notWellFormed) { try CBORShape(of: bytes.span, nesting: 64) }
    }

    @Test("Nesting is limited, and what is not nested is not")
    func nesting() throws {
        for (count, nesting, passes) in [
            (64, 64, true), (65, 64, false), (1, 0, false), (0, 0, true), (1_000_000, 64, false),
        ] {
            let bytes = [UInt8](repeating: 0x81, count: count) + [0]
            let result = Result { try CBORShape(of: bytes.span, nesting: nesting) }
            #expect((try? result.get()) != nil || !passes)
            if !passes { #expect(throws: CBORShape.Failure.nestedTooDeep) { try result.get() } }
        }
        let flat: [UInt8] = [0x9A, 0, 1, 0, 0] + [UInt8](repeating: 0x80, count: 65_536)
        #expect(try CBORShape(of: flat.span, nesting: 2).isArray)
    }

    @Test("A queue gives out what it was given, in order")
    func queue() {
        var queue = Queue<Int>()
        var random = SeededRandom(seed: 3)
        var model: [Int] = []
        for step in 0..<2_000 {
            switch random.next() % 5 {
            case 0, 1:
                queue.append(step)
                model.append(step)
            case 2:
                queue.prepend(step)
                model.insert(step, at: 0)
            case 3:
                let position = Int(random.next() % 20)
                let changed = queue.update(at: position) { element in
                    element += 1_000_000
                    return true
                }
                #expect(changed == (position < model.count))
                if changed { model[position] += 1_000_000 }
            default:
                let next = queue.peek()
                #expect(next == model.first)
                let taken = queue.popFirst()
                #expect(taken == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(queue.count == model.count && queue.isEmpty == model.isEmpty)
            #expect(queue.contains { $0 == step } == model.contains(step))
        }
    }

    @Test("Memory for assembly goes to those who asked first")
    func assemblyMemory() {
        var memory = AssemblyMemory(byteCount: 100)
        let answers = [memory.request(60, for: 2), memory.request(60, for: 4), memory.request(10, for: 6)]
        #expect(answers == [true, false, false], "whoever comes later does not overtake")
        var grants = [memory.nextGrant()?.stream]
        memory.release(60)
        for _ in 0..<3 { grants.append(memory.nextGrant()?.stream) }
        #expect(grants == [nil, 4, 6, nil])
        let tooMuch = memory.request(90, for: 8)
        memory.cancel(8)
        let enough = memory.request(30, for: 10)
        #expect(!tooMuch && enough)
    }

    @Test("Text of a peer is escaped, and cut off")
    func escaping() {
        #expect(escaped("plain täxt 🕊") == "plain täxt 🕊")
        #expect(
            escaped("a\u{1B}[31m\r\nb\u{202E}c\u{2028}d\u{0}\\")
                == "a\\u{1b}[31m\\u{d}\\u{a}b\\u{202e}c\\u{2028}d\\u{0}\\\\")
        #expect(escaped("\u{E000}\u{FFFF}") == "\\u{e000}\\u{ffff}")
        #expect(escaped(String(repeating: "x", count: 10_000)).count == 257)
        #expect(cut("grüße", toBytes: 3) == "gr")
        #expect(cut("grüße", toBytes: 4) == "grü")
        #expect(cut("ok", toBytes: 2) == "ok")
    }

    @Test("Errors are equal by their codes, and say what happened")
    func errors() {
        #expect(SessionError(.limit, "one") == SessionError(.limit, "another"))
        #expect(SessionError(.refused(.busy), "") != SessionError(.refused(.noSpace), ""))
        #expect(SessionError(.limit, "too much").description == "limit: too much")
        #expect(SessionError(refusedWith: .busy, authentic: false).description.contains("somebody on the way"))
    }

    @Test("Whatever the limits are set to, they are brought into range")
    func limits() throws {
        var limits = Limits()
        limits.handshakeTimeout = .max
        limits.idleTimeout = .max
        limits.keepAliveInterval = .max
        limits.lifetime = .max
        limits.closingTimeout = .max
        limits.rekeyInterval = .max
        limits.rekeyAfterBytes = .max
        limits.keyByteLimit = .max
        limits.largestMessage = -1
        limits.streams = -1
        limits.streamWindow = -1
        limits.receiveWindow = -1
        limits.assemblyMemory = -1
        limits.nesting = -1
        limits.sendBuffer = -1
        limits.controlBurst = .max
        limits.controlRate = .max
        var largest = limits
        largest.largestMessage = .max
        largest.streams = .max
        largest.streamWindow = .max
        largest.receiveWindow = .max
        largest.assemblyMemory = .max
        largest.nesting = .max
        largest.sendBuffer = .max
        largest.pings = .max
        for limits in [limits, largest, Limits()] {
            var options = SessionOptions.plain
            options.limits = limits.sane
            let pair = Pair.established(clientOptions: options, serverOptions: options)
            try pair.client.send(.text("x"))
            pair.run()
            #expect(pair.serverEvents.messages == [.text("x")])
            pair.wait(milliseconds: 1_000)
            #expect(pair.client.isEstablished)
        }
    }

    @Test("A digest of pieces is that of the whole")
    func digest() throws {
        var random = SeededRandom(seed: 8)
        // Two chunks and a half twice: digests wait for the second chunk of a pair where the machine gains by it.
        let content = random.bytes(count: 5_000_000)
        var tree = SHA256Tree()
        tree.update(content.span)
        var whole = try #require(FileDigest(.sha256Tree)), pieces = whole
        whole.update(content.span)
        var position = 0
        var before: FileDigest?, root: [UInt8] = []
        while position < content.count {
            let count = min(Int(random.next() % 300_000), content.count - position)
            pieces.update(content.span.extracting(position..<(position + count)))
            position += count
            guard position >= 2_000_000, before == nil else { continue }
            before = pieces
            var beginning = SHA256Tree()
            beginning.update(content.span.extracting(first: position))
            root = [UInt8](beginning.finalize())
        }
        // A copy taken on the way stays what it was.
        #expect(try #require(before).root == root)
        #expect(whole.root == pieces.root && whole.root.count == 32 && whole.byteCount == 5_000_000)
        #expect(whole.root == [UInt8](tree.finalize()))
        #expect(try #require(FileDigest(.none)).root.isEmpty)
        #expect(FileDigest(.init(rawValue: 77)) == nil)
    }
}
