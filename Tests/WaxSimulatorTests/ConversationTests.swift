import Foundation
import Testing
import WaxCore
import WaxIdentity
import WaxSession
import WaxSimulator

/// Random conversations by the thousand. One that fails prints its seed, and the line that runs it again.
@Suite("Simulated conversations")
struct ConversationTests {
    /// How many seeds there are in each of the parts, which run side by side; `WAX_SEEDS=20000` has more of them.
    static let seedsInPart: UInt64 = {
        let wanted = ProcessInfo.processInfo.environment["WAX_SEEDS"].flatMap(UInt64.init)
        return max((wanted ?? 2_100) / UInt64(parts), 1)
    }()
    static let parts = 6

    /// The one seed that is wanted: `WAX_SEED=17`.
    static let onlySeed = ProcessInfo.processInfo.environment["WAX_SEED"].flatMap(UInt64.init)

    static func seeds(_ part: Int) -> [UInt64] {
        guard onlySeed == nil else { return part == 0 ? [onlySeed ?? 0] : [] }
        let first = UInt64(part) * seedsInPart
        return Array(first..<(first + seedsInPart))
    }

    @Test("Nothing altered, lost, repeated or stuck, on links of every kind", arguments: 0..<parts)
    func conversations(part: Int) throws {
        var deliveries = 0
        var attacks = 0
        let seeds = ConversationTests.seeds(part)
        for seed in seeds {
            let setting = Setting(seed: seed)
            do {
                let report = try setting.run()
                deliveries += report.deliveryCount
                if report.wasAttacked { attacks += 1 }
            } catch {
                Issue.record(
                    """
                    seed \(seed) (\(setting.profile.name)): \(error)
                    run it again with: WAX_SEED=\(seed) swift test --filter WaxSimulatorTests.ConversationTests
                    """)
            }
        }
        if seeds.count >= 350 {
            #expect(deliveries > seeds.count * 4, "the conversations say too little")
            #expect(attacks > seeds.count / 7, "the attacker sleeps")
        }
    }

    @Test("The same seed gives the same conversation")
    func determinism() throws {
        for seed: UInt64 in [3, 500, 1_001] {
            let first = try Setting(seed: seed).run()
            let second = try Setting(seed: seed).run()
            #expect(first.milliseconds == second.milliseconds)
            #expect(first.deliveryCount == second.deliveryCount)
            #expect(first.client == second.client && first.server == second.server)
        }
    }
}

/// One conversation: everything about it follows from the seed.
struct Setting {
    let seed: UInt64
    var profile: Conversation.Profile
    var client: ClientParameters
    var server: ServerParameters
    static let key = SymmetricKey(data: [UInt8](repeating: 0x5A, count: 32))

    init(seed: UInt64) {
        self.seed = seed
        var random = SimulatedRandom(seed: seed)
        let kinds: [(inout Setting, inout SimulatedRandom) -> Void] = [
            Setting.calm, Setting.byteByByte, Setting.slow, Setting.tight, Setting.rekeying, Setting.padded,
            Setting.rude, Setting.attacked, Setting.attacked, Setting.attacked, Setting.cut, Setting.silenced,
        ]
        profile = Conversation.Profile(name: "")
        client = ClientParameters(identity: TestIdentity.client, trust: FingerprintTrust(TestIdentity.server))
        server = ServerParameters(identity: TestIdentity.server, trust: FingerprintTrust(TestIdentity.client))
        chooseSuite(&random)
        kinds[Int(seed % UInt64(kinds.count))](&self, &random)
    }

    func run() throws -> Conversation.Report {
        try Conversation.run(
            seed: seed, profile: profile,
            connect: { now, random in Connection(client: client, now: now, random: random) },
            accept: { now, random in Connection(server: server, now: now, random: random) })
    }

