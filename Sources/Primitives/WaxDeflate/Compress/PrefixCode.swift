/// A canonical prefix code for writing: each symbol's code, with its bits in the order in which they are written,
/// and its length.
struct PrefixCode: Sendable {
    private(set) var codes: [UInt16]
    private(set) var lengths: [UInt8]
    /// Symbols that occur with their frequencies, then nodes of the tree; see ``fill(frequencies:longest:)``.
    private var nodes: [UInt32]

    init(symbolCount: Int) {
        codes = [UInt16](repeating: 0, count: symbolCount)
        lengths = [UInt8](repeating: 0, count: symbolCount)
        nodes = [UInt32](repeating: 0, count: symbolCount)
    }

    /// The codes of fixed blocks (RFC 1951, section 3.2.6).
    static let fixedLiteralLength = PrefixCode(
        lengths: (0..<BlockFormat.literalLengthCount).map(BlockFormat.fixedLength))
    static let fixedDistance = PrefixCode(
        lengths: [UInt8](repeating: BlockFormat.fixedDistanceLength, count: BlockFormat.distanceCount))

    private init(lengths: [UInt8]) {
        self.init(symbolCount: lengths.count)
        self.lengths = lengths
        assignCodes()
    }

    // A node holds a symbol in its low bits and a frequency, a parent or a depth above: blocks are so short that
    // 22 bits suffice for the sum of all frequencies.
    private static let symbolBits: UInt32 = 10
    private static let symbolMask: UInt32 = 1 << symbolBits - 1

    /// Makes the best code for symbols of these frequencies, none longer than `longest` bits.
    ///
    /// The lengths are found in place by the method of Moffat and Katajainen ("In-place calculation of
    /// minimum-redundancy codes", 1995); codes that come out too long are shortened by taking room from the
    /// longest of the shorter ones. At least two symbols get a code, so that every decoder accepts it.
    mutating func fill(frequencies: Span<UInt32>, longest: Int) {
        for symbol in lengths.indices { lengths[symbol] = 0 }
        var count = 0
        for symbol in frequencies.indices where frequencies[symbol] != 0 {
            nodes[count] = frequencies[symbol] &<< Self.symbolBits | UInt32(truncatingIfNeeded: symbol)
            count = count &+ 1
        }
        guard count >= 2 else {
            let only = count == 0 ? 0 : Int(nodes[0] & Self.symbolMask)
            lengths[only] = 1
            lengths[only == 0 ? 1 : 0] = 1
            return assignCodes()
        }
        nodes[..<count].sort()
        var counts = InlineArray<17, Int>(repeating: 0)
        buildTree(count)
        countLengths(count, longest, &counts)
        // The rarest symbols get the longest codes.
        var index = 0
        for length in stride(from: longest, to: 0, by: -1) {
            for _ in 0..<counts[length] {
                lengths[Int(nodes[index] & Self.symbolMask)] = UInt8(truncatingIfNeeded: length)
                index = index &+ 1
            }
        }
        assignCodes()
    }

    /// Joins the two rarest nodes until one is left. Inner nodes take the places of leaves that are done with; a
    /// node that was joined holds the index of its parent.
    private mutating func buildTree(_ count: Int) {
        let symbol = Self.symbolMask
        let frequency = ~symbol
        let shift = Self.symbolBits
        var nodes = self.nodes.mutableSpan
        var leaf = 0
        var inner = 0
        for made in 0..<(count &- 1) {
            let parent = UInt32(truncatingIfNeeded: made) &<< shift
            let sum: UInt32
            if leaf &+ 1 < count
                && (inner == made || nodes[leaf &+ 1] & frequency <= nodes[inner] & frequency)
            {
                sum = nodes[leaf] & frequency &+ nodes[leaf &+ 1] & frequency
                leaf = leaf &+ 2
            } else if inner &+ 2 <= made
                && (leaf >= count || nodes[inner &+ 1] & frequency < nodes[leaf] & frequency)
            {
                sum = nodes[inner] & frequency &+ nodes[inner &+ 1] & frequency
                nodes[inner] = parent | nodes[inner] & symbol
                nodes[inner &+ 1] = parent | nodes[inner &+ 1] & symbol
                inner = inner &+ 2
            } else {
                sum = nodes[leaf] & frequency &+ nodes[inner] & frequency
                nodes[inner] = parent | nodes[inner] & symbol
                leaf = leaf &+ 1
                inner = inner &+ 1
            }
            nodes[made] = sum | nodes[made] & symbol
        }
    }

    /// Walks the inner nodes from the root, whose number is `count - 2`, and counts leaves of each depth.
    private mutating func countLengths(_ count: Int, _ longest: Int, _ counts: inout InlineArray<17, Int>) {
        let shift = Self.symbolBits
        var nodes = self.nodes.mutableSpan
        let root = count &- 2
        nodes[root] &= Self.symbolMask
        counts[1] = 2
        for node in stride(from: root &- 1, through: 0, by: -1) {
            let parent = Int(nodes[node] &>> shift)
            var depth = Int(nodes[parent] &>> shift) &+ 1
            nodes[node] = nodes[node] & Self.symbolMask | UInt32(truncatingIfNeeded: depth) &<< shift
            // Taken for a leaf so far, it turns out to have two below it.
            if depth >= longest {
                depth = longest &- 1
                while counts[depth] == 0 { depth = depth &- 1 }
            }
            counts[depth] &-= 1
            counts[depth &+ 1] &+= 2
        }
    }

    /// Gives out codes by length and then by symbol (RFC 1951, section 3.2.2).
    private mutating func assignCodes() {
        var next = InlineArray<17, UInt32>(repeating: 0)
        for symbol in lengths.indices { next[Int(lengths[symbol] & 15)] &+= 1 }
        var code: UInt32 = 0
        next[0] = 0
        for length in 1..<17 {
            let count = next[length]
            next[length] = code
            code = (code &+ count) &<< 1
        }
        for symbol in lengths.indices {
            let length = lengths[symbol]
            guard length > 0 else {
                codes[symbol] = 0
                continue
            }
            let code = next[Int(length & 15)]
            next[Int(length & 15)] = code &+ 1
            codes[symbol] = Self.reverse(UInt16(truncatingIfNeeded: code)) &>> UInt16(16 &- length)
        }
    }

    @inline(__always)
    private static func reverse(_ value: UInt16) -> UInt16 {
        var value = value
        value = (value & 0x5555) &<< 1 | value &>> 1 & 0x5555
        value = (value & 0x3333) &<< 2 | value &>> 2 & 0x3333
        value = (value & 0x0F0F) &<< 4 | value &>> 4 & 0x0F0F
        return value.byteSwapped
    }
}
