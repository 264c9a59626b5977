import Testing

@testable import WaxSession

@Suite("Stream numbers")
struct StreamIDTests {
    @Test("Even numbers are the client's")
    func parity() {
        #expect(StreamID(2).isOpenedByClient)
        #expect(!StreamID(3).isOpenedByClient)
        #expect(StreamID(2) < StreamID(3))
    }
}
