import Testing
import WaxCore
import WaxTestSupport
import WaxX25519

private struct File: Decodable {
    struct Group: Decodable {
        var curve: String
        var tests: [Vector]
    }
    struct Vector: Decodable {
        var tcId: Int
        var flags: [String]
        var `public`: String
        var `private`: String
        var shared: String
        var result: String
    }
    var numberOfTests: Int
    var testGroups: [Group]
}

@Suite("X25519: Wycheproof")
struct WycheproofTests {
    @Test("Every vector: the right secret, or a refusal where the secret would be zero")
    func vectors() throws {
        let file = try TestVectors.json("wycheproof/x25519_test.json", as: File.self)
        var count = 0, refused = 0
        for group in file.testGroups {
            #expect(group.curve == "curve25519")
            for vector in group.tests {
                count += 1
                let scalar = try Hex.decode(vector.private), point = try Hex.decode(vector.public)
                if vector.flags.contains("ZeroSharedSecret") {
                    refused += 1
                    #expect(throws: X25519Error.peerKeyOfLowOrder, "tcId \(vector.tcId)") {
                        try x25519(scalar, point)
                    }
                } else {
                    // Points on the twist and in a form above p are "acceptable", and RFC 7748 accepts them.
                    #expect(vector.result != "invalid")
                    #expect(try Hex.encode(x25519(scalar, point)) == vector.shared, "tcId \(vector.tcId)")
                }
            }
        }
        #expect(count == 518 && count == file.numberOfTests)
        #expect(refused > 0)
    }
}
