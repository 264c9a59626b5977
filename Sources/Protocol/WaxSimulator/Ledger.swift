public import WaxSession
public import WaxWire

/// What one side has sent, so that what the other receives can be compared: nothing else, nothing twice, nothing out of
/// order.
public final class Ledger {
    /// A file as its sender knows it.
    public struct File: Sendable {
        /// What was said of it.
        public let header: FileHeader
        /// Its content.
        public let content: [UInt8]
    }

    private var messages: [StreamID: [Message]] = [:]
    private var received: [StreamID: Int] = [:]
    private var bytes: [StreamID: [UInt8]] = [:]
    private var position: [StreamID: Int] = [:]
    private var requests: [StreamID: Request] = [:]
    private var responses: [StreamID: Response] = [:]
    private var files: [StreamID: File] = [:]
    private var names: [String] = []

    /// How many things have arrived as they were sent.
    public private(set) var deliveryCount = 0

    /// An empty ledger, for what one side sends.
    public init() {}

    // MARK: Sending

    /// A message was sent.
    public func sent(_ message: Message, on stream: StreamID) { messages[stream, default: []].append(message) }

    /// Raw bytes were sent.
    public func sent(_ more: [UInt8], on stream: StreamID) { bytes[stream, default: []] += more }

    /// A request was sent.
    public func sent(_ request: Request, on stream: StreamID) { requests[stream] = request }

    /// An answer was sent.
    public func sent(_ response: Response, on stream: StreamID) { responses[stream] = response }

    /// A file was offered.
    public func sent(_ file: File, on stream: StreamID) { files[stream] = file }

    /// A name was sent.
    public func sent(name: String) { names.append(name) }

    /// A stream was given up by one of the sides: what has not arrived need not arrive.
    public func giveUp(_ stream: StreamID) {
        messages[stream]?.removeSubrange(received[stream, default: 0]...)
        bytes[stream] = bytes[stream].map { Array($0.prefix(position[stream, default: 0])) }
        requests[stream] = nil
        responses[stream] = nil
        files[stream] = nil
    }

    // MARK: Receiving

    /// Compares a message with the next one that was sent on the stream.
    public func receive(_ message: Message, on stream: StreamID) throws(Simulation.Violation) {
        let index = received[stream, default: 0]
        guard let sent = messages[stream], index < sent.count else {
            throw Simulation.Violation("a message on \(stream) that was never sent, or came twice")
        }
        guard sent[index] == message else { throw Simulation.Violation("a message on \(stream) is not the one sent") }
        received[stream] = index + 1
        deliveryCount += 1
    }

    /// Compares raw bytes with the next ones that were sent on the stream.
    public func receive(_ more: [UInt8], on stream: StreamID) throws(Simulation.Violation) {
        let start = position[stream, default: 0]
        guard let sent = bytes[stream], sent.dropFirst(start).starts(with: more) else {
            throw Simulation.Violation("bytes on \(stream) are not those sent")
        }
        position[stream] = start + more.count
        deliveryCount += 1
    }

    /// Compares a request with the one that was sent.
    public func receive(_ request: Request, on stream: StreamID) throws(Simulation.Violation) {
        guard requests.removeValue(forKey: stream) == request else {
            throw Simulation.Violation("a request on \(stream) is not the one sent, or came twice")
        }
        deliveryCount += 1
    }

    /// Compares an answer with the one that was sent.
    public func receive(_ response: Response, on stream: StreamID) throws(Simulation.Violation) {
        guard responses.removeValue(forKey: stream) == response else {
            throw Simulation.Violation("an answer on \(stream) is not the one sent, or came twice")
        }
        deliveryCount += 1
    }

    /// Compares what is said of a file with what was sent, and gives the file.
    public func receive(_ header: FileHeader, on stream: StreamID) throws(Simulation.Violation) -> File {
        guard let file = files[stream], file.header == header else {
            throw Simulation.Violation("a file on \(stream) is not the one offered")
        }
        return file
    }

    /// Compares a piece of a file with what was sent.
    public func receive(
        _ piece: [UInt8], at offset: Int, ofFileOn stream: StreamID
    ) throws(Simulation.Violation) {
        guard let file = files[stream] else { throw Simulation.Violation("content of a file that was never offered") }
        guard offset <= file.content.count, file.content[offset...].starts(with: piece) else {
            throw Simulation.Violation("the content of the file on \(stream) is not what was sent")
        }
    }

    /// A file is complete at its receiver, with so many bytes in all, those included that it had before.
    public func complete(_ count: Int, ofFileOn stream: StreamID) throws(Simulation.Violation) {
        guard let file = files.removeValue(forKey: stream) else {
            throw Simulation.Violation("a file that was never offered is complete, or it is complete twice")
        }
        guard count == file.content.count else { throw Simulation.Violation("a file is called complete and is not") }
        deliveryCount += 1
    }

    /// Compares a name with those that were sent, of which none may come back.
    public func receive(name: String) throws(Simulation.Violation) {
        guard let index = names.firstIndex(of: name) else { throw Simulation.Violation("a name that was never sent") }
        names.removeSubrange(...index)
    }

    /// Whether all that was sent has arrived.
    public var isSettled: Bool { missing == nil }

    /// What has not arrived, in words.
    public var missing: String? {
        for (stream, sent) in messages where sent.count > received[stream, default: 0] {
            return "\(sent.count - received[stream, default: 0]) messages on \(stream)"
        }
        for (stream, sent) in bytes where sent.count > position[stream, default: 0] {
            return "\(sent.count - position[stream, default: 0]) bytes on \(stream)"
        }
        if let stream = requests.keys.first { return "a request on \(stream)" }
        if let stream = responses.keys.first { return "an answer on \(stream)" }
        if let stream = files.keys.first { return "a file on \(stream)" }
        return nil
    }
}
