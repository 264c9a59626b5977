import WaxCore
import WaxDeflate
import WaxWire

/// What both kinds of parameters have in common.
package struct SessionOptions {
    var name: String?
    var limits: Limits
    var padding: Padding
    var grease: Grease
}

/// A connection from the moment there are keys: records, frames, streams.
///
/// What goes wrong is thrown to the ``Connection``, which ends the session by ``abort(_:)``.
final class Session {
    /// How far the session is.
    enum Phase {
        /// The peer's first record is awaited: `accept` by the client, `settings` by the server.
        case unconfirmed
        /// Both sides can do everything.
        case open
        /// The application wants to end: what is queued goes out first, then the goodbye.
        case draining(code: ErrorCode, text: String)
        /// This side has said goodbye; what the peer still sends is taken, and credit given for it, until its goodbye.
        case awaitingGoodbye
        /// Nothing more is taken from the peer; what is still to be said may be in ``farewell``.
        case over
    }

    let role: Role
    let peer: Peer
    let limits: Limits
    let padding: Padding
    let grease: Grease
    let environment: Environment
    let channel: any SecureChannel

    var phase = Phase.unconfirmed
    var peerLimits = PeerLimits()

    // Sending
    /// The frame that the first record begins with: `settings` or `accept`; nil once it is in a record.
    var firstFrame: (kind: FrameKind, payload: [UInt8])?
    /// Frames of the connection that wait, in order.
    var control = Queue<(kind: FrameKind, stream: UInt64, payload: [UInt8])>()
    /// The last frame of all, behind what waits in `control`.
    var farewell: (kind: FrameKind, payload: [UInt8])?
    var sealing: KeyUse
    /// Whether the next record changes the key, asked for by the application or the peer.
    var mustRekey = false
    var sendCredit = SendCredit(initial: Settings.Known.connectionWindow.floor)
    /// The streams that can send, in the order of their turns.
    var ready = Queue<Stream>()
    /// The streams that wait for credit of the connection.
    var waitingForCredit: [Stream] = []
    /// The streams whose peer is to be given more credit, and whether the connection's is to be raised.
    var creditIsDue: [Stream] = []
    var connectionCreditIsDue = false

    /// For how many bytes of content compressed frames have been sent. They are work that the size of the output does
    /// not show.
    var compressedByteCount = 0

    // Receiving
    var opening: KeyUse
    var receiveCredit: ReceiveCredit
    /// Content that is complete and that the application has not returned: it holds the connection's credit.
    var held = 0
    var assembly: AssemblyMemory
    var rate: ControlRate
    /// What compressed frames are decompressed with; made with the first one.
    lazy var inflater = PieceInflater()
    /// How many small frames may still come for nothing on streams that are over: four for each, as they cross its end.
    var lateFrames = 0
    /// Whether the frame that the peer's first record must begin with has come.
    var sawFirstFrame = false
    /// The peer's goodbye without an error, once it has come: it sends nothing more but credit.
    var peerGoodbye: GoodbyePayload?
    /// Why the session is over, once it is; nil if both sides said goodbye and nothing is missing.
    var ending: SessionError?

    var streams: StreamTable
    /// The stream on which this side sends messages that are given without one.
    var messageStream: Stream?

    // Time, in nanoseconds of the monotonic clock
    let began: UInt64
    var lastGrease: UInt64
    var lastReceived: UInt64
    var lastProgress: UInt64
    /// How much has come since `lastProgress` while the peer's goodbye is awaited.
    var receivedSinceProgress = 0
    var pings = Pings()

    /// Begins with the frame that the first record of this side must begin with.
    ///
    /// - Parameter refusal: What the peer is refused with; then nothing else is ever sent.
    init(
        role: Role, channel: any SecureChannel, peer: Peer, options: SessionOptions, environment: Environment,
        refusal: Refusal? = nil
    ) throws(SessionError) {
        let now = environment.now.monotonicNanoseconds
        self.role = role
        self.peer = peer
        self.channel = channel
        self.limits = options.limits
        self.padding = options.padding
        self.grease = options.grease
        self.environment = environment
        sealing = KeyUse(since: now)
        opening = KeyUse(since: now)
        receiveCredit = ReceiveCredit(initial: limits.receiveWindow)
        assembly = AssemblyMemory(byteCount: limits.assemblyMemory)
        rate = ControlRate(burst: limits.controlBurst, rate: limits.controlRate, now: now)
        streams = StreamTable(role: role)
        began = now
        lastGrease = now
        lastReceived = now
        lastProgress = now
        if let refusal {
            phase = .over
            let text = Array(cut(refusal.text, toBytes: RefusePayload.largestText).utf8)
            farewell = (.refuse, Session.payload(refusal.code) + text)
            return
        }
        var settings = try parsing { () throws(WireError) in try limits.settings() }
        if grease.isDue(oneIn: 4, random: &environment.random) {
            let random = environment.random.nextUInt64()
            try? settings.set(id: GreaseNumber.settingID(random), to: random >> 40)
        }
        firstFrame = (role == .client ? .settings : .accept, settings.encoded())
        if let name = options.name { control.append((.name, 0, Array(cut(name, toBytes: 255).utf8))) }
    }

