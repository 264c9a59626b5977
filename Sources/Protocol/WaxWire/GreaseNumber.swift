/// Numbers that will never have a meaning, sent now and then so that peers keep to ignoring what they do not know
/// (the idea of RFC 8701). A peer that trips over one would trip over the next version too.
public enum GreaseNumber {
    /// A version that is never assigned: its low byte is 0xFA. Goes into a hello beside a real one.
    public static func version(_ random: UInt64) -> UInt16 { UInt16(truncatingIfNeeded: random &<< 8) | 0x00FA }

    /// The type of an extension that is never assigned, not critical: its low byte is 0xFA.
    public static func extensionType(_ random: UInt64) -> UInt16 { version(random) & 0x7FFF }

    /// A frame kind that is never assigned: its low six bits are ones, the ignorable bit among them.
    public static func frameKind(_ random: UInt64) -> UInt64 { (random & 0x3FFF) | 0x3F }

    /// A setting that is never assigned: its low six bits are ones.
    public static func settingID(_ random: UInt64) -> UInt64 { (random & 0x3FFF) | 0x3F }
}
