import WaxCore
import WaxWire

// What the application asks for.

extension Session {
    func ping() throws(SessionError) -> UInt64 {
        guard pings.count < limits.pings else { throw SessionError(.limit, "too many pings are on their way") }
        let id = pings.begin(now: now, isKeepAlive: false)
        try queueControl(.ping, bigEndian(id))
        return id
    }

    func setName(_ name: String) throws(SessionError) {
        guard name.utf8.count <= 255 else { throw .misuse("a name has at most 255 bytes") }
        try queueControl(.name, Array(name.utf8))
    }

    // MARK: Streams

    var canOpenStream: Bool { isOpen && streams.openBySelf < peerLimits.streams }

    func openStream(service: String) throws(SessionError) -> Stream {
        guard service.utf8.count <= 255 else { throw .misuse("the name of a service has at most 255 bytes") }
        guard canOpenStream else {
            throw SessionError(.limit, "the peer allows \(peerLimits.streams) streams at a time")
        }
        let stream = makeStream(streams.takeNumber(), service: service, isOpenedByPeer: false)
        stream.queue.append(.frame(.open, Array(service.utf8)))
        makeReady(stream)
        return stream
    }

    func stream(_ id: StreamID) throws(SessionError) -> Stream {
        guard let stream = streams[id] else { throw SessionError(.closed, "\(id) is over") }
        return stream
    }

    func sendCapacity(_ stream: Stream) -> Int {
        var capacity = max(limits.sendBuffer - stream.queue.byteCount, 0)
        switch stream.sending {
        case .idle: break
        case .file(let sender): capacity = Int(clamping: min(UInt64(capacity), sender.remaining))
        case .ended: return 0
        }
        if stream.queue.byteCount > 0 { stream.wantsWritable = true }
        return capacity
    }

    /// Queues content that has to fit into the stream's buffer.
    private func queue(_ bytes: [UInt8], on stream: Stream, compressed: Bool = false) throws(SessionError) {
        guard bytes.count <= sendCapacity(stream) else {
            stream.wantsWritable = true
            throw SessionError(.outputFull, "the buffer of \(stream.id) has too little room")
        }
        stream.queue.append(.content(bytes, mayCompress: compressed && peerLimits.takesDeflated))
        noteFilling(stream)
        makeReady(stream)
    }

    /// Has the application told when a buffer that is more than half full no longer is.
    private func noteFilling(_ stream: Stream) {
        if stream.queue.byteCount > limits.sendBuffer / 2 { stream.wantsWritable = true }
    }

    /// Checks that a stream takes raw bytes and messages.
    private func checkSending(_ stream: Stream) throws(SessionError) {
        switch stream.sending {
        case .ended: throw SessionError(.closed, "this side's sending on \(stream.id) is over")
        case .file: throw .misuse("\(stream.id) carries a file")
        case .idle: break
        }
        guard case .none = stream.exchange else { throw .misuse("\(stream.id) is for a request or a file") }
    }

    func sendRaw(_ bytes: [UInt8], on stream: Stream) throws(SessionError) {
        try checkSending(stream)
        guard !bytes.isEmpty else { return }
        try queue(bytes, on: stream)
    }

    func end(_ stream: Stream) throws(SessionError) {
        switch stream.sending {
        case .ended: return
        case .file: throw .misuse("\(stream.id) carries a file, which ends by itself")
        case .idle: break
        }
        switch stream.exchange {
        case .answering: throw .misuse("\(stream.id) waits for an answer")
        case .receivingFile: throw .misuse("\(stream.id) waits for the receipt")
        case .none, .asked, .sendingFile, .settled: break
        }
        endSending(stream)
    }

    func reset(_ stream: Stream, code: ErrorCode) {
        switch stream.exchange {
        case .none, .asked: break
        case .answering, .receivingFile, .sendingFile, .settled: stream.exchange = .settled
        }
        resetSending(stream, code: code)
        settle(stream)
    }

    // MARK: Messages

    func send(_ message: Message, on chosen: Stream?, compressed: Bool) throws(SessionError) -> Stream {
        try check(message)
        let stream: Stream
        if let chosen {
            stream = chosen
        } else if let messageStream, messageStream.canSend {
            stream = messageStream
        } else {
            stream = try openStream(service: "")
            messageStream = stream
        }
        try checkSending(stream)
        try queue(message, as: MessageHeader.Content(message.kind), on: stream, compressed: compressed)
        return stream
    }

    func request(_ request: Request, compressed: Bool) throws(SessionError) -> Stream {
        try check(request.message)
        guard request.method.utf8.count <= 255 else { throw .misuse("the name of a method has at most 255 bytes") }
        let stream = try openStream(service: request.service)
        stream.exchange = .asked
        let content = MessageHeader.Content.request(request.message.kind.type, method: request.method)
        try queue(request.message, as: content, on: stream, compressed: compressed)
        endSending(stream)
        return stream
    }

