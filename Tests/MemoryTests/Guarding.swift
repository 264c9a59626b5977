import WaxTestSupport

/// Runs something on buffers that touch forbidden pages, once at their ends and once at their beginnings.
///
/// An access out of bounds ends the process; what comes out must not depend on where the buffers lie.
///
/// - Parameters:
///   - inputs: The contents of the buffers that are read.
///   - outputs: The sizes of the buffers that are written; they begin as zeros.
/// - Returns: What `body` returned and the contents of the outputs.
func guarded(
    _ inputs: [[UInt8]], outputs: [Int] = [],
    _ body: ([GuardedBuffer], [GuardedBuffer]) throws -> [UInt8]
) throws -> [UInt8] {
    var results: [[UInt8]] = []
    for edge in GuardedBuffer.Edge.allCases {
        let read = inputs.map { GuardedBuffer($0, touching: edge) }
        let written = outputs.map { GuardedBuffer(count: $0, touching: edge) }
        let result = try body(read, written)
        // What is only read keeps its contents.
        guard zip(read, inputs).allSatisfy({ $0.bytes == $1 }) else { throw InputChanged() }
        results.append(result + written.flatMap(\.bytes))
    }
    guard results.allSatisfy({ $0 == results[0] }) else { throw DependsOnPlace() }
    return results[0]
}

/// A buffer that was to be read only was written to.
struct InputChanged: Error {}

/// The results were different for buffers at other places.
struct DependsOnPlace: Error {}

/// Lengths around those of blocks, vectors and batches, and zero.
let lengths = [
    0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 513, 1000, 4095, 4096, 4097,
]

/// Bytes that are all different enough.
func pattern(_ count: Int, _ seed: UInt8 = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 251) &+ seed }
}
