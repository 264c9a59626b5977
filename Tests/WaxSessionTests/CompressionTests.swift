import Testing
import WaxCore
import WaxDeflate
import WaxTestSupport
import WaxWire

@testable import WaxSession

@Suite("Compression")
struct CompressionTests {
    typealias Sent = Scripted.Sent

    /// A text that shrinks to a small part.
    static let text = String(repeating: "It was the best of times, it was the worst of times. ", count: 4_000)

    /// A comparison of large contents: were it written out in an expectation that fails, to describe how they differ
    /// would take minutes.
    private func isTrue(_ comparison: Bool) -> Bool { comparison }

    /// The settings of a peer that takes compressed frames.
    static func settings(compression: UInt64 = Settings.deflate) throws -> Settings {
        var settings = Settings()
        try settings.set(.compressionMethods, to: compression)
        try settings.set(.largestMessage, to: 1 << 24)
        try settings.set(.largestFramePayload, to: 65_536)
        return settings
    }

    /// The payload of a compressed frame that stands for `content`, or claims another length.
    static func deflated(_ content: [UInt8], claiming count: Int? = nil) -> [UInt8] {
        varint(UInt64(count ?? content.count)) + Deflate.compress(content.span, format: .raw, level: 6)
    }

    @Test("Messages, requests and answers arrive as they were, in fewer bytes")
    func messages() throws {
        let pair = Pair.established()
        let message = Message.text(Self.text)
        try pair.client.send(message, compressed: true)
        let bytes = pair.client.takeOutput()
        #expect(bytes.count < Self.text.utf8.count / 20)
        pair.server.receive(bytes.span, now: pair.moment)
        pair.run()
        #expect(isTrue(pair.serverEvents.messages == [message]))

        let stream = try pair.client.request(
            Request(service: "s", method: "m", message: message), compressed: true)
        pair.run()
        let isAsked = pair.serverEvents.contains { event in
            if case .request(stream, let request, _) = event { request.message == message } else { false }
        }
        #expect(isAsked)
        try pair.server.respond(Response(message: message), to: stream, compressed: true)
        pair.run()
        let isAnswered = pair.clientEvents.contains { event in
            if case .response(stream, let response, _) = event { response.message == message } else { false }
        }
        #expect(isAnswered)
    }

    @Test("Frames stand alone: each piece of 48 KiB can be decompressed without the others")
    func pieces() throws {
        let script = Scripted.established(.client, settings: try Self.settings())
        let content = Array(Self.text.utf8)
        try script.connection.send(.bytes(content), compressed: true)
        var frames = script.sent()
        script.send([Sent(.connectionCredit, 0, varint(1 << 30)), Sent(.streamCredit, 2, varint(1 << 30))])
        frames += script.sent()
        var arrived: [UInt8] = []
        var counts: [Int] = []
        for frame in frames {
            // A last piece of a few bytes may go out as it is.
            if frame.kind == FrameKind.data.rawValue { arrived += frame.payload }
            guard frame.kind == FrameKind.deflated.rawValue else { continue }
            let payload = try DeflatedPayload(parsing: frame.payload.span)
            let piece = try Deflate.decompress(payload.compressed, format: .raw)
            #expect(piece.count == payload.byteCount)
            counts.append(piece.count)
            arrived += piece
        }
        #expect(isTrue(arrived == content))
        #expect(counts.dropLast().allSatisfy { $0 >= 4_096 && $0 <= 49_152 })
        #expect(counts.count <= 8)
    }

    @Test("Without being asked for, and for a peer that does not take it, nothing is compressed")
    func optIn() throws {
        let cases = [(Settings.deflate, false), (0, true), (2, true)]
        for (compression, compressed) in cases {
            let script = Scripted.established(.client, settings: try Self.settings(compression: compression))
            try script.connection.send(.text(String(repeating: "a", count: 9_000)), compressed: compressed)
            let kinds = Set(script.sent().map(\.kind))
            #expect(kinds == [FrameKind.open.rawValue, FrameKind.message.rawValue, FrameKind.data.rawValue])
        }
    }

    @Test("One call for output does no more work than its size, however far the content shrinks")
    func workPerCall() throws {
        var settings = try Self.settings()
        try settings.set(.streamWindow, to: 1 << 30)
        try settings.set(.connectionWindow, to: 1 << 30)
        let script = Scripted.established(.client, settings: settings)
        try script.connection.send(.bytes([UInt8](repeating: 0, count: 8 << 20)), compressed: true)
        var total = 0
        var calls = 0
        while script.connection.wantsOutput {
            var count = 0
            for frame in script.read(script.connection.takeOutput(upTo: 128 << 10))
            where frame.kind == FrameKind.deflated.rawValue {
                count += try DeflatedPayload(parsing: frame.payload.span).byteCount
            }
            #expect(count <= (256 + 48) << 10)
            total += count
            calls += 1
        }
        #expect(total == 8 << 20 && calls >= 28)
    }