    func respond(_ response: Response, to stream: Stream, compressed: Bool) throws(SessionError) {
        guard case .answering = stream.exchange else { throw .misuse("\(stream.id) does not wait for an answer") }
        guard stream.canSend else { throw SessionError(.closed, "whoever asked on \(stream.id) has given up") }
        try check(response.message)
        let content = MessageHeader.Content.response(response.message.kind.type, status: response.status)
        try queue(response.message, as: content, on: stream, compressed: compressed)
        stream.exchange = .settled
        endSending(stream)
    }

    private func check(_ message: Message) throws(SessionError) {
        guard message.content.count <= peerLimits.largestMessage else {
            throw SessionError(.limit, "the peer takes messages of at most \(peerLimits.largestMessage) bytes")
        }
    }

    /// Queues a message. A buffer that is not full takes one of any size: a message is in memory already.
    private func queue(
        _ message: Message, as content: MessageHeader.Content, on stream: Stream, compressed: Bool
    ) throws(SessionError) {
        guard stream.queue.byteCount < limits.sendBuffer else {
            stream.wantsWritable = true
            throw SessionError(.outputFull, "the buffer of \(stream.id) is full")
        }
        let header = try parsing { () throws(WireError) in
            try MessageHeader(content, length: UInt64(message.content.count))
        }
        stream.queue.append(.message(header.encoded()))
        if !message.content.isEmpty {
            let mayCompress = compressed && peerLimits.takesDeflated
            stream.queue.append(.content(message.content, mayCompress: mayCompress))
        }
        noteFilling(stream)
        makeReady(stream)
    }

    // MARK: Files

    func offerFile(_ file: FileHeader, to service: String, compressed: Bool) throws(SessionError) -> Stream {
        guard let digest = FileDigest(file.hashAlgorithm) else { throw .misuse("the hash algorithm is not known here") }
        let header = try parsing { () throws(WireError) in try MessageHeader(.file(file), length: file.size) }
        let stream = try openStream(service: service)
        stream.exchange = .sendingFile
        stream.sending = .file(FileSender(header: file, isCompressed: compressed, digest: digest))
        stream.queue.append(.message(header.encoded()))
        return stream
    }

    func continueFile(_ stream: Stream, after prefix: FileDigest) throws(SessionError) {
        guard case .file(var sender) = stream.sending, case .needsPrefix(let offset) = sender.stage else {
            throw .misuse("\(stream.id) does not wait for the beginning of a file")
        }
        guard prefix.byteCount == offset, prefix.algorithm == sender.header.hashAlgorithm else {
            throw .misuse("the digest is not that of the first \(offset) bytes")
        }
        sender.digest = prefix
        sender.stage = .sending
        stream.sending = .file(sender)
        finishFileIfComplete(stream)
    }

    func supplyFileData(_ bytes: [UInt8], on stream: Stream) throws(SessionError) {
        guard stream.canSend else { throw SessionError(.closed, "the file on \(stream.id) has been given up") }
        guard case .file(var sender) = stream.sending, case .sending = sender.stage else {
            throw .misuse("\(stream.id) does not take the content of a file now")
        }
        guard UInt64(bytes.count) <= sender.remaining else { throw .misuse("the file is longer than was announced") }
        guard !bytes.isEmpty else { return }
        try queue(bytes, on: stream, compressed: sender.isCompressed)
        stream.sending = .idle  // so that the digest has one owner, and keeps its memory
        sender.digest.update(bytes.span)
        stream.sending = .file(sender)
        finishFileIfComplete(stream)
    }

    func acceptFile(_ stream: Stream, resuming prefix: FileDigest?) throws(SessionError) {
        guard case .fileOffered(let header) = stream.receiving else { throw .misuse("\(stream.id) offers no file") }
        guard stream.canSend else { throw SessionError(.closed, "the file on \(stream.id) has been given up") }
        guard let digest = prefix ?? FileDigest(header.hashAlgorithm), digest.algorithm == header.hashAlgorithm,
            digest.byteCount <= header.size
        else { throw .misuse("the digest is not that of the beginning of this file") }
        stream.receiving = .file(FileReceiver(header: header, digest: digest))
        var offset = ByteWriter()
        offset.writeVarint(digest.byteCount)
        stream.queue.append(.frame(.fileAccept, offset.bytes))
        makeReady(stream)
        noteStreamCredit(stream)
    }

    func confirmFile(_ stream: Stream) throws(SessionError) {
        guard let root = stream.fileRoot else { throw .misuse("\(stream.id) has no complete file") }
        answerFile(stream, status: .none, root: root)
    }
}

extension Message.Kind {
    /// The number on the wire.
    var type: MessageType {
        switch self {
        case .bytes: .bytes
        case .text: .text
        case .object: .object
        case .list: .list
        }
    }
}

extension MessageHeader.Content {
    /// The header of a message that is neither a request nor an answer.
    init(_ kind: Message.Kind) {
        switch kind {
        case .bytes: self = .bytes
        case .text: self = .text
        case .object: self = .object
        case .list: self = .list
        }
    }
}

/// A number as the eight bytes of a ping.
func bigEndian(_ value: UInt64) -> [UInt8] {
    var writer = ByteWriter(reservingCapacity: 8)
    writer.write(value)
    return writer.bytes
}
