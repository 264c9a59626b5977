import Testing
import WaxCore
import WaxSHA
import WaxTestSupport
import WaxWire

@testable import WaxSession

@Suite("Files")
struct FileTests {
    typealias Sent = Scripted.Sent

    /// A file of random bytes on its way from the client to the server.
    struct Transfer {
        let pair: Pair
        let content: [UInt8]
        let stream: StreamID
        let root: [UInt8]

        init(_ count: Int, hash: HashAlgorithm = .sha256Tree, pair: Pair = .established()) throws {
            var random = SeededRandom(seed: UInt64(count))
            self.pair = pair
            content = random.bytes(count: count)
            stream = try pair.client.offerFile(
                FileHeader(name: "a file", size: UInt64(count), hashAlgorithm: hash), to: "inbox")
            var tree = SHA256Tree()
            tree.update(data: content)
            let digest = tree.finalize()
            root = hash == .none ? [] : [UInt8](copying: digest.bytes)
            pair.run()
        }

        /// Gives the content from an offset on, as there is room.
        func supply(from offset: Int = 0) throws {
            var position = offset
            while position < content.count {
                let count = min(pair.client.sendCapacity(stream), content.count - position)
                if count > 0 {
                    try pair.client.supplyFileData(Array(content[position..<(position + count)]), on: stream)
                }
                position += count
                pair.run()
            }
            pair.run()
        }

        var received: [UInt8] {
            pair.serverEvents.flatMap { event -> [UInt8] in
                if case .fileData(stream, let bytes, _) = event { bytes } else { [] }
            }
        }

        var isClosed: Bool {
            [pair.clientEvents, pair.serverEvents].allSatisfy { events in
                events.contains { if case .streamClosed(stream) = $0 { true } else { false } }
            }
        }
    }

    @Test(
        "A file of any size arrives, is verified, and the receipt comes back",
        arguments: [
            (0, HashAlgorithm.sha256Tree), (1, .sha256Tree), (70_000, .none), (1 << 20, .sha256Tree),
            ((1 << 20) + 1, .sha256Tree), (3_500_000, .sha256Tree), (0, .none),
        ])
    func whole(count: Int, hash: HashAlgorithm) throws {
        let transfer = try Transfer(count, hash: hash)
        guard case .fileOffered(_, let header, _)? = transfer.pair.serverEvents.last else {
            Issue.record("no offer"); return
        }
        #expect(header.name == "a file" && header.size == UInt64(count))
        #expect(transfer.pair.client.sendCapacity(transfer.stream) == 0, "nothing is sent before it is accepted")
        try transfer.pair.server.acceptFile(transfer.stream)
        transfer.pair.run()
        try transfer.supply()
        #expect(transfer.received == transfer.content)
        let stored = { transfer.pair.clientEvents.contains { if case .fileStored = $0 { true } else { false } } }
        #expect(!stored(), "sent is not stored")
        guard case .fileEnded(_, root: transfer.root)? = transfer.pair.serverEvents.last else {
            Issue.record("the file did not end, or has another root")
            return
        }
        try transfer.pair.server.confirmFile(transfer.stream)
        transfer.pair.run()
        #expect(stored())
        #expect(transfer.isClosed)
    }

