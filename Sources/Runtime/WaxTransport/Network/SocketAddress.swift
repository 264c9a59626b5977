/// Where a socket is or leads to: an address of IPv4 or IPv6, and a port.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address of a host.
    public enum Host: Hashable, Sendable {
        /// The 32 bits of an IPv4 address.
        case v4(UInt32)

        /// The 128 bits of an IPv6 address, and the number of the network interface where one is meant (else 0).
        case v6(high: UInt64, low: UInt64, scope: UInt32 = 0)
    }

    /// The address of the host.
    public let host: Host

    /// The TCP port.
    public let port: UInt16

    /// Puts an address together.
    public init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// True for IPv6, IPv4 addresses in an IPv6 shape included.
    public var isIPv6: Bool {
        if case .v6 = host { return true }
        return false
    }

    /// `192.0.2.1:443`, or `[2001:db8::1]:443` (RFC 5952).
    public var description: String {
        isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    func with(port: UInt16) -> SocketAddress { SocketAddress(host: host, port: port) }
}

extension SocketAddress.Host: CustomStringConvertible {
    /// The IPv4 address that stands in an IPv6 address of the form `::ffff:192.0.2.1`, as a socket for both
    /// families reports its IPv4 peers; any other address as it is.
    public var unmapped: SocketAddress.Host {
        if case .v6(0, let low, _) = self, low >> 32 == 0xFFFF { return .v4(UInt32(truncatingIfNeeded: low)) }
        return self
    }

    /// The part of an address that one person is likely to hold alone: all of an IPv4 address, the first 64 bits
    /// of an IPv6 address. Limits for each address count by it.
    public var subscriber: SocketAddress.Host {
        if case .v6(let high, _, _) = unmapped { return .v6(high: high, low: 0) }
        return unmapped
    }

    /// The address as people write it (RFC 5952 for IPv6).
    public var description: String {
        switch self {
        case .v4(let bits):
            return [24, 16, 8, 0].map { "\((bits >> $0) & 0xFF)" }.joined(separator: ".")
        case .v6(let high, let low, let scope):
            if case .v4 = unmapped { return "::ffff:\(unmapped)" }
            let suffix = scope == 0 ? "" : "%\(scope)"
            let groups = [high, low].flatMap { word in [48, 32, 16, 0].map { (word >> $0) & 0xFFFF } }
            return Self.text(of: groups) + suffix
        }
    }

    /// Hexadecimal groups, with the first of the longest runs of at least two zeros left out.
    private static func text(of groups: [UInt64]) -> String {
        var longest = 0..<0
        var index = 0
        while index < groups.count {
            let end = groups[index...].firstIndex { $0 != 0 } ?? groups.count
            if end - index > max(longest.count, 1) { longest = index..<end }
            index = max(end, index + 1)
        }
        let hexadecimal = { (part: ArraySlice<UInt64>) in
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard !longest.isEmpty else { return hexadecimal(groups[...]) }
        return hexadecimal(groups[..<longest.lowerBound]) + "::" + hexadecimal(groups[longest.upperBound...])
    }
}
