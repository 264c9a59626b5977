/// What somebody between the two sides does to the units that pass.
public enum Attack: Hashable, Sendable, CaseIterable {
    /// Changes one bit of a unit's body.
    case flipBody
    /// Changes one bit of a unit's type or length.
    case flipHeader
    /// Takes some bytes out of a unit.
    case dropBytes
    /// Puts bytes in before a unit.
    case insertBytes
    /// Lets a unit vanish.
    case dropUnit
    /// Sends a unit twice.
    case repeatUnit
    /// Sends an earlier unit again.
    case replayUnit
    /// Lets a unit change places with the next.
    case swapUnits
    /// Sends a unit on, and back to where it came from as well.
    case reflectUnit
    /// Puts a record of random bytes in before a unit.
    case forgeRecord
    /// Puts a reject, which nobody authenticates, in before a unit.
    case forgeReject
    /// Ends the byte stream before a unit, as if the sender had.
    case cut
    /// Lets everything vanish from a unit on, without an end.
    case silence

    /// Whether the receiver gets to see bytes that are not those which the sender sent there. (After a cut or in
    /// silence, it only gets fewer.)
    public var isTampering: Bool { self != .cut && self != .silence }
}