    @Test("What does not shrink goes out as it is, and is tried less and less often")
    func sampling() throws {
        let pair = Pair.established()
        var random = SeededRandom(seed: 5)
        let noise = random.bytes(count: 3 << 20)
        try pair.client.send(.bytes(noise), compressed: true)
        pair.run()
        #expect(isTrue(pair.serverEvents.messages == [.bytes(noise)]))

        var sampling = CompressionSampling()
        var tries: [Int] = []
        for piece in 0..<300 where sampling.isWorthTrying() {
            tries.append(piece)
            sampling.note(gained: false)
        }
        #expect(tries == [0, 2, 6, 14, 30, 62, 126, 190, 254])
        // One that gains makes up for all that did not: the next that fails costs a pause of one.
        sampling.note(gained: true)
        sampling.note(gained: false)
        var answers: [Bool] = []
        for _ in 0..<3 { answers.append(sampling.isWorthTrying()) }
        #expect(answers == [false, true, true])
    }

    @Test("A file that shrinks only in its middle arrives whole, with the root of its content")
    func file() throws {
        let pair = Pair.established()
        var random = SeededRandom(seed: 6)
        let content =
            random.bytes(count: 200_000) + [UInt8](repeating: 7, count: 900_000) + random.bytes(count: 70_001)
        var digest = try #require(FileDigest(.sha256Tree))
        digest.update(content.span)
        let header = try FileHeader(name: "f", size: UInt64(content.count))
        let stream = try pair.client.offerFile(header, to: "files", compressed: true)
        pair.run()
        try pair.server.acceptFile(stream)
        pair.run()
        var position = 0
        var byteCount = 0
        while position < content.count {
            let count = min(pair.client.sendCapacity(stream), content.count - position)
            try pair.client.supplyFileData(Array(content[position..<(position + count)]), on: stream)
            position += count
            while pair.client.wantsOutput {
                let bytes = pair.client.takeOutput()
                byteCount += bytes.count
                pair.server.receive(bytes.span, now: pair.moment)
                pair.collect(takingContent: true)
                if bytes.isEmpty { break }
            }
            pair.run()
        }
        #expect(isTrue(pair.serverEvents.fileBytes(on: stream) == content))
        let root = pair.serverEvents.compactMap { event in
            if case .fileEnded(stream, root: let root) = event { root } else { nil }
        }
        #expect(root == [digest.root])
        #expect(byteCount < 500_000)
    }

    @Test("A compressed frame counts against credit with what it stands for")
    func credit() throws {
        let zeros = [UInt8](repeating: 0, count: 40_000)
        let script = Scripted.established(.server, options: .limited { $0.streamWindow = 65_536 })
        script.send([Sent(.open, 2, [0x78]), Sent(.deflated, 2, Self.deflated(zeros))])
        #expect(isTrue(script.takeEvents().bytes(on: StreamID(2)) == zeros))
        script.send([Sent(.deflated, 2, Self.deflated(zeros))])
        #expect(script.ending?.told == .flowControl)
    }

    @Test("A receiver with small windows gets all of it, however the credit is cut up")
    func smallWindows() throws {
        let options = SessionOptions.limited { limits in
            limits.streamWindow = 0
            limits.receiveWindow = 0
        }
        let pair = Pair.established(serverOptions: options)
        var streams: [StreamID] = []
        for number in 0..<6 {
            let stream = try pair.client.openStream(service: "")
            streams.append(stream)
            try pair.client.send(.text("\(number)" + Self.text), on: stream, compressed: true)
            try pair.client.send(.text("\(number)" + Self.text), on: stream, compressed: false)
        }
        pair.run()
        let expected = (0..<6).flatMap { [Message.text("\($0)" + Self.text), Message.text("\($0)" + Self.text)] }
        #expect(pair.serverEvents.messages.count == 12)
        #expect(isTrue(Set(pair.serverEvents.messages) == Set(expected)))
    }

