#if WAX_KERNELS
import WaxCore

/// GCM on one of the kernels.
///
/// Opening decrypts and verifies in one pass, which takes a third less time than two. If the tag is wrong, a text that
/// was decrypted where it stands is encrypted again, and one in another buffer is overwritten with zeros.
struct AcceleratedGCM: GCMEngine {
    let key: KernelKey

    /// Prepares a key of 16, 24 or 32 bytes.
    init(_ key: Span<UInt8>, _ kernel: Kernel) {
        self.key = KernelKey(kernel, byteCount: 4608)
        unsafe self.key.withContext { context in
            unsafe key.withUnsafeBytes { key in
                guard let bytes = key.baseAddress else { return }
                unsafe kernel.prepareGCM(bytes, key.count, context)
            }
        }
    }

    /// Clears what a kernel may have left on the stack. Where there are registers enough, that is the initial block
    /// alone, which is a secret only if the nonce has not 12 bytes.
    @inline(__always)
    func wipeStack(nonceByteCount: Int) {
        let kibibytes = key.kernel.stackKibibytes
        if kibibytes > 0 || nonceByteCount != 12 { WaxCore.wipeStack(kibibytes: max(kibibytes, 1)) }
    }

    @inline(__always)
    func seal(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: inout MutableSpan<UInt8>
    ) {
        unsafe text.withUnsafeMutableBytes { text in
            unsafe seal(
                UnsafeRawBufferPointer(text), into: text, nonce: nonce, authenticating: associatedData, tag: &tag)
        }
    }

    func seal(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: inout MutableSpan<UInt8>
    ) {
        unsafe text.withUnsafeBytes { text in
            unsafe output.withUnsafeMutableBytes { output in
                unsafe seal(text, into: output, nonce: nonce, authenticating: associatedData, tag: &tag)
            }
        }
    }

    private func seal(
        _ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: inout MutableSpan<UInt8>
    ) {
        guard tag.count != 16 else {
            return unsafe tag.withUnsafeMutableBytes { tag in
                unsafe seal(text, into: output, nonce: nonce, authenticating: associatedData, tag: tag)
            }
        }
        var whole = InlineArray<16, UInt8>(repeating: 0)
        var span = whole.mutableSpan
        unsafe span.withUnsafeMutableBytes { whole in
            unsafe seal(text, into: output, nonce: nonce, authenticating: associatedData, tag: whole)
        }
        for index in 0..<tag.count { tag[index] = span[index] }
    }

    @inline(__always)
    private func seal(
        _ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: UnsafeMutableRawBufferPointer
    ) {
        let tagBytes = unsafe tag.baseAddress.unsafelyUnwrapped
        unsafe withAddresses(text, output, nonce, associatedData) { context, nonceBytes, dataBytes, source, target in
            unsafe key.kernel.sealGCM(
                context, nonceBytes, nonce.count, dataBytes, associatedData.count, source, target, text.count, tagBytes)
        }
    }

    func open(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: Span<UInt8>
    ) throws(AESError) {
        let isRight = unsafe text.withUnsafeMutableBytes { text in
            unsafe open(
                UnsafeRawBufferPointer(text), into: text, nonce: nonce, authenticating: associatedData, tag: tag)
        }
        guard !isRight else { return }
        // Encryption gives the ciphertext back. The tag that comes with it is the right one for a forgery.
        var forged = InlineArray<16, UInt8>(repeating: 0)
        var span = forged.mutableSpan
        seal(&text, nonce: nonce, authenticating: associatedData, tag: &span)
        wipe(&span)
        throw .authenticationFailure
    }

    func open(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: Span<UInt8>
    ) throws(AESError) {
        let isRight = unsafe text.withUnsafeBytes { text in
            unsafe output.withUnsafeMutableBytes { output in
                unsafe open(text, into: output, nonce: nonce, authenticating: associatedData, tag: tag)
            }
        }
        guard !isRight else { return }
        wipe(&output)
        throw .authenticationFailure
    }

    /// - Returns: Whether the tag is right.
    @inline(__always)
    private func open(
        _ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: Span<UInt8>
    ) -> Bool {
        let difference = unsafe tag.withUnsafeBytes { tag in
            let tagBytes = unsafe tag.baseAddress.unsafelyUnwrapped
            return unsafe withAddresses(text, output, nonce, associatedData) { context, nonceBytes, dataBytes, source, target in
                unsafe key.kernel.openGCM(
                    context, nonceBytes, nonce.count, dataBytes, associatedData.count, source, target, text.count,
                    tagBytes, tag.count)
            }
        }
        return Choice.isZero(difference).declassified
    }

    /// Lends the addresses that sealing and opening have in common: of the key, the nonce, the associated data, the text
    /// and the output. Where there are no bytes there may be no address; then any address will do.
    @inline(__always)
    private func withAddresses<Result>(
        _ text: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer, _ nonce: Span<UInt8>,
        _ associatedData: Span<UInt8>,
        _ body: (
            _ context: UnsafeMutableRawPointer, _ nonce: UnsafeRawPointer, _ data: UnsafeRawPointer,
            _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
        ) -> Result
    ) -> Result {
        unsafe key.withContext { context in
            unsafe nonce.withUnsafeBytes { nonce in
                unsafe associatedData.withUnsafeBytes { data in
                    unsafe body(
                        context, nonce.baseAddress ?? UnsafeRawPointer(context),
                        data.baseAddress ?? UnsafeRawPointer(context), text.baseAddress ?? UnsafeRawPointer(context),
                        output.baseAddress ?? context)
                }
            }
        }
    }
}
#endif
