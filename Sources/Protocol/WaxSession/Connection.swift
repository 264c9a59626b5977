package import WaxCore
public import WaxIdentity
package import WaxWire

/// One side of a session, as a machine without input or output, clock or randomness of its own.
///
/// Bytes from the peer go into ``receive(_:now:)``, bytes for the peer come out of ``takeOutput(upTo:)``; what
/// happened comes out of ``nextEvent()``; commands say what to do. Nothing here blocks, sleeps or does a
/// system call, so a test replays whole conversations in virtual time. A connection has one owner and is not
/// shared between threads.
///
/// The owner's loop:
/// 1. hand over what the socket had, or that it ended, or that ``deadline`` has come;
/// 2. take events until there is none, and give commands, after ``note(_:)`` if that is not at once;
/// 3. write what ``takeOutput(upTo:)`` gives, as long as the socket takes it, and take events again;
/// 4. when ``isFinished``, shut the socket down.
public final class Connection {
    /// How far a connection is.
    enum State {
        /// There are no keys yet.
        case handshaking(any HandshakeDriver)
        /// There are keys. The session goes on after its end, as long as it has something left to say.
        case secured(Session)
        /// It ended before there were keys.
        case over
    }

    let role: Role
    let options: SessionOptions
    let environment: Environment
    var state: State
    private var parser: UnitParser
    /// Units of the handshake that wait to be taken.
    private var handshakeOutput: [UInt8] = []
    private let handshakeDeadline: UInt64
    private var hasToldClosed = false

    /// How many bytes have come from the peer, and how many have been taken for it: all that is on the wire, the
    /// handshake included.
    public private(set) var traffic = Traffic()

    /// Begins a connection with any kind of handshake.
    package init(
        role: Role, handshake: any HandshakeDriver, options: SessionOptions, now: Moment,
        random: any RandomSource & Sendable
    ) {
        self.role = role
        self.options = options
        environment = Environment(now: now, random: random)
        state = .handshaking(handshake)
        parser = UnitParser(accepting: handshake.accepted)
        handshakeDeadline = now.monotonicNanoseconds + options.limits.handshakeTimeout * 1_000_000
        do throws(SessionError) {
            handshakeOutput = try handshake.begin(now: now, random: &environment.random)
        } catch {
            fail(error)
        }
    }

    // MARK: Bytes

    /// Takes bytes from the peer: all of them, however many units they hold or break off in.
    ///
    /// It never fails: what is wrong with the bytes ends the session, with ``Event/closed(_:)``. What it holds on
    /// to grows with what the peer has credit for; the events that it makes, with the bytes given, so give no more than
    /// some hundred kilobytes at a time and take the events in between.
    public func receive(_ bytes: Span<UInt8>, now: Moment) {
        environment.now = now
        traffic.received &+= UInt64(bytes.count)
        // As a local variable, so that a unit can be lent out where it lies; nothing below looks at the property.
        var parser = UnitParser()
        swap(&parser, &self.parser)
        defer { swap(&parser, &self.parser) }
        var position = 0
        while !isOver {
            do throws(SessionError) {
                do throws(WireError) {
                    position += try parser.consume(bytes.extracting(position...))
                } catch {
                    throw SessionError(error)
                }
                guard let header = parser.unit else { return }
                try receive(unit: header, in: &parser)
                parser.removeUnit()
                parser.accepted = acceptedUnits
            } catch {
                fail(error)
            }
            tellIfOver()
        }
    }

    /// Takes note that the byte stream has ended: no more bytes will come.
    ///
    /// Unless the peer has said goodbye, something may be missing, and the session ends with
    /// ``SessionError/Code/truncated``.
    public func receiveEndOfStream(now: Moment) {
        environment.now = now
        guard !isOver else { return }
        fail(SessionError(.truncated, "the byte stream ended before the session"))
        if case .secured(let session) = state { session.farewell = nil }
    }

    private func receive(unit header: UnitHeader, in parser: inout UnitParser) throws(SessionError) {
        switch state {
        case .handshaking(let handshake):
            let progress = try handshake.receive(
                header, unit: parser.bytes, now: environment.now, random: &environment.random)
            try advance(progress)
        case .secured(let session):
            guard header.type == .record else {
                let reject: Reject
                let body = parser.bytes.extracting(UnitHeader.byteCount...)
                do throws(WireError) { reject = try Reject(parsing: body) } catch { throw SessionError(error) }
                throw SessionError(refusedWith: reject.code, authentic: false)
            }
            var body = parser.body
            try session.receive(record: header, body: &body)
        case .over: break
        }
    }

    private func advance(_ progress: HandshakeProgress) throws(SessionError) {
        switch progress {
        case .continues(let output): handshakeOutput += output
        case .complete(let output, let channel, let peer):
            handshakeOutput += output
            state = .secured(
                try Session(
                    role: role, channel: channel, peer: peer, options: options, environment: environment))
        case .refused(let output, let channel, let peer, let refusal, let error):
            handshakeOutput += output
            let session = try Session(
                role: role, channel: channel, peer: peer, options: options, environment: environment,
                refusal: refusal)
            session.ending = error
            state = .secured(session)
        }
    }

