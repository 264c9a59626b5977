import WaxCore
import WaxWire

/// The side that sends a file.
struct FileSender {
    /// How far it is.
    enum Stage {
        /// The receiver has not answered yet.
        case offered
        /// The receiver wants it from an offset on, and the digest of what comes before is needed first.
        case needsPrefix(UInt64)
        /// Content is given by the application and hashed on its way out.
        case sending
        /// All is sent; the receiver verifies and stores.
        case awaitingReceipt(root: [UInt8])
    }

    let header: FileHeader
    let isCompressed: Bool
    var digest: FileDigest
    var stage = Stage.offered

    /// How many bytes the application has yet to give.
    var remaining: UInt64 {
        guard case .sending = stage else { return 0 }
        return header.size - digest.byteCount
    }

    /// Takes the receiver's answer.
    mutating func accept(offset: UInt64) throws(SessionError) {
        guard case .offered = stage else {
            throw .violation("a file was accepted twice")
        }
        guard offset <= header.size else {
            throw .violation("a file was accepted from behind its end on")
        }
        stage = .sending
        guard offset > 0 else { return }
        if digest.algorithm == .none {
            digest.skip(to: offset)
        } else {
            stage = .needsPrefix(offset)
        }
    }

    /// What a receipt means.
    enum Outcome {
        /// The file is stored as it was sent.
        case stored
        /// The receiver could not or would not store it; the receipt says why.
        case refused
        /// The receiver has stored something, but not this.
        case other
    }

    /// Judges what the receiver says at the end, or before it if something failed.
    func outcome(_ receipt: ReceiptPayload) throws(SessionError) -> Outcome {
        switch stage {
        case .offered: throw .violation("a receipt for a file that was not accepted")
        case .needsPrefix, .sending:
            guard receipt.status != .none else { throw .violation("a receipt for a file that was not sent") }
            return .refused
        case .awaitingReceipt(let root):
            guard receipt.status == .none else { return .refused }
            return receipt.root == root ? .stored : .other
        }
    }
}

/// The side that receives a file, once it has accepted.
struct FileReceiver {
    let header: FileHeader
    var digest: FileDigest

    /// Hashes the next bytes while they are hot; false if they are more than the file has.
    mutating func receive(_ bytes: Span<UInt8>) -> Bool {
        guard UInt64(bytes.count) <= header.size - digest.byteCount else { return false }
        digest.update(bytes)
        return true
    }

    /// Whether all is here and the root is that of the sender.
    func isComplete(root: Span<UInt8>) -> Bool {
        let own = digest.root
        return digest.byteCount == header.size && constantTimeEqual(own.span, root).declassified
    }
}
