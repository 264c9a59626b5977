#if WAX_KERNELS
import WaxCore

// The steps of which messages in parts are made.

extension AcceleratedGCM {
    func initialBlock(_ nonce: Span<UInt8>) -> CounterBlock {
        let (low, high) = unsafe key.withContext { context in
            unsafe nonce.withUnsafeBytes { nonce in
                let bytes = unsafe nonce.baseAddress ?? UnsafeRawPointer(context)
                return unsafe key.kernel.initialBlockGCM(context, bytes, nonce.count)
            }
        }
        return CounterBlock(low: low, high: high)
    }

    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock) {
        let low = counter.low, high = counter.high
        unsafe key.withContext { context in
            unsafe blocks.withUnsafeMutableBytes { blocks in
                let bytes = unsafe blocks.baseAddress ?? context
                unsafe key.kernel.addKeystreamGCM(context, low, high, bytes, bytes, blocks.count)
            }
        }
        counter.counter = counter.counter &+ UInt32(truncatingIfNeeded: blocks.count / 16)
    }

    func hash(_ bytes: Span<UInt8>, into hash: inout GHASHElement) {
        let before = hash
        let after = unsafe key.withContext { context in
            unsafe bytes.withUnsafeBytes { bytes in
                let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(context)
                return unsafe key.kernel.hashGCM(context, before.high, before.low, base, bytes.count)
            }
        }
        hash = GHASHElement(high: after.high, low: after.low)
    }
}

extension CounterBlock {
    /// The form in which kernels take and give counters: the words in their order, and the last as a number.
    fileprivate var low: UInt64 { UInt64(columns.0) | (UInt64(columns.1) &<< 32) }
    fileprivate var high: UInt64 { UInt64(columns.2) | (UInt64(counter) &<< 32) }

    fileprivate init(low: UInt64, high: UInt64) {
        columns = (
            UInt32(truncatingIfNeeded: low), UInt32(truncatingIfNeeded: low &>> 32), UInt32(truncatingIfNeeded: high))
        counter = UInt32(truncatingIfNeeded: high &>> 32)
    }
}
#endif
