/// Everything that can be measured on this machine.
enum Catalogue {
    /// The sizes that are measured unless others are asked for: from a key to a chunk of a file.
    static let usualSizes = [16, 64, 256, 1350, 16_384, 1 << 20]

    /// All rows in the order in which they are printed.
    static func benchmarks(sizes: [Int] = usualSizes) -> [Benchmark] {
        aes(sizes) + aesModes(sizes) + hashes(sizes) + derivations() + curves() + rsa() + deflate(sizes)
    }

    /// Input that is the same on every run and looks like nothing in particular.
    static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            // The generator of Numerical Recipes: quality does not matter here.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }
}
