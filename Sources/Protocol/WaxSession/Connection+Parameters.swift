public import WaxCore
public import WaxIdentity

extension Connection {
    /// Begins a session as the client: its first bytes can be taken at once.
    ///
    /// - Parameters:
    ///   - parameters: What this side decides.
    ///   - now: The present.
    ///   - random: Where every random byte of the session comes from.
    public convenience init(client parameters: ClientParameters, now: Moment, random: any RandomSource & Sendable) {
        self.init(
            role: .client, handshake: ClientHandshake(parameters),
            options: SessionOptions(
                name: parameters.name, limits: parameters.limits.sane, padding: parameters.padding,
                grease: parameters.grease),
            now: now, random: random)
    }

    /// Begins a session as the server, which waits for the client's hello.
    ///
    /// - Parameters:
    ///   - parameters: What this side decides.
    ///   - now: The present.
    ///   - random: Where every random byte of the session comes from.
    public convenience init(server parameters: ServerParameters, now: Moment, random: any RandomSource & Sendable) {
        self.init(
            role: .server, handshake: ServerHandshake(parameters),
            options: SessionOptions(
                name: parameters.name, limits: parameters.limits.sane, padding: parameters.padding,
                grease: parameters.grease),
            now: now, random: random)
    }
}