    @Test("What is skipped is not decompressed, and its credit comes back")
    func skipped() throws {
        let script = Scripted.established(.server)
        let garbage = varint(49_152) + [0xFF, 0xFF, 0xFF]
        var frames: [Sent] = []
        for number in stride(from: UInt64(2), to: 16, by: 2) {
            script.send([Sent(.open, number, [0x78])])
            try script.connection.stopSending(StreamID(number), code: .cancelled)
            frames += script.sent()
            // Five make up most of the window of a stream.
            for _ in 0..<5 { script.send([Sent(.deflated, number, garbage)]) }
        }
        #expect(script.ending == nil)
        let credit = (frames + script.sent()).filter { $0.kind == FrameKind.connectionCredit.rawValue }
        #expect(!credit.isEmpty)
    }

    /// As few bytes as a compressed frame may stand for.
    static let few = [UInt8](repeating: 5, count: 64)

    struct Broken: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let payload: [UInt8]
        var accepts = true
        var told = ErrorCode.malformed
    }

    static let broken: [Broken] = [
        Broken(testDescription: "not accepted", payload: deflated(few), accepts: false, told: .protocolViolation),
        Broken(testDescription: "stands for nothing", payload: deflated([], claiming: 0)),
        Broken(testDescription: "stands for too little", payload: deflated([UInt8](repeating: 5, count: 63))),
        Broken(
            testDescription: "stands for too much", payload: deflated([UInt8](repeating: 0, count: 49_153))),
        Broken(testDescription: "less than it says", payload: deflated(few, claiming: 65)),
        Broken(testDescription: "more than it says", payload: deflated(few + few, claiming: 127)),
        Broken(testDescription: "bytes behind its end", payload: deflated(few) + [0]),
        Broken(testDescription: "cut short", payload: Array(deflated(few).dropLast())),
        Broken(testDescription: "a block of a type that does not exist", payload: varint(64) + [0x07, 0, 0]),
        Broken(
            testDescription: "a count with more bytes than it needs",
            payload: [0x80, 0, 0, 64] + deflated(few).dropFirst(2)),
    ]

    @Test("Each broken frame ends the session with its error", arguments: broken)
    func brokenFrames(_ example: Broken) throws {
        let script = Scripted.established(.server, options: .limited { $0.acceptsCompression = example.accepts })
        script.send([Sent(.open, 2, [0x78]), Sent(.deflated, 2, example.payload)])
        let ending = try #require(script.ending)
        #expect(ending.error?.code == .peerMisbehaved)
        #expect(ending.told == example.told)
        #expect(script.events.bytes(on: StreamID(2)).isEmpty)
    }

    @Test("A compressed frame may not cross the end of a message, nor come where data may not")
    func places() throws {
        let payload = Self.deflated(Self.few)
        for frames in [
            [Sent(.open, 2), Sent(.message, 2, header(.bytes, 63)), Sent(.deflated, 2, payload)],
            [Sent(.open, 2, [0x61]), Sent(.end, 2), Sent(.deflated, 2, payload)],
            [Sent(.deflated, 4, payload)],
            [Sent(.open, 2), Sent(.message, 2, header(fileContent(name: "f", size: 64), 64)), Sent(.deflated, 2, payload)],
        ] {
            let script = Scripted.established(.server)
            script.send(frames)
            #expect(script.ending?.told == .protocolViolation)
        }
    }

    @Test(
        "Python's zlib reads our frames, and we its",
        .enabled(if: Peer.isAvailable("python3"), "python3 is not installed"))
    func zlib() throws {
        let script = Scripted.established(.client, settings: try Self.settings())
        let content = Array(Self.text.utf8.prefix(20_000))
        #expect(content.count == 20_000)
        try script.connection.send(.bytes(content), compressed: true)
        let frame = try #require(script.sent().first { $0.kind == FrameKind.deflated.rawValue })
        let parsed = try DeflatedPayload(parsing: frame.payload.span)
        let program = """
            import sys, zlib
            content = zlib.decompress(sys.stdin.buffer.read(), wbits=-15)
            packer = zlib.compressobj(9, wbits=-15)
            sys.stdout.buffer.write(content + packer.compress(content) + packer.flush())
            """
        let output = try Peer.python(program, input: [UInt8](copying: parsed.compressed))
        #expect(isTrue(Array(output.prefix(20_000)) == content))
        let receiver = Scripted.established(.server)
        let payload = varint(20_000) + output.dropFirst(20_000)
        receiver.send([Sent(.open, 2, [0x78]), Sent(.deflated, 2, payload)])
        #expect(isTrue(receiver.takeEvents().bytes(on: StreamID(2)) == content))
    }
}

extension [Event] {
    /// What has come of the content of a file.
    func fileBytes(on stream: StreamID) -> [UInt8] {
        flatMap { event -> [UInt8] in
            if case .fileData(stream, let bytes, _) = event { bytes } else { [] }
        }
    }
}
