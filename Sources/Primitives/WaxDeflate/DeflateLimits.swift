/// How much decompressing may produce.
///
/// A byte of DEFLATE can stand for up to 1032 bytes, so data from others needs a limit. Limits are counted on
/// bytes really consumed and produced, never on sizes that the data declares, and hold before a byte beyond
/// them is written.
public struct DeflateLimits: Sendable, Equatable {
    /// The most bytes of output, of all gzip members together.
    public var maxOutput: UInt64

    /// The most bytes of output for each byte of input, headers included; nil for no such limit.
    ///
    /// Output up to ``ratioFloor`` is always allowed, since short data may well be repetitive.
    public var maxRatio: UInt32?

    /// The most bytes of a gzip header, its fixed ten included.
    public var maxHeader: Int

    /// The most members of gzip data.
    public var maxMembers: Int

    /// The output that ``maxRatio`` never forbids: 1 MiB.
    public static let ratioFloor: UInt64 = 1 << 20

    /// Limits of one's own; what is left out is as in ``standard``.
    public init(
        maxOutput: UInt64 = 64 << 20, maxRatio: UInt32? = nil, maxHeader: Int = 128 << 10, maxMembers: Int = 65536
    ) {
        self.maxOutput = maxOutput
        self.maxRatio = maxRatio
        self.maxHeader = maxHeader
        self.maxMembers = maxMembers
    }

    /// 64 MiB of output, gzip headers of 128 KiB, 65,536 members.
    public static var standard: DeflateLimits { DeflateLimits() }

    /// No limit but the 128 KiB of a gzip header: for data of one's own, and for streams whose output takes no
    /// memory.
    public static var unlimited: DeflateLimits { DeflateLimits(maxOutput: .max, maxMembers: .max) }

    /// How much output may exist once `consumed` bytes of input have been used.
    func allowedOutput(consumed: UInt64) -> UInt64 {
        guard let maxRatio else { return maxOutput }
        let (product, overflow) = consumed.multipliedReportingOverflow(by: UInt64(maxRatio))
        return min(maxOutput, overflow ? .max : max(product, Self.ratioFloor))
    }
}
