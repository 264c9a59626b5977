import WaxAES
import WaxCore

/// Seals one message: the least that a program can want of `WaxAES`.
@_cdecl("main")
func main(_ count: CInt, _ words: UnsafeMutableRawPointer?) -> CInt {
    let key = SymmetricKey(data: [UInt8](repeating: 1, count: 32))
    guard let context = try? AES.GCM.Context(key: key) else { return 1 }
    var text = [UInt8](repeating: 2, count: 100)
    var tag = [UInt8](repeating: 0, count: 16)
    let nonce = [UInt8](repeating: 3, count: 12)
    var textSpan = text.mutableSpan
    var tagSpan = tag.mutableSpan
    guard (try? context.seal(&textSpan, nonce: nonce.span, authenticating: Span(), tag: &tagSpan)) != nil else { return 1 }
    return text[0] != 2 ? 0 : 1
}
