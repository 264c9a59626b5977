import WaxCore
import WaxRSA

/// Measures an operation with one fixed secret and with random ones, and asks whether the times differ (Reparaz,
/// Balasch and Verbauwhede, "Dude, is my code constant time?", 2017).
///
/// The answer is a number of standard deviations: below 4.5 there is no evidence of a difference, above 10 there is one.
/// No evidence is not a proof: it says something about this machine, this build and this many measurements.
///
/// The two classes have to differ in their secrets and in nothing else. A key that is used in half of all measurements
/// is in the cache more often than one of several that share the other half, and that shows. So each class has the same
/// number of keys, each key is used equally often, and each lies in memory of its own: those of the fixed class are
/// copies of one key.
struct TimingTest {
    /// What was found.
    struct Outcome {
        /// The number of measurements that were used.
        let count: Int
        /// The mean time of one run in nanoseconds.
        let nanoseconds: Double
        /// The largest |t| over all croppings.
        let t: Double
        /// Which part of the measurements gave it: those below a percentile of all times.
        let percentile: Int
    }

    /// What is different for each measurement of the random class.
    enum Variation: String, CaseIterable {
        /// All secrets.
        case everything
        /// The RSA keys, but not the random numbers that operations draw.
        case keys
        /// All but the RSA keys.
        case randomness
        /// Nothing, to see what the method makes of that.
        case nothing
    }

    /// Up to which percentile measurements are looked at: interrupts make a few of them long, and leaks may show in the
    /// short ones only.
    static let percentiles = [100, 99, 97, 95, 90, 85, 80, 70, 60, 50, 40, 30, 20, 10]

    /// Measurements in one batch: their secrets are made before the first of them.
    private static let batchCount = 128

    private let operation: Operation
    private let keys: TimingKeys?
    private let variation: Variation
    private var choices = MaterialRandom(seed: 4711, conceals: false)

    /// - Parameters:
    ///   - keys: RSA keys, if the operation takes one.
    ///   - variation: In what the classes differ.
    init(_ operation: Operation, keys: TimingKeys?, variation: Variation = .everything) {
        self.operation = operation
        self.keys = operation.needsKey ? keys : nil
        self.variation = variation
    }

    /// Measures for some time.
    mutating func run(seconds: Double) throws -> Outcome {
        // The first batches are for warming up and for finding out what is long; they are not used.
        var times: [Double] = []
        let repetitions = try self.repetitions()
        for _ in 0..<4 { try measure(repetitions) { time, _ in times.append(time) } }
        times.sort()
        let limits = Self.percentiles.map { $0 == 100 ? Double.infinity : times[times.count * $0 / 100] }

        var tests = [WelchTest](repeating: WelchTest(), count: limits.count)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        while clock.now < end {
            try measure(repetitions) { time, isFixed in
                for index in limits.indices where time <= limits[index] { tests[index].add(time, isFixed: isFixed) }
            }
        }
        let worst = tests.indices.max { abs(tests[$0].t) < abs(tests[$1].t) } ?? 0
        let all = tests[0]
        return Outcome(
            count: all.fixed.count + all.random.count,
            nanoseconds: (all.fixed.mean + all.random.mean) / 2 / Double(repetitions), t: abs(tests[worst].t),
            percentile: Self.percentiles[worst])
    }

    /// How often a short operation is repeated for the clock to see it.
    private mutating func repetitions() throws -> Int {
        let work = try operation.prepare(Material(seed: 1, key: keys?.fixed.first))
        for _ in 0..<10 { _ = try work() }
        let once = Self.nanoseconds(try ContinuousClock().measure { for _ in 0..<10 { _ = try work() } }) / 10
        return max(1, Int(1000 / max(once, 10)))
    }

    private mutating func measure(_ repetitions: Int, _ body: (Double, Bool) -> Void) throws {
        var batch: [(work: Operation.Work, isFixed: Bool)] = []
        for _ in 0..<Self.batchCount {
            let isFixed = choices.next() & 1 == 0
            let seed = choices.next(), keyIndex = Int(choices.next() % UInt64(TimingKeys.count))
            let hasOtherKey = variation == .everything || variation == .keys
            let hasOtherSeed = variation == .everything || variation == .randomness
            let key = keys.map { keys in
                (isFixed ? keys.fixed : hasOtherKey ? keys.random : keys.control)[keyIndex]
            }
            let material = Material(seed: isFixed || !hasOtherSeed ? 1 : seed, key: key)
            batch.append((try operation.prepare(material), isFixed))
        }
        let clock = ContinuousClock()
        for (work, isFixed) in batch {
            let time = try clock.measure { for _ in 0..<repetitions { _ = try work() } }
            body(Self.nanoseconds(time), isFixed)
        }
    }

    private static func nanoseconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
    }
}
