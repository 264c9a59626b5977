internal import Synchronization
internal import WaxTransport

/// Something that is made by a worker when it is first needed, and kept.
final class Lazy<Value: Sendable>: Sendable {
    private let make: @Sendable (EventLoopGroup) throws(WaxwingError) -> Value
    private let made = Mutex<Value?>(nil)

    init(_ make: @escaping @Sendable (EventLoopGroup) throws(WaxwingError) -> Value) { self.make = make }

    /// The value. What it is made of may block.
    func value(_ group: EventLoopGroup) async throws(WaxwingError) -> Value {
        if let value = made.withLock({ $0 }) { return value }
        return try await group.workers.run { () throws(WaxwingError) in
            try self.made.withLock { (made) throws(WaxwingError) in
                if let value = made { return value }
                let value = try self.make(group)
                made = value
                return value
            }
        }
    }
}
