internal import WaxSession

/// A message that has arrived, with the peer's credit that it holds until somebody takes it.
struct Delivery: Sendable {
    let message: ReceivedMessage
    /// Nil for a file, whose content is on the disk and holds no credit any more.
    let credit: Credit?

    struct Credit: Sendable {
        let stream: StreamID
        let amount: Int
    }
}

/// The messages of a session in the order of their arrival, as an asynchronous sequence.
///
/// It ends when the session does: with nil if the peer said goodbye or this side closed it, else with the error. Until
/// messages are taken, the peer can send no more than the windows in ``/WaxSession/Limits`` allow. A
/// session has one such sequence; iterators share it, each message goes to one of them.
public struct MessageSequence: AsyncSequence, Sendable {
    /// A message, or a file that has arrived.
    public typealias Element = ReceivedMessage
    /// Why the session ended.
    public typealias Failure = WaxwingError

    let core: SessionCore

    /// Begins to take messages.
    public func makeAsyncIterator() -> Iterator { Iterator(core: core) }

    /// Takes messages one by one. It holds none itself: what nobody asked for waits for the next iterator.
    public struct Iterator: AsyncIteratorProtocol {
        let core: SessionCore

        /// The next message, as soon as there is one.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(WaxwingError) -> ReceivedMessage? {
            switch await core.mailbox.take() {
            case .element(let delivery):
                if let credit = delivery.credit { core.returnCredit(credit) }
                return delivery.message
            case .end(let error?): throw error
            case .end(nil): return nil
            case .cancelled: throw .cancelled
            }
        }

        /// The next message, as soon as there is one.
        public mutating func next() async throws(WaxwingError) -> ReceivedMessage? { try await next(isolation: nil) }
    }
}
