import Testing

@testable import Waxwing

@Suite("What strangers can fill a log with")
struct LogLimitTests {
    private let second: UInt64 = 1_000_000_000

    @Test("So many entries pass in ten seconds; the others are counted, and told of with the next that passes")
    func limit() {
        let limit = LogLimit(most: 3)
        #expect((0..<5).map { limit.pass(now: 5 * second + $0) } == ["", "", "", nil, nil])
        #expect(limit.pass(now: 15 * second - 1) == nil)
        #expect(limit.pass(now: 15 * second) == " (and 3 more before this that are not listed)")
        #expect(limit.pass(now: 15 * second) == "")
        #expect(limit.pass(now: 16 * second) == "")
        #expect(limit.pass(now: 17 * second) == nil)
        #expect(limit.pass(now: 100 * second) == " (and 1 more before this that are not listed)")
        #expect(limit.pass(now: 200 * second) == "")
    }
}
