public import WaxCore
public import WaxSession
public import WaxTransport

/// What can be set for a server besides who it is, whom it trusts and where files go.
public struct ServerOptions: Sendable {
    /// By what name the server shows itself: at most 255 bytes.
    public var name: String?

    /// How many sessions there may be at a time, in all and from one address; those in the handshake are counted.
    public var connections = ConnectionLimits()

    /// What a session may cost: deadlines, sizes, windows.
    public var limits = Limits()

    /// Whether the lengths of records are hidden.
    public var padding = Padding.none

    /// How often things are sent that a peer must ignore.
    public var grease = Grease.sometimes

    /// Answers requests of clients.
    public var requestHandler: RequestHandler?

    /// Whether answers to requests are compressed, where that gains something and the peer takes it. Do not where a
    /// secret and something that an attacker chose can be in one answer: its length tells of the secret then.
    public var compressesResponses = false

    /// How many requests of a client are answered at a time: 64; at least 1. More of them wait for their turn, as many as
    /// the client may have streams. A request that the client gave up counts until its handler has returned.
    public var simultaneousRequests = 64

    /// The secret that belongs to an identifier. If this is set at all, every client must prove one, besides its
    /// identity. Called on an event loop with bytes that a stranger chose.
    public var preSharedKey: (@Sendable (_ identifier: [UInt8]) -> SymmetricKey?)?

    /// The last word on a client that has proven who it is: nil to accept it, or what it is refused with. Called on an
    /// event loop.
    public var admission: (@Sendable (Peer) -> Refusal?)?

    /// How long one signature of the identity is good for, at most 24 hours; it is renewed at half of it.
    public var delegationValidity = Duration.seconds(12 * 3600)

    /// Takes the entries of the log.
    public var log: LogHandler?

    /// The threads to run on; those that everything shares if nil.
    public var group: EventLoopGroup?

    /// The options that hold unless others are set.
    public init() {}
}

/// What can be set for a client besides who it is and whom it trusts.
public struct ClientOptions: Sendable {
    /// By what name the client shows itself: at most 255 bytes.
    public var name: String?

    /// Where files go that the server sends. Without one they are refused.
    public var inbox: Inbox?

    /// How long each address of the server may take to answer at all.
    public var connectTimeout = Duration.seconds(10)

    /// What a session may cost: deadlines, sizes, windows.
    public var limits = Limits()

    /// Whether the lengths of records are hidden.
    public var padding = Padding.none

    /// How often things are sent that a peer must ignore.
    public var grease = Grease.sometimes

    /// Answers requests of the server.
    public var requestHandler: RequestHandler?

    /// Whether answers to requests are compressed, where that gains something and the peer takes it. Do not where a
    /// secret and something that an attacker chose can be in one answer: its length tells of the secret then.
    public var compressesResponses = false

    /// How many requests of the server are answered at a time: 64; at least 1. More of them wait for their turn, as many
    /// as the server may have streams. A request that the server gave up counts until its handler has returned.
    public var simultaneousRequests = 64

    /// A secret shared with the server, proven by both sides besides their identities.
    public var preSharedKey: PreSharedKey?

    /// How long one signature of the identity is good for, at most 24 hours; it is renewed at half of it.
    public var delegationValidity = Duration.seconds(12 * 3600)

    /// Takes the entries of the log.
    public var log: LogHandler?

    /// The threads to run on; those that everything shares if nil.
    public var group: EventLoopGroup?

    /// The options that hold unless others are set.
    public init() {}
}

extension EventLoopGroup {
    /// A group that was chosen, or the one that everything shares.
    static func chosen(_ group: EventLoopGroup?) throws(WaxwingError) -> EventLoopGroup {
        if let group { return group }
        do throws(SystemError) { return try .shared() } catch { throw WaxwingError(network: error) }
    }
}

extension Endpoint {
    /// Reads `host:port`.
    static func parsed(_ text: String) throws(WaxwingError) -> Endpoint {
        do throws(ParsingError) {
            return try Endpoint(parsing: text)
        } catch {
            let why =
                switch error {
                case .missingPort: "there is no port"
                case .invalidPort: "the port is no number from 0 to 65535"
                case .invalidHost: "the host is malformed (an IPv6 address stands in brackets)"
                }
            throw WaxwingError(.misuse, "“\(text.escapedForDisplay)” is not HOST:PORT: \(why)")
        }
    }
}
