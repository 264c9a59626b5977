/// A place in the network as a person writes it: `host:port`, where the host is a name, an IPv4 address, or an
/// IPv6 address in brackets.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// Why a text is no endpoint.
    public enum ParsingError: Error, Equatable, Sendable {
        /// There is no colon and port after the host.
        case missingPort
        /// The port is not a number from 0 to 65535.
        case invalidPort
        /// The host is empty where one is needed, too long, or has characters that no host name has; or an IPv6
        /// address stands without brackets.
        case invalidHost
    }

    /// The name or address of the host, without brackets. Empty: every address of this machine.
    public let host: String

    /// The TCP port. When listening, 0 lets the system choose.
    public let port: UInt16

    /// Puts an endpoint together.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, `[address]:port` or `:port`.
    public init(parsing text: String) throws(ParsingError) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { throw .missingPort }
        let digits = text[text.utf8.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = UInt16(digits)
        else { throw digits.isEmpty ? .missingPort : .invalidPort }

        var host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.utf8.count > 2
        if isBracketed { host = host.dropFirst().dropLast() }
        guard host.utf8.count <= 253, isBracketed == host.utf8.contains(UInt8(ascii: ":")),
            host.utf8.allSatisfy(Self.isAllowed)
        else { throw .invalidHost }
        self.init(host: String(host), port: port)
    }

    /// The text that reads as this endpoint.
    public var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    // Host names, addresses, and the interface after a percent sign; names in other scripts as UTF-8.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
            return true
        default:
            return "-._:%".utf8.contains(byte)
        }
    }
}

extension Endpoint {
    /// The addresses of the endpoint. Names are looked up by a worker, as that may take long; numbers are not.
    func addresses(workers: WorkerPool) async throws(SystemError) -> [SocketAddress] {
        if let address = try? System.resolve(host, port: port, numeric: true), !address.isEmpty { return address }
        let endpoint = self
        return try await workers.run { () throws(SystemError) in
            try System.resolve(endpoint.host, port: endpoint.port, numeric: false)
        }
    }
}
