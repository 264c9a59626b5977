import FuzzSupport
import WaxCore
import WaxWire

// Any plaintext of a record: frames that parse, written again, give the same bytes; every payload is read by
// every reader, and what parses there encodes again to the same bytes too.

@_cdecl("FuzzFrames_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = Array(input(start, count).prefix(UnitHeader.largestPlaintext))
        var reader = FrameReader(bytes.span, largestPayload: 65_536)
        var writer = FrameWriter()
        do throws(WireError) {
            while let frame = try reader.next() {
                require(
                    writer.append(kindNumber: frame.kindNumber, stream: frame.stream, payload: frame.payload),
                    "a frame does not fit where it came from")
                readPayload(frame)
            }
        } catch {
            return 0
        }
        if !bytes.isEmpty {
            require(writer.takeUnit().map { Array($0.dropFirst(UnitHeader.byteCount).prefix(bytes.count)) } == bytes, "frames change")
        }
        return 0
    }
}

private func readPayload(_ frame: borrowing Frame) {
    let span = frame.payload
    let payload = (0..<span.count).map { span[$0] }
    _ = try? frame.errorCode()
    _ = try? frame.varint()
    _ = try? frame.text()
    if let value = try? RefusePayload(parsing: span) { require(value.encoded() == payload, "refuse changes") }
    if let value = try? GoodbyePayload(parsing: span) { require(value.encoded() == payload, "goodbye changes") }
    if let value = try? ReceiptPayload(parsing: span) { require(value.encoded() == payload, "receipt changes") }
    if let value = try? MessageHeader(parsing: span) { require(value.encoded() == payload, "message header changes") }
}
