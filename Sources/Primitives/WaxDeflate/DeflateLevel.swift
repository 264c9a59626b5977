extension Deflate {
    /// How much time compressing may take, from 0, which only stores, over 1, the fastest, to 9, the densest.
    ///
    /// Written as a number: `level: 9`.
    public struct Level: Sendable, Equatable, Hashable, Comparable, ExpressibleByIntegerLiteral {
        /// 0 to 9.
        public let value: Int

        /// Takes a level from outside of the program; nil if there is no such level.
        public init?(_ value: Int) {
            guard (0...9).contains(value) else { return nil }
            self.value = value
        }

        /// Takes a level that is written in the program.
        ///
        /// - Precondition: It is 0 to 9.
        public init(integerLiteral value: Int) {
            precondition((0...9).contains(value), "levels go from 0 to 9")
            self.value = value
        }

        /// 0: no compression.
        public static var stored: Level { 0 }
        /// 1.
        public static var fastest: Level { 1 }
        /// 6: what `gzip` and zlib do unless told otherwise.
        public static var standard: Level { 6 }
        /// 9.
        public static var densest: Level { 9 }

        /// Faster before denser.
        public static func < (left: Level, right: Level) -> Bool { left.value < right.value }
    }
}
