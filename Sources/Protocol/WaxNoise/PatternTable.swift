extension HandshakePattern {
    /// The names of all patterns without modifiers: one-way, interactive and deferred.
    public static var names: [String] { table.map { $0.name } }

    static func named(_ name: [UInt8]) -> HandshakePattern? {
        for row in table where row.name.utf8.elementsEqual(name) { return row.pattern }
        return nil
    }

    /// Noise revision 34, sections 7.4, 7.5 and 18.1. An `s` on the left of the messages is known before: first that
    /// of the initiator, then that of the responder.
    private static let table: [(name: String, pattern: HandshakePattern)] = [
        // One-way.
        ("N", .init([], [.s], [[.e, .es]])),
        ("K", .init([.s], [.s], [[.e, .es, .ss]])),
        ("X", .init([], [.s], [[.e, .es, .s, .ss]])),

        // Interactive.
        ("NN", .init([], [], [[.e], [.e, .ee]])),
        ("NK", .init([], [.s], [[.e, .es], [.e, .ee]])),
        ("NX", .init([], [], [[.e], [.e, .ee, .s, .es]])),
        ("XN", .init([], [], [[.e], [.e, .ee], [.s, .se]])),
        ("XK", .init([], [.s], [[.e, .es], [.e, .ee], [.s, .se]])),
        ("XX", .init([], [], [[.e], [.e, .ee, .s, .es], [.s, .se]])),
        ("KN", .init([.s], [], [[.e], [.e, .ee, .se]])),
        ("KK", .init([.s], [.s], [[.e, .es, .ss], [.e, .ee, .se]])),
        ("KX", .init([.s], [], [[.e], [.e, .ee, .se, .s, .es]])),
        ("IN", .init([], [], [[.e, .s], [.e, .ee, .se]])),
        ("IK", .init([], [.s], [[.e, .es, .s, .ss], [.e, .ee, .se]])),
        ("IX", .init([], [], [[.e, .s], [.e, .ee, .se, .s, .es]])),

        // Deferred: a 1 behind a letter puts the authentication of that side's static key off to the next message.
        ("NK1", .init([], [.s], [[.e], [.e, .ee, .es]])),
        ("NX1", .init([], [], [[.e], [.e, .ee, .s], [.es]])),
        ("X1N", .init([], [], [[.e], [.e, .ee], [.s], [.se]])),
        ("X1K", .init([], [.s], [[.e, .es], [.e, .ee], [.s], [.se]])),
        ("XK1", .init([], [.s], [[.e], [.e, .ee, .es], [.s, .se]])),
        ("X1K1", .init([], [.s], [[.e], [.e, .ee, .es], [.s], [.se]])),
        ("X1X", .init([], [], [[.e], [.e, .ee, .s, .es], [.s], [.se]])),
        ("XX1", .init([], [], [[.e], [.e, .ee, .s], [.es, .s, .se]])),
        ("X1X1", .init([], [], [[.e], [.e, .ee, .s], [.es, .s], [.se]])),
        ("K1N", .init([.s], [], [[.e], [.e, .ee], [.se]])),
        ("K1K", .init([.s], [.s], [[.e, .es], [.e, .ee], [.se]])),
        ("KK1", .init([.s], [.s], [[.e], [.e, .ee, .se, .es]])),
        ("K1K1", .init([.s], [.s], [[.e], [.e, .ee, .es], [.se]])),
        ("K1X", .init([.s], [], [[.e], [.e, .ee, .s, .es], [.se]])),
        ("KX1", .init([.s], [], [[.e], [.e, .ee, .se, .s], [.es]])),
        ("K1X1", .init([.s], [], [[.e], [.e, .ee, .s], [.se, .es]])),
        ("I1N", .init([], [], [[.e, .s], [.e, .ee], [.se]])),
        ("I1K", .init([], [.s], [[.e, .es, .s], [.e, .ee], [.se]])),
        ("IK1", .init([], [.s], [[.e, .s], [.e, .ee, .se, .es]])),
        ("I1K1", .init([], [.s], [[.e, .s], [.e, .ee, .es], [.se]])),
        ("I1X", .init([], [], [[.e, .s], [.e, .ee, .s, .es], [.se]])),
        ("IX1", .init([], [], [[.e, .s], [.e, .ee, .se, .s], [.es]])),
        ("I1X1", .init([], [], [[.e, .s], [.e, .ee, .s], [.se, .es]])),
    ]
}
