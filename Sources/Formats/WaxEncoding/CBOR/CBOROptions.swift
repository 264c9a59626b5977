/// What a decoder accepts, and how much.
///
/// Memory grows with the bytes that arrived and never with a length that they claim. A value of one byte can
/// take about a hundred bytes of memory, which is what ``maximumItemCount`` bounds.
public struct CBOROptions: Hashable, Sendable {
    /// Whether well-formed input is accepted that is not in the deterministic encoding (RFC 8949 section
    /// 4.2.1): longer forms, indefinite lengths, keys in any order. Duplicate keys are refused in any case.
    /// False unless set.
    public var acceptsNonDeterministic = false

    /// How deep arrays, maps and tags may be nested: 64 unless set, ``depthCeiling`` at most.
    public var maximumDepth = 64 {
        didSet { maximumDepth = min(maximumDepth, Self.depthCeiling) }
    }

    /// How many values there may be in all, keys, tags and pieces of strings included: 2^20 unless set.
    public var maximumItemCount = 1 << 20

    /// The longest byte string or text, in bytes: 16 MiB unless set.
    public var maximumStringByteCount = 1 << 24

    /// The depth that no setting exceeds, as each level takes space on the stack: 256.
    public static var depthCeiling: Int { 256 }

    /// Deterministic input only, with the limits above.
    public init() {}

    /// Deterministic input only, with the limits above.
    public static var strict: CBOROptions { CBOROptions() }

    /// Any well-formed input, with the limits above.
    public static var lenient: CBOROptions {
        var options = CBOROptions()
        options.acceptsNonDeterministic = true
        return options
    }
}
