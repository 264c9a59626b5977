import WaxCore
import WaxWire

/// A message of which the header is here and the content is arriving.
struct MessageAssembly {
    let header: MessageHeader
    private var content: [UInt8] = []

    init(_ header: MessageHeader) { self.header = header }

    /// How many bytes are missing.
    var missing: Int { Int(clamping: header.length) - content.count }

    /// Adds content, which must not be more than is missing. The memory grows with what arrives.
    mutating func append(_ bytes: Span<UInt8>) { content.append(copying: bytes) }

    /// The kind of the content itself.
    private var kind: Message.Kind {
        let type =
            switch header.content {
            case .request(let type, method: _), .response(let type, status: _): type
            default: header.type
            }
        return Message.Kind(rawValue: type.rawValue) ?? .bytes
    }

    /// The message, if its content is what its type says.
    consuming func finish(nesting: Int) throws(SessionError) -> Message {
        let kind = kind
        switch kind {
        case .bytes: break
        case .text:
            guard (try? UTF8Span(validating: content.span)) != nil else {
                throw SessionError(.peerMisbehaved, "a text is not UTF-8", wireCode: .malformed)
            }
        case .object, .list:
            let shape: CBORShape
            do throws(CBORShape.Failure) {
                shape = try CBORShape(of: content.span, nesting: nesting)
            } catch {
                switch error {
                case .notWellFormed:
                    throw SessionError(.peerMisbehaved, "an object is not well-formed CBOR", wireCode: .malformed)
                case .nestedTooDeep:
                    throw SessionError(.limit, "an object is nested too deep", wireCode: .limitExceeded)
                }
            }
            guard shape.isArray == (kind == .list) else {
                throw SessionError(.peerMisbehaved, "a list is not an array, or an object is", wireCode: .malformed)
            }
        }
        return Message(kind: kind, content: content)
    }
}
