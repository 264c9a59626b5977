import Testing
@testable import WaxTransport

@Suite("Addresses and endpoints")
struct AddressTests {
    @Test(
        "An address has the text of RFC 5952",
        arguments: [
            (SocketAddress.Host.v4(0x7F00_0001), "127.0.0.1"),
            (.v4(0xFFFF_FFFF), "255.255.255.255"),
            (.v6(high: 0, low: 0), "::"),
            (.v6(high: 0, low: 1), "::1"),
            (.v6(high: 0x2001_0db8_0000_0000, low: 0), "2001:db8::"),
            (.v6(high: 0x2001_0db8_0000_0000, low: 1), "2001:db8::1"),
            // The longest run of zeros is left out, the first of two, and never a single zero (section 4.2).
            (.v6(high: 0x2001_0000_0000_0001, low: 0x0000_0000_0000_0001), "2001:0:0:1::1"),
            (.v6(high: 0x2001_0db8_0000_0000, low: 0x0001_0000_0000_0001), "2001:db8::1:0:0:1"),
            (.v6(high: 0x2001_0db8_0000_0001, low: 0x0001_0001_0001_0001), "2001:db8:0:1:1:1:1:1"),
            (.v6(high: 0xfe80_0000_0000_0000, low: 0xABCD, scope: 3), "fe80::abcd%3"),
            (.v6(high: 0, low: 0xFFFF_C000_0201), "::ffff:192.0.2.1"),
        ])
    func text(host: SocketAddress.Host, text: String) throws {
        #expect(host.description == text)
        if !text.contains("%") {
            let resolved = try System.resolve(text, port: 7, numeric: true)
            #expect(resolved.first?.host == host && resolved.first?.port == 7)
        }
    }

    @Test("Limits count an IPv6 network as one, and an IPv4 address as itself in either shape")
    func subscribers() {
        let network = SocketAddress.Host.v6(high: 7, low: 1)
        #expect(network.subscriber == SocketAddress.Host.v6(high: 7, low: 2).subscriber)
        #expect(network.subscriber != SocketAddress.Host.v6(high: 8, low: 1).subscriber)
        #expect(SocketAddress.Host.v6(high: 0, low: 0xFFFF_0102_0304).subscriber == .v4(0x0102_0304))
        #expect(SocketAddress.Host.v4(1).subscriber != SocketAddress.Host.v4(2).subscriber)
    }

    @Test(
        "An endpoint is read and written",
        arguments: [
            ("example.org:443", "example.org", 443), ("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:65535", "::1", 65535),
            ("[fe80::1%eth0]:1", "fe80::1%eth0", 1), (":4433", "", 4433), ("münchen.example:1", "münchen.example", 1),
        ] as [(String, String, UInt16)])
    func endpoints(text: String, host: String, port: UInt16) throws {
        let endpoint = try Endpoint(parsing: text)
        #expect(endpoint.host == host && endpoint.port == port)
        #expect(endpoint.description == text)
    }

    @Test(
        "What is no endpoint is refused",
        arguments: [
            ("", .missingPort), ("example.org", .missingPort), ("example.org:", .missingPort),
            ("example.org:65536", .invalidPort), ("example.org:+1", .invalidPort), ("example.org:1x", .invalidPort),
            ("example.org:000001", .invalidPort), ("example.org:-1", .invalidPort),
            ("::1:443", .invalidHost), ("[]:1", .invalidHost), ("[::1:1", .invalidHost), ("a b:1", .invalidHost),
            ("a\u{0}:1", .invalidHost), ("a/b:1", .invalidHost), ("[example.org]:1", .invalidHost),
            (String(repeating: "a", count: 254) + ":1", .invalidHost),
        ] as [(String, Endpoint.ParsingError)])
    func refusedEndpoints(text: String, expected: Endpoint.ParsingError) {
        #expect(throws: expected) { try Endpoint(parsing: text) }
    }

    @Test("Text of others is shown without control characters")
    func displayText() {
        #expect("report.pdf".escapedForDisplay == "report.pdf")
        #expect("a\u{1B}[31mb\r\n".escapedForDisplay == "a\\u{1b}[31mb\\u{d}\\u{a}")
        #expect("\u{202E}gpj.exe".escapedForDisplay == "\\u{202e}gpj.exe")
        #expect("\\u{1b}".escapedForDisplay == "\\u{5c}u{1b}")
        #expect("Grüße, 世界".escapedForDisplay == "Grüße, 世界")
    }
}
