/// Several measurements of one thing.
struct Samples: Sendable, Equatable {
    /// In the order in which they were taken.
    private(set) var values: [Double] = []

    init(_ values: [Double] = []) { self.values = values }

    mutating func append(_ value: Double) { values.append(value) }

    /// The middle value, or the mean of the two in the middle; nil if there is none.
    var median: Double? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// How far the samples lie apart: the middle one of their distances from the median, as a part of it.
    ///
    /// Not the standard deviation: one sample during which the machine did something else would decide it.
    var spread: Double? {
        guard let median, median != 0 else { return nil }
        return Samples(values.map { abs($0 - median) }).median.map { $0 / median }
    }

    /// How many times as fast this is as another: the median of the ratios within each round, because what disturbs
    /// a round disturbs both.
    func ratio(to other: Samples) -> Double? {
        Samples(zip(values, other.values).filter { $0.1 > 0 }.map { $0.0 / $0.1 }).median
    }
}
