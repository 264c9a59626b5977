import Testing
import WaxCore
import WaxIdentity
import WaxNoise
import WaxSession
import WaxSimulator
import WaxWire

/// Real handshakes between two connections, without any delay.
@Suite("Handshakes")
struct HandshakeTests {
    /// Two connections, and what they have said to each other.
    final class Meeting {
        let client: Connection
        let server: Connection
        var now = TestIdentity.start
        private(set) var clientBytes: [UInt8] = []
        private(set) var serverBytes: [UInt8] = []
        private(set) var clientEnding: SessionError?
        private(set) var serverEnding: SessionError?
        private(set) var clientWasEstablished = false
        private(set) var serverWasEstablished = false

        init(_ client: ClientParameters, _ server: ServerParameters, seed: UInt64 = 1) {
            self.client = Connection(client: client, now: now, random: SimulatedRandom(seed: seed))
            self.server = Connection(server: server, now: now, random: SimulatedRandom(seed: seed + 1_000_000))
        }

        /// Carries bytes to and fro until there are no more.
        func run() {
            while client.wantsOutput || server.wantsOutput {
                let toServer = client.takeOutput(), toClient = server.takeOutput()
                clientBytes += toServer
                serverBytes += toClient
                server.receive(toServer.span, now: now)
                client.receive(toClient.span, now: now)
                if toServer.isEmpty, toClient.isEmpty { break }
            }
            while let event = client.nextEvent() {
                if case .established = event { clientWasEstablished = true }
                if case .closed(let error) = event { clientEnding = error }
            }
            while let event = server.nextEvent() {
                if case .established = event { serverWasEstablished = true }
                if case .closed(let error) = event { serverEnding = error }
            }
        }

        /// The types of the units in some bytes.
        static func units(_ bytes: [UInt8]) -> [[UInt8]] {
            var units: [[UInt8]] = []
            var position = 0
            while position + 3 <= bytes.count {
                let count = 3 + Int(bytes[position + 1]) << 8 + Int(bytes[position + 2])
                units.append(Array(bytes[position..<min(bytes.count, position + count)]))
                position += count
            }
            return units
        }
    }

    static var client: ClientParameters {
        var parameters = ClientParameters(identity: TestIdentity.client, trust: FingerprintTrust(TestIdentity.server))
        parameters.grease = .never
        return parameters
    }

    static var server: ServerParameters {
        var parameters = ServerParameters(identity: TestIdentity.server, trust: FingerprintTrust(TestIdentity.client))
        parameters.grease = .never
        return parameters
    }

    static let key = SymmetricKey(data: [UInt8](repeating: 3, count: 32))
    static let rejectAuthentication: [UInt8] = [4, 0, 2, 0, 5]

    @Test("Every suite comes to an understanding, and both sides know whom they talk to", arguments: Suite.allCases)
    func suites(suite: Suite) throws {
        var client = HandshakeTests.client, server = HandshakeTests.server
        if !suite.clientHasIdentity {
            client.identity = nil
            server.allowsAnonymousClients = true
        }
        if suite.hasPresharedKey {
            client.preSharedKey = PreSharedKey(identifier: [7], key: HandshakeTests.key)
            server.preSharedKey = { $0 == [7] ? HandshakeTests.key : nil }
        }
        let meeting = Meeting(client, server)
        meeting.run()
        #expect(meeting.client.isEstablished && meeting.server.isEstablished)
        let atClient = try #require(meeting.client.peer), atServer = try #require(meeting.server.peer)
        #expect(atClient.identity == TestIdentity.server.identity)
        #expect(atServer.identity == (suite.clientHasIdentity ? TestIdentity.client.identity : nil))
        #expect(atClient.suite == suite.protocolName && atServer.suite == suite.protocolName)
        #expect(atClient.version == 1)
        #expect(atServer.preSharedKeyIdentifier == (suite.hasPresharedKey ? [7] : nil))

        #expect(meeting.client.channelBinding == meeting.server.channelBinding)
        #expect(meeting.client.channelBinding?.count == 32)
        let exported = try meeting.client.export(label: "a", context: [1], count: 48)
        #expect(exported.bitCount == 384)
        #expect(exported == (try meeting.server.export(label: "a", context: [1], count: 48)))
        #expect(exported != (try meeting.server.export(label: "b", context: [1], count: 48)))
        #expect(exported != (try meeting.server.export(label: "a", context: [2], count: 48)))

        let other = Meeting(client, server, seed: 77)
        other.run()
        #expect(other.client.channelBinding != meeting.client.channelBinding)
    }

