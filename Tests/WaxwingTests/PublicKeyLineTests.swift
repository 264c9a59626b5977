import Testing

@testable import Waxwing

@Suite("The line of a public key")
struct PublicKeyLineTests {
    @Test("A comment with blanks at its ends is refused", arguments: [" x", "x ", " ", "x\n", "\t"])
    func comment(comment: String) {
        #expect(throws: WaxwingError(.misuse, "")) { try TestIdentity.client.publicKeyLine(comment: comment) }
    }
}
