// Access to several bytes of a span at once. Every access is checked against the bounds of its span by the
// standard library or here; nothing else in this module is marked unsafe.

extension Span<UInt8> {
    /// Eight bytes from `index` on, the first one least significant.
    @inline(__always)
    func word64(at index: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// Four bytes from `index` on, the first one least significant.
    @inline(__always)
    func word32(at index: Int) -> UInt32 {
        UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
    }

    /// Sixteen bytes from `index` on.
    @inline(__always)
    func vector(at index: Int) -> SIMD16<UInt8> {
        unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
    }
}

extension MutableSpan<UInt8> {
    /// Writes eight bytes from `index` on, the least significant first.
    @inline(__always) @_lifetime(self: copy self)
    mutating func store(_ word: UInt64, at index: Int) {
        var target = unsafe mutableBytes
        target.storeBytes(of: word.littleEndian, toByteOffset: index, as: UInt64.self)
    }

    /// Copies within the span, from `source` to `target`; the ranges may overlap.
    @_lifetime(self: copy self)
    mutating func move(from source: Int, to target: Int, count: Int) {
        precondition(source >= 0 && target >= 0 && count >= 0)
        precondition(source <= self.count &- count && target <= self.count &- count)
        guard count > 0 else { return }
        unsafe withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe (start + target).copyMemory(from: start + source, byteCount: count)
        }
    }

    /// Repeats what stands `distance` bytes before `position`, over `length` bytes from `position` on: what a
    /// match of DEFLATE means. Up to ``matchSlack`` bytes after them may be overwritten.
    ///
    /// - Precondition: The match begins within the span, and `matchSlack` bytes are left behind its end.
    @inline(__always) @_lifetime(self: copy self)
    mutating func repeatMatch(at position: Int, distance: Int, length: Int) {
        precondition(distance > 0 && distance <= position && length >= 0)
        precondition(position <= count &- length &- Self.matchSlack)
        unsafe withUnsafeMutableBytes { bytes in
            guard var target = unsafe bytes.baseAddress.map({ unsafe $0 + position }) else { return }
            var source = unsafe UnsafeRawPointer(target - distance)
            let end = unsafe target + length
            if distance >= 16 {
                repeat {
                    unsafe target.storeBytes(
                        of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
                    unsafe target += 16
                    unsafe source += 16
                } while unsafe target < end
            } else if distance == 1 {
                let byte = SIMD16<UInt8>(repeating: unsafe source.load(as: UInt8.self))
                repeat {
                    unsafe target.storeBytes(of: byte, as: SIMD16<UInt8>.self)
                    unsafe target += 16
                } while unsafe target < end
            } else {
                // From eight on a word never reads what it writes; below, each turn makes `distance` bytes right.
                let step = distance >= 8 ? 8 : distance
                repeat {
                    unsafe target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
                    unsafe target += step
                    unsafe source += step
                } while unsafe target < end
            }
        }
    }

    /// How far ``repeatMatch(at:distance:length:)`` may write past the end of a match.
    static var matchSlack: Int { 16 }
}