    var now: UInt64 { environment.now.monotonicNanoseconds }

    /// Whether commands for streams are taken.
    var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    /// Whether both sides have said all they had to say.
    var isOver: Bool {
        if case .over = phase { true } else { false }
    }

    /// Takes tokens for frames without content.
    func charge(_ tokens: Int = 1) throws(SessionError) {
        guard rate.take(tokens, now: now) else {
            throw .exceeded("too many control, empty or unknown frames")
        }
    }

    /// Takes a token for a small frame on a stream that is over, unless it may just have crossed the end.
    func chargeForLateFrame() throws(SessionError) {
        guard lateFrames == 0 else { return lateFrames -= 1 }
        try charge()
    }

    // MARK: The end

    /// Ends the session because of an error: streams are given up at once, and the peer is told what it may know.
    func abort(_ error: SessionError) {
        guard !isOver else { return }
        let code = hasSaidGoodbye ? nil : error.wireCode
        giveUp()
        guard let code else { return firstFrame = nil }
        if role == .server, firstFrame != nil {
            // The client is still to be told whether it is accepted.
            firstFrame = nil
            farewell = Session.refusal(code)
        } else {
            farewell = (.goodbye, goodbyePayload(code: code, text: ""))
        }
    }

    /// Takes note of the peer's goodbye, and answers it unless this side had begun.
    ///
    /// After one without an error, the peer still takes what is queued here: that goes out before the answer.
    func peerSaidGoodbye(_ goodbye: GoodbyePayload) {
        environment.tell(.goodbye(code: goodbye.code, text: goodbye.text, lastStream: goodbye.lastStream))
        guard goodbye.code == .none else {
            let answers = !hasSaidGoodbye
            giveUp()
            if answers { farewell = (.goodbye, goodbyePayload(code: .none, text: "")) }
            ending = SessionError(refusedWith: goodbye.code, text: goodbye.text, authentic: true)
            return
        }
        guard !hasSaidGoodbye else { return conclude() }
        peerGoodbye = goodbye
        if case .open = phase { phase = .draining(code: .none, text: "") }
        // Answers, and credit for a peer that sends no more, are of no use now.
        control.removeAll()
        creditIsDue = []
        connectionCreditIsDue = false
        lastProgress = now
        finishDraining()
    }

    /// Ends the session after the goodbyes of both sides: in order, if nothing is missing.
    private func conclude() {
        if streams.all.contains(where: \.isIncomplete) {
            ending = SessionError(
                .truncated, "the session ended before a message, a request or a file had come to its end")
        }
        giveUp()
    }

    /// Ends the session in order: the application has nothing more to say.
    func sayGoodbye(code: ErrorCode, text: String) {
        switch phase {
        case .unconfirmed:
            abort(SessionError(.closed, "given up by this side", wireCode: code == .none ? .cancelled : code))
            ending = SessionError(.closed, "given up by this side before it was established")
        case .open:
            phase = .draining(code: code, text: cut(text, toBytes: RefusePayload.largestText))
            lastProgress = now
            finishDraining()
        case .draining, .awaitingGoodbye, .over: break
        }
    }

    /// Says goodbye once nothing is left to be sent before it.
    func finishDraining() {
        guard case .draining(let code, let text) = phase, ready.isEmpty, control.isEmpty else { return }
        guard !streams.all.contains(where: { !$0.queue.isEmpty }) else { return }
        farewell = (.goodbye, goodbyePayload(code: code, text: text))
        if peerGoodbye != nil { return conclude() }
        phase = .awaitingGoodbye
        lastProgress = now
    }

    var hasSaidGoodbye: Bool {
        switch phase {
        case .awaitingGoodbye, .over: true
        case .unconfirmed, .open, .draining: false
        }
    }

    private func giveUp() {
        phase = .over
        control.removeAll()
        ready.removeAll()
        waitingForCredit = []
        creditIsDue = []
        connectionCreditIsDue = false
        mustRekey = false
        messageStream = nil
        streams.removeAll()
    }

    private func goodbyePayload(code: ErrorCode, text: String) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 16)
        writer.write(code.rawValue)
        writer.writeVarint(streams.highestOfPeer)
        writer.write(Array(text.utf8))
        return writer.bytes
    }

    private static func refusal(_ code: ErrorCode) -> (kind: FrameKind, payload: [UInt8]) {
        (.refuse, payload(code))
    }
}
