import WaxWire

/// One stream: what each direction is doing, the credit of each, and what waits to be sent.
final class Stream {
    /// What this side expects next from the peer.
    enum Receiving {
        /// A message, raw bytes, or the end.
        case idle
        /// The rest of a message.
        case assembling(MessageAssembly)
        /// Nothing but the end: a file was offered and the application has not decided.
        case fileOffered(FileHeader)
        /// The content of a file.
        case file(FileReceiver)
        /// Nothing but the end: the file is complete.
        case fileComplete
        /// Nothing but the end: the one message of an exchange is here.
        case exchanged
        /// The peer has been told to stop; whatever still comes is thrown away.
        case stopped
        /// Nothing: the peer has ended or reset its side.
        case ended
    }

    /// What this side may send next.
    enum Sending {
        /// Messages or raw bytes.
        case idle
        /// A file.
        case file(FileSender)
        /// Nothing more: the end is queued or sent.
        case ended
    }

    /// What the stream is for, as far as that restricts it.
    enum Exchange {
        /// Anything.
        case none
        /// This side asked and waits for the answer.
        case asked
        /// The peer asked and waits for the answer.
        case answering
        /// The peer sends a file and waits for the receipt.
        case receivingFile
        /// This side sends a file and waits for the receipt.
        case sendingFile
        /// The exchange has had its outcome; only the ends are missing.
        case settled
    }

    let id: StreamID
    let service: String
    let isOpenedByPeer: Bool

    var receiving = Receiving.idle
    var sending = Sending.idle
    var exchange = Exchange.none

    var receiveCredit: ReceiveCredit
    var sendCredit: SendCredit
    /// How many of the bytes received the application has dealt with, or nobody needs to.
    var returned: UInt64 = 0
    /// Whether the stream stands in the line of those whose peer gets more credit.
    var creditIsDue = false
    /// Complete content that the application has but not returned: it holds the connection's credit as well.
    var delivered = 0
    /// Where the message ends that waits for memory of its own.
    var reservedEnd: UInt64?
    /// Where messages with memory of their own end, and how much they have.
    var reservations: [(end: UInt64, amount: Int)] = []

    /// Whether a message or raw bytes have come.
    var hasContent = false
    /// The root of a file that is complete and waits for the application to store it.
    var fileRoot: [UInt8]?
    /// Whether this side's sending ends by itself once the application has taken all that has come.
    var endsWhenTaken = false
    /// Whether it was taken out of the count of open streams.
    var isCountedOut = false

    var queue = SendQueue()
    /// Whether the peer knows of the stream.
    var openWasSent = false
    /// Whether the stream stands in the line of those that can send.
    var isReady = false
    /// Whether the stream waits for credit of the connection.
    var isWaitingForConnection = false
    /// Whether the application found too little room and is to be told when there is more.
    var wantsWritable = false
    /// Whether this side's end or reset is on its way, so that the peer sees this direction as over.
    var sendingIsOver = false

    init(id: StreamID, service: String, isOpenedByPeer: Bool, streamWindow: Int, peerStreamWindow: UInt64) {
        self.id = id
        self.service = service
        self.isOpenedByPeer = isOpenedByPeer
        self.receiveCredit = ReceiveCredit(initial: streamWindow)
        self.sendCredit = SendCredit(initial: peerStreamWindow)
    }

    var receivingIsOver: Bool {
        if case .ended = receiving { true } else { false }
    }

    var canSend: Bool {
        if case .ended = sending { false } else { true }
    }

    /// Whether something on the stream was begun and has not come to its end: content that waits to be sent, a
    /// message that is not all here, a request without its answer, a file without its receipt.
    var isIncomplete: Bool {
        if queue.byteCount > 0 { return true }
        switch receiving {
        case .assembling: return true
        case .stopped, .ended: return isAwaited
        default: return isAwaited || isAwaiting
        }
    }

    /// Whether the peer waits for an answer or a receipt.
    private var isAwaited: Bool {
        switch exchange {
        case .answering, .receivingFile: canSend
        case .none, .asked, .sendingFile, .settled: false
        }
    }

    /// Whether this side waits for an answer or a receipt.
    private var isAwaiting: Bool {
        switch exchange {
        case .asked, .sendingFile: true
        case .none, .answering, .receivingFile, .settled: false
        }
    }

    /// Whether both directions are over.
    var isOver: Bool { sendingIsOver && receivingIsOver }
}