    @Test("The client says nothing of itself to a server that it does not trust")
    func untrustedServer() throws {
        var server = HandshakeTests.server
        server.identity = TestIdentity.strangeServer
        let meeting = Meeting(HandshakeTests.client, server)
        meeting.run()
        #expect(meeting.clientEnding?.code == .notTrusted)
        #expect(meeting.serverEnding?.code == .notAuthorised)
        #expect(!meeting.clientWasEstablished && !meeting.serverWasEstablished)
        let units = Meeting.units(meeting.clientBytes)
        #expect(units.map { $0[0] } == [1, 2, 4], "hello, first message, reject: no identity")
        #expect(units.last == HandshakeTests.rejectAuthentication)
    }

    @Test("A client that is not on the list is refused, and its signature is never looked at")
    func untrustedClient() throws {
        let trust = FingerprintTrust(TestIdentity.stranger)
        var server = HandshakeTests.server
        server.trust = trust
        let meeting = Meeting(HandshakeTests.client, server)
        meeting.run()
        #expect(meeting.serverEnding?.code == .notTrusted)
        #expect(meeting.clientEnding?.code == .notAuthorised)
        #expect(!meeting.clientWasEstablished && !meeting.serverWasEstablished)
        #expect(trust.proven.withLock { $0 } == 0)
    }