    /// Which units may come next. Before the peer's first record, it may also reject: its keys may differ from ours.
    private var acceptedUnits: UnitTypes {
        switch state {
        case .handshaking(let handshake): return handshake.accepted
        case .secured(let session): return session.sawFirstFrame ? .record : [.record, .reject]
        case .over: return .all
        }
    }

    /// The next bytes for the peer: whole units, at least one and no more after `limit` bytes are reached; none if
    /// there is nothing to send. What compressed frames stand for counts too, as the work for them was done. What was queued since the last call shares records.
    public func takeOutput(upTo limit: Int = 256 << 10) -> [UInt8] {
        let output = nextOutput(upTo: limit)
        traffic.sent &+= UInt64(output.count)
        return output
    }

    private func nextOutput(upTo limit: Int) -> [UInt8] {
        var output: [UInt8] = []
        swap(&output, &handshakeOutput)
        guard case .secured(let session) = state, session.wantsOutput else { return output }
        let mayGrease = session.isGreaseWanted(oneIn: 32)
        let start = session.compressedByteCount
        do throws(SessionError) {
            while output.isEmpty || output.count + session.compressedByteCount - start < limit {
                guard let record = try session.nextRecord(mayGrease: mayGrease) else { break }
                if output.isEmpty { output = record } else { output += record }
            }
        } catch {
            fail(error)
        }
        tellIfOver()
        return output
    }

    /// Whether ``takeOutput(upTo:)`` has something to give.
    public var wantsOutput: Bool {
        if !handshakeOutput.isEmpty { return true }
        guard case .secured(let session) = state else { return false }
        return session.wantsOutput
    }

    /// Whether the session is over and all its output taken: the byte stream can be shut down.
    public var isFinished: Bool { isOver && !wantsOutput }

    // MARK: Time

    /// When ``handleDeadline(now:)`` wants to be called, in nanoseconds of the monotonic clock; nil for never.
    public var deadline: UInt64? {
        switch state {
        case .over: return nil
        case .handshaking: return handshakeDeadline
        case .secured(let session):
            if case .unconfirmed = session.phase { return handshakeDeadline }
            return session.deadline
        }
    }

    /// Takes note of the time. What a command begins, such as a ping or the wait for the peer's goodbye, counts from
    /// the last time that the connection was told, so an owner that gives commands tells it before.
    public func note(_ now: Moment) { environment.now = now }

    /// Does what time asks for: gives up, pings. Calling it too early does nothing.
    public func handleDeadline(now: Moment) {
        environment.now = now
        guard let deadline, now.monotonicNanoseconds >= deadline else { return }
        do throws(SessionError) {
            guard case .secured(let session) = state, session.sawFirstFrame else {
                throw SessionError(.timedOut, "the handshake took too long", wireCode: .deadline)
            }
            parser.releaseUnusedMemory()
            try session.handleDeadline()
        } catch {
            fail(error)
        }
        tellIfOver()
    }

    // MARK: Events

    /// The next thing that happened, or nil if all has been told.
    public func nextEvent() -> Event? { environment.nextEvent() }

    /// Returns the peer's credit for content that the application has dealt with.
    ///
    /// - Parameters:
    ///   - credit: As in the event that brought the content, or a part of it.
    ///   - stream: As in the event that brought the content. It may be over already.
    public func taken(_ credit: Int, on stream: StreamID) {
        guard case .secured(let session) = state, let stream = session.streams[stream] else { return }
        session.taken(credit, on: stream)
    }

    // MARK: The end

    /// Whether nothing more is taken from the peer.
    var isOver: Bool {
        switch state {
        case .over: true
        case .handshaking: false
        case .secured(let session): session.isOver
        }
    }

    /// Ends the connection because of an error, and tells the peer what it may know of it.
    func fail(_ error: SessionError) {
        guard !isOver else { return }
        switch state {
        case .handshaking:
            if let code = error.wireCode { handshakeOutput += Reject(code: code).encodedUnit() }
            state = .over
            tellClosed(error)
        case .secured(let session):
            session.abort(error)
            session.ending = error
            tellIfOver()
        case .over: break
        }
    }

    /// Tells the application that the session is over, if it is.
    func tellIfOver() {
        guard case .secured(let session) = state, session.isOver else { return }
        tellClosed(session.ending)
    }

    func tellClosed(_ error: SessionError?) {
        guard !hasToldClosed else { return }
        hasToldClosed = true
        environment.tell(.closed(error))
    }
}

/// How many bytes a connection has moved.
public struct Traffic: Hashable, Sendable {
    /// The bytes for the peer.
    public internal(set) var sent: UInt64 = 0
    /// The bytes from the peer.
    public internal(set) var received: UInt64 = 0

    /// None so far.
    public init() {}
}

extension Connection {
    /// How many bytes of the peer's the connection holds: of a unit that is not whole yet, of messages that are being
    /// assembled, and of content that the application has and has not returned.
    package var bufferedByteCount: Int {
        guard case .secured(let session) = state else { return parser.reservedByteCount }
        return parser.reservedByteCount + session.unreturnedByteCount
    }

    /// What ``bufferedByteCount`` never passes, whatever the peer does: see ``Limits``.
    package var largestBufferedByteCount: Int {
        let limits = options.limits
        return limits.receiveWindow + limits.streams * limits.streamWindow + limits.assemblyMemory + 2 * 65_538
    }
}
