import Testing
import WaxTestSupport

@Suite("Guarded buffers")
struct GuardedBufferTests {
    @Test("Every byte can be read and written", arguments: [0, 1, 15, 4095, 4096, 4097], GuardedBuffer.Edge.allCases)
    func inside(count: Int, edge: GuardedBuffer.Edge) {
        let contents = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let buffer = GuardedBuffer(contents, touching: edge)
        #expect(buffer.bytes == contents)
        buffer.withMutableSpan { span in
            for index in 0..<span.count { span[index] = 7 }
        }
        let sum = (0..<count).reduce(0) { $0 + Int(buffer.span[$1]) }
        #expect(sum == 7 * count)
    }

    @Test("One byte behind the end ends the process")
    func behindTheEnd() async {
        await #expect(processExitsWith: .failure) {
            let buffer = GuardedBuffer([1, 2, 3], touching: .end)
            buffer.span.withUnsafeBufferPointer { pointer in
                print(pointer.baseAddress![3])
            }
        }
    }

    @Test("One byte before the start ends the process")
    func beforeTheStart() async {
        await #expect(processExitsWith: .failure) {
            let buffer = GuardedBuffer([1, 2, 3], touching: .start)
            buffer.span.withUnsafeBufferPointer { pointer in
                print((pointer.baseAddress! - 1).pointee)
            }
        }
    }
}
