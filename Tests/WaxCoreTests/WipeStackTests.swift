import Testing
import WaxCore

@Suite("What a function leaves on the stack")
struct WipeStackTests {
    /// The upper half of a mark. Only this half is compared, so that counting puts no mark on the stack itself.
    private static let mark: UInt64 = 0xC7A1_55D3

    /// Fills a part of the stack, deep enough for some of it to outlive the calls made while counting.
    @_optimize(none)
    @inline(never)
    private static func leaveMarks() -> UInt64 {
        let marks = InlineArray<256, UInt64>(repeating: mark &<< 32)
        return marks[17] ^ marks[200]
    }

    /// How many marks stand in the 8 KiB below the caller.
    @_optimize(none)
    @inline(never)
    private static func countMarks() -> Int {
        var here: UInt64 = 0
        return withUnsafeMutablePointer(to: &here) { top in
            var count = 0
            var address = UnsafeRawPointer(top) - 8192
            while address < UnsafeRawPointer(top) {
                if address.load(as: UInt64.self) &>> 32 == mark { count += 1 }
                address += 8
            }
            return count
        }
    }

    @Test("is gone after it has been wiped, and would be found otherwise")
    func wiped() {
        _ = Self.leaveMarks()
        let left = Self.countMarks()
        _ = Self.leaveMarks()
        wipeStack(kibibytes: 12)
        let leftAfterWiping = Self.countMarks()
        #expect(left > 100 && leftAfterWiping == 0)
    }
}
