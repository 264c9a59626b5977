import WaxCore

/// Whether bytes are one well-formed CBOR item (RFC 8949 appendix C), and whether that item is an array.
///
/// It is checked before a message is handed on, in one pass and without building anything: what an item claims to
/// hold costs nothing. What the item means is the business of the application's decoder.
struct CBORShape {
    /// Whether the item is an array (major type 4).
    let isArray: Bool

    /// Why bytes are not what they should be.
    enum Failure: Error {
        case notWellFormed
        case nestedTooDeep
    }

    init(of bytes: Span<UInt8>, nesting: Int) throws(Failure) {
        var walk = Walk(bytes, nesting: nesting)
        isArray = bytes.count > 0 && bytes[0] &>> 5 == 4
        try walk.run()
    }

    /// What an open item still expects.
    private enum Level {
        /// So many items.
        case items(UInt64)
        /// Items up to a break; for a map the number so far must be even there.
        case indefinite(isMap: Bool, isEven: Bool)
        /// Strings of one type, of definite length, up to a break.
        case pieces(type: UInt8)
    }

    private struct Walk: ~Escapable {
        private var reader: ByteReader
        private let nesting: Int
        private var levels: [Level] = [.items(1)]

        @_lifetime(copy bytes)
        init(_ bytes: Span<UInt8>, nesting: Int) {
            reader = ByteReader(bytes)
            self.nesting = nesting
        }

        @_lifetime(self: copy self)
        mutating func run() throws(Failure) {
            while let level = levels.popLast() {
                if case .items(0) = level { continue }
                let first = try take()
                let type = first &>> 5
                let info = first & 31
                if first == 0xFF {
                    switch level {
                    case .indefinite(isMap: let isMap, isEven: let isEven):
                        guard !isMap || isEven else { throw .notWellFormed }
                    case .pieces: break
                    case .items: throw .notWellFormed
                    }
                    continue
                }
                switch level {
                case .items(let count): levels.append(.items(count - 1))
                case .indefinite(isMap: let isMap, isEven: let isEven):
                    levels.append(.indefinite(isMap: isMap, isEven: !isEven))
                case .pieces(type: let wanted):
                    guard type == wanted, info != 31 else { throw .notWellFormed }
                    levels.append(level)
                }
                try item(type: type, info: info)
            }
            guard reader.isAtEnd else { throw .notWellFormed }
        }

        @_lifetime(self: copy self)
        private mutating func item(type: UInt8, info: UInt8) throws(Failure) {
            guard info != 31 else {
                switch type {
                case 2, 3: try descend(.pieces(type: type))
                case 4, 5: try descend(.indefinite(isMap: type == 5, isEven: true))
                default: throw .notWellFormed
                }
                return
            }
            let argument = try self.argument(info)
            switch type {
            case 0, 1: break
            case 2, 3:
                guard argument <= UInt64(reader.remaining) else { throw .notWellFormed }
                try skip(Int(argument))
            case 4, 5:
                // Each item takes a byte at least.
                let (count, overflow) = argument.multipliedReportingOverflow(by: type == 5 ? 2 : 1)
                guard !overflow, count <= UInt64(reader.remaining) else { throw .notWellFormed }
                try descend(.items(count))
            case 6: try descend(.items(1))
            default:
                // Simple values below 32 have the one-byte form only.
                guard info != 24 || argument >= 32 else { throw .notWellFormed }
            }
        }

        @_lifetime(self: copy self)
        private mutating func argument(_ info: UInt8) throws(Failure) -> UInt64 {
            guard info >= 24 else { return UInt64(info) }
            guard info <= 27 else { throw .notWellFormed }
            var value: UInt64 = 0
            for _ in 0..<(1 &<< Int(info &- 24)) { value = value &<< 8 | UInt64(try take()) }
            return value
        }

        @_lifetime(self: copy self)
        private mutating func descend(_ level: Level) throws(Failure) {
            // The first level is the item itself.
            guard levels.count <= nesting else { throw .nestedTooDeep }
            levels.append(level)
        }

        @_lifetime(self: copy self)
        private mutating func take() throws(Failure) -> UInt8 {
            do throws(EndOfInput) { return try reader.readUInt8() } catch { throw .notWellFormed }
        }

        @_lifetime(self: copy self)
        private mutating func skip(_ count: Int) throws(Failure) {
            do throws(EndOfInput) { try reader.skip(count) } catch { throw .notWellFormed }
        }
    }
}