    @Test("A file goes on where the receiver has the beginning", arguments: [1, 1 << 20, 1_500_000, 2_000_000])
    func resumed(offset: Int) throws {
        let transfer = try Transfer(2_000_000)
        var digest = try #require(FileDigest(.sha256Tree))
        digest.update(transfer.content.span.extracting(0..<offset))
        #expect(throws: SessionError.self) {
            var tooLong = digest
            tooLong.update([UInt8](repeating: 0, count: 2_000_000).span)
            try transfer.pair.server.acceptFile(transfer.stream, resuming: tooLong)
        }
        try transfer.pair.server.acceptFile(transfer.stream, resuming: digest)
        transfer.pair.run()
        #expect(transfer.pair.client.sendCapacity(transfer.stream) == 0, "the beginning has to be hashed first")
        #expect(throws: SessionError.self) {
            try transfer.pair.client.continueFile(transfer.stream, after: try #require(FileDigest(.sha256Tree)))
        }
        try transfer.pair.client.continueFile(transfer.stream, after: digest)
        try transfer.supply(from: offset)
        #expect(transfer.received == Array(transfer.content[offset...]))
        try transfer.pair.server.confirmFile(transfer.stream)
        transfer.pair.run()
        #expect(
            transfer.pair.clientEvents.contains {
                if case .fileStored(_, root: transfer.root) = $0 { true } else { false }
            })
    }

    @Test("Where the beginning of the two copies differs, the root shows it, and nothing is stored")
    func resumedWrongly() throws {
        let transfer = try Transfer(100_000)
        var other = try #require(FileDigest(.sha256Tree)), own = other
        other.update([UInt8](repeating: 0, count: 50_000).span)
        own.update(transfer.content.span.extracting(0..<50_000))
        try transfer.pair.server.acceptFile(transfer.stream, resuming: other)
        transfer.pair.run()
        try transfer.pair.client.continueFile(transfer.stream, after: own)
        try transfer.supply(from: 50_000)
        guard
            case .fileFailed(_, let error)? = transfer.pair.serverEvents.first(where: {
                if case .fileFailed = $0 { true } else { false }
            })
        else { Issue.record("the file did not fail"); return }
        #expect(error.code == .integrity)
        #expect(!transfer.pair.serverEvents.contains { if case .fileEnded = $0 { true } else { false } })
        #expect(
            transfer.pair.clientEvents.contains { if case .fileRefused(_, .integrity) = $0 { true } else { false } })
        #expect(throws: SessionError.self) { try transfer.pair.server.confirmFile(transfer.stream) }
        #expect(transfer.isClosed)
        #expect(transfer.pair.server.isEstablished)
    }

    @Test("A file can be turned down before, during and after its transfer", arguments: [0, 1, 2])
    func refused(stage: Int) throws {
        let transfer = try Transfer(300_000)
        if stage > 0 {
            try transfer.pair.server.acceptFile(transfer.stream)
            transfer.pair.run()
            if stage == 1 {
                try transfer.pair.client.supplyFileData(Array(transfer.content[..<1_000]), on: transfer.stream)
                transfer.pair.run()
            } else {
                try transfer.supply()
            }
        }
        try transfer.pair.server.refuse(transfer.stream, code: .noSpace)
        transfer.pair.run()
        let outcomes = transfer.pair.clientEvents.filter { event in
            switch event {
            case .fileRefused(_, .noSpace), .streamReset, .streamStopped, .fileStored: true
            default: false
            }
        }
        #expect(outcomes.count == 1)
        #expect(transfer.isClosed)
        #expect(throws: SessionError.self) { try transfer.pair.client.supplyFileData([1], on: transfer.stream) }
        // The session goes on.
        try transfer.pair.client.send(.text("next"))
        transfer.pair.run()
        #expect(transfer.pair.serverEvents.messages == [.text("next")])
    }

    @Test("A sender that gives a file up voids it")
    func abandoned() throws {
        let transfer = try Transfer(300_000)
        try transfer.pair.server.acceptFile(transfer.stream)
        transfer.pair.run()
        try transfer.pair.client.supplyFileData(Array(transfer.content[..<100_000]), on: transfer.stream)
        try transfer.pair.client.reset(transfer.stream, code: .cancelled)
        transfer.pair.run()
        guard
            case .fileFailed(_, let error)? = transfer.pair.serverEvents.first(where: {
                if case .fileFailed = $0 { true } else { false }
            })
        else { Issue.record("the file did not fail"); return }
        #expect(error.code == .refused(.cancelled))
        try transfer.pair.server.refuse(transfer.stream, code: .cancelled)
        transfer.pair.run()
        #expect(transfer.isClosed)
    }

    @Test("A file that has another root, or ends early, is answered with `integrity`", arguments: [true, false])
    func wrongContent(isShort: Bool) throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 2), Sent(.message, 2, header(fileContent(name: "f", size: 4), 4))])
        try script.connection.acceptFile(StreamID(2))
        #expect(script.sent().contains(Sent(.fileAccept, 2, [0])))
        let data: [UInt8] = isShort ? [1, 2, 3] : [1, 2, 3, 4]
        var digest = try #require(FileDigest(.sha256Tree))
        digest.update((isShort ? data : [4, 3, 2, 1]).span)
        script.send([Sent(.data, 2, data), Sent(.fileEnd, 2, digest.root), Sent(.end, 2)])
        #expect(script.sent() == [Sent(.receipt, 2, [0, 18]), Sent(.end, 2)])
        #expect(
            script.takeEvents().contains {
                if case .fileFailed(_, let error) = $0 { error.code == .integrity } else { false }
            })
        #expect(script.connection.isEstablished)
    }

    @Test("A file that is longer than announced ends the session")
    func tooLong() throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 2), Sent(.message, 2, header(fileContent(name: "f", size: 2), 2))])
        try script.connection.acceptFile(StreamID(2))
        script.send([Sent(.data, 2, [1, 2, 3])])
        #expect(try #require(script.ending).told == .protocolViolation)
    }

    @Test("A file with a hash that is not known here is turned down, and the session goes on")
    func unknownHash() {
        let script = Scripted.established(.server)
        let content = fileContent(name: "f", size: 2, hash: HashAlgorithm(rawValue: 9))
        script.send([Sent(.open, 2), Sent(.message, 2, header(content, 2))])
        #expect(script.sent() == [Sent(.stopSending, 2, [0, 20]), Sent(.reset, 2, [0, 20])])
        #expect(script.connection.isEstablished)
        let events = script.takeEvents()
        #expect(!events.contains { if case .fileOffered = $0 { true } else { false } })
    }

    @Test("A receipt for other content than was sent is a failure, whatever it says")
    func wrongReceipt() throws {
        let script = Scripted.established(.client)
        let stream = try script.connection.offerFile(FileHeader(name: "f", size: 3), to: "")
        _ = script.sent()
        script.send([Sent(.fileAccept, 2, [0])])
        try script.connection.supplyFileData([1, 2, 3], on: stream)
        #expect(script.sent().last == Sent(.end, 2))
        script.send([Sent(.receipt, 2, [0, 0] + [UInt8](repeating: 7, count: 32)), Sent(.end, 2)])
        let events = script.takeEvents()
        #expect(events.contains { if case .fileFailed(_, let error) = $0 { error.code == .integrity } else { false } })
        #expect(!events.contains { if case .fileStored = $0 { true } else { false } })
    }

    @Test(
        "A receipt before the content, or the end without one, is against the rules",
        arguments: [
            [Sent(.receipt, 2, [0, 0])], [Sent(.end, 2)], [Sent(.fileAccept, 2, varint(9))],
            [Sent(.fileAccept, 2, [0]), Sent(.fileAccept, 2, [0])],
            [Sent(.fileAccept, 2, [0]), Sent(.receipt, 2, [0, 0] + [UInt8](repeating: 0, count: 32))],
        ])
    func wrongReceivers(frames: [Sent]) throws {
        let script = Scripted.established(.client)
        _ = try script.connection.offerFile(FileHeader(name: "f", size: 3), to: "")
        _ = script.sent()
        script.send(frames)
        #expect(try #require(script.ending).told == .protocolViolation)
    }

    @Test("A failure can be reported in the middle of the transfer")
    func earlyReceipt() throws {
        let script = Scripted.established(.client)
        let stream = try script.connection.offerFile(FileHeader(name: "f", size: 300_000), to: "")
        _ = script.sent()
        script.send([Sent(.fileAccept, 2, [0])])
        try script.connection.supplyFileData([UInt8](repeating: 0, count: 200_000), on: stream)
        script.send([Sent(.receipt, 2, [0, 17]), Sent(.end, 2)])
        #expect(script.takeEvents().contains { if case .fileRefused(_, .noSpace) = $0 { true } else { false } })
        #expect(script.sent().last?.kind == FrameKind.reset.rawValue)
        #expect(script.takeEvents().contains { if case .streamClosed = $0 { true } else { false } })
    }

    @Test("The memory of a transfer is bounded on both sides, however large the file is")
    func memory() throws {
        let pair = Pair.established(clientOptions: .limited { $0.sendBuffer = 300_000 })
        let stream = try pair.client.offerFile(FileHeader(name: "f", size: 50_000_000), to: "")
        pair.run()
        try pair.server.acceptFile(stream)
        pair.run()
        var given = 0
        while true {
            let count = min(pair.client.sendCapacity(stream), 100_000)
            if count == 0 { break }
            try pair.client.supplyFileData([UInt8](repeating: 5, count: count), on: stream)
            given += count
            pair.run(takingContent: false)
        }
        #expect(pair.server.bufferedByteCount <= (4 << 20) + 2 * 65_538)
        #expect(given <= (4 << 20) + 300_000)
    }
}