    @Test("Every failed authentication of a client looks the same on the wire")
    func sameOnTheWire() throws {
        var bytes: [[Int]] = []
        var codes: Set<SessionError.Code> = []
        let forged = IdentityBlock(
            identity: TestIdentity.client.block.identity, delegation: TestIdentity.client.block.delegation,
            signature: [UInt8](repeating: 1, count: 256))
        #expect(forged != TestIdentity.client.block)
        let yesterday = Moment(monotonicNanoseconds: 0, unixSeconds: TestIdentity.start.unixSeconds - 100_000)
        let stale = TestIdentity.make(TestIdentity.clientKey, .client, seed: 20, at: yesterday)
        let endless = TestIdentity.make(TestIdentity.clientKey, .client, seed: 21, validity: 90_000)
        for identity in [TestIdentity.stranger, stale, endless] {
            var client = HandshakeTests.client
            client.identity = identity
            let meeting = Meeting(client, HandshakeTests.server)
            meeting.run()
            bytes.append(Meeting.units(meeting.serverBytes).map(\.count))
            codes.insert(try #require(meeting.serverEnding).code)
            #expect(meeting.clientEnding?.code == .notAuthorised)
            #expect(meeting.clientEnding?.description.contains(ErrorCode.authenticationFailed.words) == true)
        }
        #expect(bytes.allSatisfy { $0 == bytes[0] }, "\(bytes)")
        #expect(codes == [.notTrusted, .clock, .peerMisbehaved], "this side's log knows the difference")
    }

    @Test("A clock that is wrong is named as such, with both times")
    func clock() throws {
        let yesterday = Moment(monotonicNanoseconds: 0, unixSeconds: TestIdentity.start.unixSeconds - 100_000)
        var server = HandshakeTests.server
        server.identity = TestIdentity.make(TestIdentity.serverKey, .server, seed: 22, at: yesterday)
        let meeting = Meeting(HandshakeTests.client, server)
        meeting.run()
        #expect(meeting.clientEnding?.code == .clock)
        let words = try #require(meeting.clientEnding).description
        #expect(words.contains("1799900000") && words.contains("1800000000"))
    }

    @Test("A wrong pre-shared key and an unknown identifier fail alike", arguments: [true, false])
    func wrongKey(isAnonymous: Bool) throws {
        var units: [[Int]] = []
        for isKnown in [true, false] {
            var client = HandshakeTests.client, server = HandshakeTests.server
            if isAnonymous { client.identity = nil }
            server.allowsAnonymousClients = true
            client.preSharedKey = PreSharedKey(
                identifier: [1], key: SymmetricKey(data: [UInt8](repeating: 9, count: 32)))
            server.preSharedKey = { _ in isKnown ? HandshakeTests.key : nil }
            let meeting = Meeting(client, server)
            meeting.run()
            #expect(!meeting.clientWasEstablished && !meeting.serverWasEstablished)
            let finder = isAnonymous ? meeting.clientEnding : meeting.serverEnding
            let told = isAnonymous ? meeting.serverEnding : meeting.clientEnding
            #expect(finder?.code == .peerMisbehaved)
            #expect(told?.code == .notAuthorised)
            units.append(Meeting.units(meeting.clientBytes + meeting.serverBytes).map(\.count))
        }
        #expect(units[0] == units[1])
    }

    @Test("A client that proves less than is wanted is rejected", arguments: [true, false])
    func tooLittle(withKey: Bool) throws {
        var client = HandshakeTests.client, server = HandshakeTests.server
        if withKey {
            server.preSharedKey = { _ in HandshakeTests.key }
        } else {
            client.identity = nil
        }
        let meeting = Meeting(client, server)
        meeting.run()
        #expect(meeting.serverBytes == HandshakeTests.rejectAuthentication)
        #expect(meeting.clientEnding?.code == .notAuthorised)
        #expect(meeting.serverEnding?.code == .notTrusted)
    }

    @Test("A client that speaks no common version is told so first, whatever else it lacks")
    func versionFirst() {
        var client = HandshakeTests.client
        client.identity = nil
        client.versions = [0x7F]
        let meeting = Meeting(client, HandshakeTests.server)
        meeting.run()
        #expect(meeting.serverEnding?.code == .peerIncompatible)
        #expect(meeting.serverBytes == [4, 0, 2, 0, 2])
    }

    @Test("A server that gives a key of a wrong size blames itself, and the client sees a failed authentication")
    func wrongKeySize() {
        var client = HandshakeTests.client, server = HandshakeTests.server
        client.preSharedKey = PreSharedKey(identifier: [1], key: HandshakeTests.key)
        server.preSharedKey = { _ in SymmetricKey(data: [1, 2, 3]) }
        let meeting = Meeting(client, server)
        meeting.run()
        #expect(meeting.serverEnding?.code == .localMisuse)
        #expect(meeting.serverBytes == HandshakeTests.rejectAuthentication)
    }

    @Test("A pre-shared key that the server has not is an incompatibility")
    func keyNotWanted() throws {
        var client = HandshakeTests.client
        client.preSharedKey = PreSharedKey(identifier: [1], key: HandshakeTests.key)
        let meeting = Meeting(client, HandshakeTests.server)
        meeting.run()
        #expect(meeting.serverBytes == [4, 0, 2, 0, 3])
        #expect(meeting.clientEnding?.code == .peerIncompatible)
    }

    @Test("The first of the client's versions that the server speaks is spoken; without one there is a reject")
    func versions() throws {
        var client = HandshakeTests.client, server = HandshakeTests.server
        client.versions = [9, 7, 1]
        server.versions = [1, 7]
        let meeting = Meeting(client, server)
        meeting.run()
        #expect(meeting.client.peer?.version == 7 && meeting.server.peer?.version == 7)

        server.versions = [2]
        let without = Meeting(client, server)
        without.run()
        #expect(without.serverBytes == [4, 0, 2, 0, 2])
        #expect(without.clientEnding?.code == .peerIncompatible)
    }

    @Test("Made-up versions and extensions in the hello do not disturb a server")
    func grease() throws {
        for seed: UInt64 in 1...20 {
            var client = HandshakeTests.client
            client.grease = .always
            let meeting = Meeting(client, HandshakeTests.server, seed: seed)
            meeting.run()
            #expect(meeting.client.isEstablished)
            let body = Array(Meeting.units(meeting.clientBytes)[0].dropFirst(3))
            let hello = try Hello(parsing: body.span)
            #expect(hello.versions.count == 2 && hello.versions[0] & 0xFF == 0xFA)
            #expect(hello.extensions.entries.count == 1)
        }
    }

    @Test("The server's own rule has the last word, and its text reaches the client")
    func admission() throws {
        for isAnonymous in [false, true] {
            var client = HandshakeTests.client, server = HandshakeTests.server
            if isAnonymous { client.identity = nil }
            server.allowsAnonymousClients = true
            server.admission = { peer in
                peer.identity == (isAnonymous ? nil : TestIdentity.client.identity)
                    ? Refusal(code: .busy, text: "come back at eight") : nil
            }
            let meeting = Meeting(client, server)
            meeting.run()
            #expect(meeting.clientEnding?.code == .refused(.busy))
            #expect(meeting.clientEnding?.reason.contains("come back at eight") == true)
            #expect(meeting.serverEnding != nil)
            #expect(!meeting.clientWasEstablished && !meeting.serverWasEstablished)
            #expect(meeting.client.isFinished && meeting.server.isFinished)
        }
    }

    @Test("An identity delegated for the other side is not used")
    func wrongRole() throws {
        var client = HandshakeTests.client
        client.identity = TestIdentity.server
        let connection = Connection(client: client, now: TestIdentity.start, random: SimulatedRandom(seed: 1))
        guard case .closed(let error)? = connection.nextEvent() else { Issue.record("it began"); return }
        #expect(error?.code == .localMisuse)
        #expect(connection.takeOutput().isEmpty)
        var server = HandshakeTests.server
        server.identity = TestIdentity.make(TestIdentity.serverKey, .client, seed: 30)
        let other = Connection(server: server, now: TestIdentity.start, random: SimulatedRandom(seed: 1))
        guard case .closed(let second)? = other.nextEvent() else { Issue.record("it began"); return }
        #expect(second?.code == .localMisuse)
    }

    @Test(
        "Any byte of the handshake changed on the way ends it, with nothing established at its receiver",
        arguments: [true, false])
    func tampering(ofClient: Bool) throws {
        let clean = Meeting(HandshakeTests.client, HandshakeTests.server)
        clean.run()
        let bytes = ofClient ? clean.clientBytes : clean.serverBytes
        let first = Meeting.units(bytes)[0].count
        // Every byte of the hello, and a spread over the rest.
        for position in Array(stride(from: 0, to: first, by: ofClient ? 1 : 7))
            + Array(stride(from: first, to: bytes.count, by: 37))
        {
            let client = Connection(
                client: HandshakeTests.client, now: TestIdentity.start, random: SimulatedRandom(seed: 1))
            let server = Connection(
                server: HandshakeTests.server, now: TestIdentity.start, random: SimulatedRandom(seed: 1_000_001))
            var sent = 0
            for _ in 0..<4 {
                for (from, to) in [(client, server), (server, client)] {
                    var bytes = from.takeOutput()
                    if (from === client) == ofClient {
                        if (sent..<(sent + bytes.count)).contains(position) { bytes[position - sent] ^= 0x20 }
                        sent += bytes.count
                    }
                    to.receive(bytes.span, now: TestIdentity.start)
                }
            }
            let receiver = ofClient ? server : client
            var established = false
            while let event = receiver.nextEvent() {
                if case .established = event { established = true }
            }
            #expect(!established, "byte \(position)")
        }
    }

    @Test("The handshake deadline is kept on both sides")
    func deadline() throws {
        let client = Connection(
            client: HandshakeTests.client, now: TestIdentity.start, random: SimulatedRandom(seed: 1))
        let server = Connection(
            server: HandshakeTests.server, now: TestIdentity.start, random: SimulatedRandom(seed: 2))
        _ = client.takeOutput()
        for connection in [client, server] {
            #expect(connection.deadline == 11_000_000_000)
            connection.handleDeadline(now: Moment(monotonicNanoseconds: 11_000_000_000, unixSeconds: 0))
            guard case .closed(let error)? = connection.nextEvent() else { Issue.record("it goes on"); continue }
            #expect(error?.code == .timedOut)
            #expect(connection.takeOutput() == [4, 0, 2, 0, 7])
            #expect(connection.isFinished)
        }
    }

    @Test("Nothing that is sent appears in the bytes on the wire")
    func confidentiality() throws {
        let meeting = Meeting(HandshakeTests.client, HandshakeTests.server)
        meeting.run()
        let text = "the quick brown fox jumps over the lazy dog"
        try meeting.client.send(.text(text))
        try meeting.server.setName("a telling name")
        _ = try meeting.client.openStream(service: "a secret service")
        meeting.run()
        let wire = meeting.clientBytes + meeting.serverBytes
        for word in [text, "a telling name", "a secret service"] {
            let needle = Array(word.utf8)
            let found = wire.indices.contains { wire[$0...].starts(with: needle) }
            #expect(!found)
        }
        let identities = [TestIdentity.client, TestIdentity.server].map(\.identity.subjectPublicKeyInfo)
        for identity in identities {
            let needle = Array(identity[30..<60])
            let found = wire.indices.contains { wire[$0...].starts(with: needle) }
            #expect(!found, "an identity is in clear")
        }
    }
}