    private mutating func chooseSuite(_ random: inout SimulatedRandom) {
        if random.happens(oneIn: 4) {
            client.identity = nil
            server.allowsAnonymousClients = true
        }
        if random.happens(oneIn: 4) {
            client.preSharedKey = PreSharedKey(identifier: [1, 2, 3], key: Setting.key)
            server.preSharedKey = { $0 == [1, 2, 3] ? Setting.key : nil }
        }
        if random.happens(oneIn: 4) { client.grease = .always }
        if random.happens(oneIn: 4) { server.grease = .always }
        if random.happens(oneIn: 2) {
            client.name = "the client"
            profile.client.initialName = client.name
        }
    }

    // MARK: Kinds of conversation

    static func calm(_ setting: inout Setting, _ random: inout SimulatedRandom) { setting.profile.name = "calm" }

    static func byteByByte(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        setting.profile.name = "byte by byte"
        setting.profile.link.pieces = 1...3
        setting.profile.client.actions = 1...3
        setting.profile.server.actions = 1...3
        setting.profile.client.messageSizes = 0...300
        setting.profile.server.messageSizes = 0...300
        setting.profile.client.fileSizes = 0...600
        setting.profile.server.fileSizes = 0...600
    }

    static func slow(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        setting.profile.name = "slow"
        setting.profile.link.latency = 1_000_000...400_000_000
        setting.profile.link.pieces = 1...3_000
        setting.profile.link.capacity = 20_000
        setting.profile.client.delays = 0...3_000_000_000
    }

    static func tight(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        setting.profile.name = "tight"
        var limits = Limits()
        limits.streams = 0
        limits.streamWindow = 0
        limits.receiveWindow = 0
        limits.assemblyMemory = 0
        limits.largestMessage = 400_000
        limits.sendBuffer = 30_000
        setting.client.limits = limits
        setting.server.limits = limits
        setting.profile.client.actions = 1...12
        setting.profile.client.messageSizes = 0...80_000
        setting.profile.client.delays = 0...50_000_000
        setting.profile.server.delays = 0...50_000_000
        setting.profile.client.fileSizes = 0...90_000
        setting.profile.client.pauses = 0...1_000
    }

    static func rekeying(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        setting.profile.name = "rekeying"
        // The shortest that is possible, a second; and long enough for some of them.
        setting.client.limits.rekeyInterval = 1
        setting.server.limits.rekeyInterval = 1
        setting.profile.client.pauses = 0...500_000_000
        setting.profile.server.pauses = 0...500_000_000
    }

    static func padded(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        setting.profile.name = "padded"
        setting.client.padding = .padme
        let unit = random.happens(oneIn: 10) ? random.pick(1...70_000) : random.pick(1...2_000)
        setting.server.padding = random.happens(oneIn: 2) ? .multiple(of: unit) : .custom { $0 + unit % 100 }
    }

    static func rude(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        setting.profile.name = "rude"
        setting.profile.client.rudeness = 3
        setting.profile.server.rudeness = 3
        setting.profile.client.fileSizes = 0...150_000
        setting.profile.link.latency = 0...2_000_000
    }

    static func attacked(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        let attack = Attack.allCases[random.pick(0...(Attack.allCases.count - 1))]
        setting.profile.name = "\(attack)"
        setting.profile.link.attack = attack
        setting.profile.link.attacksClient = random.happens(oneIn: 2)
        setting.profile.link.target = random.happens(oneIn: 2) ? random.pick(0...4) : random.pick(0...20)
        setting.profile.link.pieces = 1...5_000
        setting.profile.link.latency = 0...1_000_000
        if random.happens(oneIn: 3) {
            setting.client.limits.keepAliveInterval = 0
            setting.server.limits.keepAliveInterval = 0
        }
    }

    static func cut(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        attacked(&setting, &random)
        setting.profile.name = "cut"
        setting.profile.link.attack = .cut
    }

    static func silenced(_ setting: inout Setting, _ random: inout SimulatedRandom) {
        attacked(&setting, &random)
        setting.profile.name = "silence"
        setting.profile.link.attack = .silence
    }
}
