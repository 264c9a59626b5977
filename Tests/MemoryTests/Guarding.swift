import Testing
import WaxTestSupport

/// Spans that lie beside forbidden pages, to be read.
struct GuardedInputs: ~Copyable {
    fileprivate let buffers: [GuardedBuffer]

    /// The contents of the buffer at a place. (Not inlined: the optimiser of Swift 6.3.1 trips over it.)
    subscript(index: Int) -> Span<UInt8> {
        @_lifetime(borrow self) @inline(never)
        borrowing get {
            let buffer = buffers[index]
            return _overrideLifetime(buffer.span, borrowing: self)
        }
    }
}

/// Spans that lie beside forbidden pages, to be written.
struct GuardedOutputs: ~Copyable {
    fileprivate let buffers: [GuardedBuffer]

    /// Lends the buffer at a place.
    @inline(never)
    func write<Result, E: Error>(
        _ index: Int = 0, _ body: (inout MutableSpan<UInt8>) throws(E) -> Result
    ) throws(E) -> Result {
        try buffers[index].withMutableSpan(body)
    }

    /// Lends the buffer at a place as words in the order of the machine; it has a multiple of eight bytes.
    @inline(never)
    func writeWords<Result, E: Error>(
        _ index: Int = 0, _ body: (inout MutableSpan<UInt64>) throws(E) -> Result
    ) throws(E) -> Result {
        try buffers[index].withMutableWords(body)
    }
}

/// Runs something on buffers that touch forbidden pages, once at their ends and once at their beginnings.
///
/// An access out of bounds ends the process; what comes out must not depend on where the buffers lie.
///
/// - Parameters:
///   - inputs: The contents of the buffers that are read.
///   - outputs: What the buffers that are written contain before.
/// - Returns: What `body` returned and the contents of the outputs.
@discardableResult
func guarded(
    _ inputs: [UInt8]..., outputs: [[UInt8]] = [],
    _ body: (borrowing GuardedInputs, borrowing GuardedOutputs) throws -> [UInt8]
) throws -> [UInt8] {
    var results: [[UInt8]] = []
    for edge in GuardedBuffer.Edge.allCases {
        let read = GuardedInputs(buffers: inputs.map { GuardedBuffer($0, touching: edge) })
        let written = GuardedOutputs(buffers: outputs.map { GuardedBuffer($0, touching: edge) })
        let result = try body(read, written)
        // What is only read keeps its contents.
        guard zip(read.buffers, inputs).allSatisfy({ $0.bytes == $1 }) else { throw InputChanged() }
        results.append(result + written.buffers.flatMap(\.bytes))
    }
    guard results.allSatisfy({ $0 == results[0] }) else { throw DependsOnPlace() }
    return results[0]
}

/// A buffer that was to be read only was written to.
struct InputChanged: Error {}

/// The results were different for buffers at other places.
struct DependsOnPlace: Error {}

/// Expects that something is refused with an error. (`#expect` takes no expressions with spans in them.)
func expectRefusal<Value>(_ body: () throws -> Value, _ location: SourceLocation = #_sourceLocation) {
    guard let value = try? body() else { return }
    Issue.record("not refused: \(value)", sourceLocation: location)
}

/// Lengths around those of blocks, vectors and batches, and zero.
let lengths = [
    0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 512, 513, 1000, 4095, 4096,
    4097,
]

/// The same for what costs more.
let fewLengths = [0, 1, 15, 16, 17, 63, 64, 65, 511, 512, 513]

/// Bytes that are all different enough.
func pattern(_ count: Int, _ seed: UInt8 = 1) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 251) &+ seed }
}

/// Zeros, to be written over.
func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

extension [UInt8] {
    /// The bytes in a piece that begins at an offset.
    func piece(_ offset: Int, _ count: Int) -> [UInt8] { [UInt8](self[offset..<offset + count]) }
}
