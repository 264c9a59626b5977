import Testing
import WaxTestSupport
@testable import WaxTransport

@Suite("Queues of the transport")
struct QueueTests {
    @Test("Deadlines come out in order, whatever order they went in", arguments: 1...20)
    func deadlines(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var heap = DeadlineHeap()
        let times = (0..<200).map { _ in random.next() % 50 }
        for (index, time) in times.enumerated() { heap.insert(.init(time: time, token: UInt64(index))) }
        #expect(heap.earliest?.time == times.min())

        var taken: [UInt64] = []
        while let entry = heap.removeEarliest(notAfter: 24) {
            #expect(times[Int(entry.token)] == entry.time)
            taken.append(entry.time)
        }
        #expect(taken == times.filter { $0 <= 24 }.sorted())
        #expect(heap.count == times.count - taken.count)
    }

    @Test("Output leaves complete and in order, however little the socket takes", arguments: 1...20)
    func output(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var queue = OutputQueue()
        var written: [UInt8] = []
        var taken: [UInt8] = []
        for _ in 0..<300 {
            let bytes = random.bytes(count: Int(random.next() % 40))
            written += bytes
            queue.append(bytes)
            var blocked = false
            queue.write { chunks, offset in
                if blocked { return nil }
                let waiting = Array(chunks.joined().dropFirst(offset))
                let count = Int(random.next() % UInt64(waiting.count + 1))
                blocked = count < waiting.count
                taken += waiting.prefix(count)
                return count
            }
            #expect(queue.byteCount == written.count - taken.count)
        }
        queue.write { chunks, offset in
            let waiting = chunks.joined().dropFirst(offset)
            taken += waiting
            return waiting.count
        }
        #expect(taken == written && queue.isEmpty)
    }
}
