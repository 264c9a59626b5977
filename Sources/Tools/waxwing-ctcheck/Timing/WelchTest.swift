/// Whether two series of measurements have the same mean (Welch, 1947), from running sums (Welford, 1962).
struct WelchTest {
    /// The number of values, their mean, and the sum of the squares of their distances from it.
    struct Series {
        private(set) var count = 0
        private(set) var mean = 0.0
        private var squares = 0.0

        mutating func add(_ value: Double) {
            count += 1
            let distance = value - mean
            mean += distance / Double(count)
            squares += distance * (value - mean)
        }

        /// The variance of the mean.
        fileprivate var varianceOfMean: Double { count < 2 ? 0 : squares / Double(count - 1) / Double(count) }
    }

    private(set) var fixed = Series()
    private(set) var random = Series()

    mutating func add(_ value: Double, isFixed: Bool) {
        if isFixed { fixed.add(value) } else { random.add(value) }
    }

    /// The distance of the means in units of its own standard deviation; zero if there are too few values.
    var t: Double {
        guard min(fixed.count, random.count) > 1 else { return 0 }
        let deviation = (fixed.varianceOfMean + random.varianceOfMean).squareRoot()
        return deviation > 0 ? (fixed.mean - random.mean) / deviation : 0
    }
}
