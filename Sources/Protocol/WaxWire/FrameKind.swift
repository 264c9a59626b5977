/// What a frame says. These are the kinds of version 1; the number on the wire is a varint.
public enum FrameKind: UInt64, Sendable, CaseIterable {
    /// Zeros, to hide how long the rest is.
    case padding = 0x00
    /// The server takes the connection: its ``Settings``. First frame of its first record, or ``refuse`` is.
    case accept = 0x01
    /// The server does not take the connection: a ``RefusePayload``.
    case refuse = 0x02
    /// The client's ``Settings``: the first frame of its first record.
    case settings = 0x03
    /// Asks for a ``pong`` with the same eight bytes.
    case ping = 0x04
    /// Answers a ``ping``.
    case pong = 0x05
    /// The sender's cipher has another key after this record; last frame of its record.
    case rekey = 0x06
    /// Asks the peer to ``rekey``.
    case rekeyRequest = 0x07
    /// How the sender wants to be called, a text of at most 255 bytes.
    case name = 0x09
    /// The connection ends: a ``GoodbyePayload``.
    case goodbye = 0x0A
    /// How many bytes the peer may have sent on all streams, a varint.
    case connectionCredit = 0x0B
    /// A stream begins: the name of the service wanted, a text of at most 255 bytes.
    case open = 0x10
    /// Bytes.
    case data = 0x11
    /// The sender sends no more on this stream.
    case end = 0x12
    /// The sender gives its side of the stream up: an ``ErrorCode``.
    case reset = 0x13
    /// The sender does not want to receive more: an ``ErrorCode``.
    case stopSending = 0x14
    /// How many bytes the peer may have sent on this stream, a varint.
    case streamCredit = 0x15
    /// Bytes that are compressed: a ``DeflatedPayload``. Only for a receiver whose settings say that it takes them.
    case deflated = 0x16
    /// A message begins: a ``MessageHeader``.
    case message = 0x18
    /// The file is wanted, from this offset on, a varint.
    case fileAccept = 0x19
    /// The file is complete: its root hash, 32 bytes or none.
    case fileEnd = 0x1A
    /// What became of the file: a ``ReceiptPayload``.
    case receipt = 0x1B

    /// Whether the frame concerns the connection and therefore stands on stream 0.
    public var isOfConnection: Bool { rawValue < FrameKind.open.rawValue }

    /// Whether a payload of this length is possible, as far as the kind alone tells.
    func allows(payloadByteCount count: Int) -> Bool {
        switch self {
        case .padding, .accept, .settings, .data: true
        case .rekey, .rekeyRequest, .end: count == 0
        case .ping, .pong: count == 8
        case .reset, .stopSending: count == 2
        case .connectionCredit, .streamCredit, .fileAccept: count == 1 || count == 2 || count == 4 || count == 8
        case .name, .open: count <= 255
        case .refuse: count >= 2 && count <= 2 + RefusePayload.largestText
        case .goodbye: count >= 3 && count <= 10 + RefusePayload.largestText
        case .deflated: count >= 2
        case .message: count >= 3 && count <= MessageHeader.largestByteCount
        case .fileEnd: count == 0 || count == ReceiptPayload.rootByteCount
        case .receipt: count == 2 || count == 2 + ReceiptPayload.rootByteCount
        }
    }

    /// Whether who does not know the kind may pass over it: bit 5.
    static func isIgnorable(_ number: UInt64) -> Bool { number & 0x20 != 0 }
}
