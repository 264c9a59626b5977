import Testing

@testable import WaxwingBench

@Suite("Measuring and statistics")
struct MeasurementTests {
    @Test("The median is the middle, and one wild sample moves nothing")
    func median() {
        #expect(Samples().median == nil)
        #expect(Samples([3]).median == 3)
        #expect(Samples([4, 1, 3]).median == 3)
        #expect(Samples([4, 1, 3, 2]).median == 2.5)
        #expect(Samples([10, 11, 9, 10, 1000]).median == 10)
    }

    @Test("The spread is a part of the median")
    func spread() {
        #expect(Samples([10, 10, 10]).spread == 0)
        #expect(Samples([90, 100, 110]).spread == 0.1)
        #expect(Samples([0, 0]).spread == nil)
        #expect(Samples([99, 100, 101, 100, 5000]).spread == 0.01)
    }

    @Test("A ratio is taken round by round")
    func ratio() {
        // The machine became half as fast in the second round, for both.
        #expect(Samples([40, 20, 40]).ratio(to: Samples([10, 5, 10])) == 4)
        #expect(Samples([40]).ratio(to: Samples([0])) == nil)
        #expect(Samples().ratio(to: Samples([1])) == nil)
    }

    @Test("Figures count bytes where there are any, operations elsewhere")
    func values() {
        #expect(Row(name: "sha-256", byteCount: 1000).value(operations: 2000, seconds: 0.5) == 4)
        #expect(Row(name: "x25519").value(operations: 100, seconds: 0.5) == 200)
        #expect(Row(name: "x25519").value(operations: 100, seconds: 0) == 0)
        #expect(Row(name: "aes-128-gcm-seal-array", byteCount: 64).work == "aes-128-gcm-seal")
        #expect(Row(name: "aes-128-gcm-key").unit == .operations)
    }

    @Test("Calibration ends, at one operation at least, for fast ones and slow ones")
    func calibration() throws {
        var done = 0
        #expect(try Stopwatch.calibrate({ done += $0 }, seconds: 0.001) >= 1)
        #expect(done >= 1)
        let slow = try Stopwatch.calibrate(
            { count in
                let end = ContinuousClock.now.advanced(by: .milliseconds(2 * count))
                while ContinuousClock.now < end {}
            }, seconds: 0.0001)
        #expect(slow == 1)
    }

    @Test("Every contestant of a row gets a sample in each round")
    func comparison() throws {
        var calls = ["a": 0, "b": 0]
        let benchmarks = ["a", "b"].map { name in
            Benchmark("row", bytes: 10, backend: name) { { _ in calls[name, default: 0] += 1 } }
        }
        var options = Options()
        options.seconds = 0.001
        options.rounds = 3
        let comparison = try #require(try Comparison.measure(benchmarks, against: [], options))
        #expect(comparison.ours.map(\.name) == ["a", "b"])
        #expect(comparison.ours.allSatisfy { $0.samples.values.count == 3 })
        #expect(calls.values.allSatisfy { $0 >= 3 })
        #expect(try Comparison.measure([], against: [], options) == nil)
    }

    @Test("Names of rows are unique with their sizes and backends, and hold what users rely on")
    func catalogue() {
        let benchmarks = Catalogue.benchmarks()
        let identities = benchmarks.map { "\($0.row.name) \($0.row.byteCount ?? -1) \($0.backend)" }
        #expect(identities.count == Set(identities).count)
        let names = Set(benchmarks.map(\.row.name))
        for name in [
            "aes-128-gcm-seal", "aes-256-gcm-open", "aes-128-gcm-seal-array", "aes-256-gcm-key",
            "aes-128-cbc-encrypt", "aes-128-cbc-decrypt", "aes-256-cbc-key", "aes-256-ctr", "sha-1", "sha-224", "sha-256",
            "sha-384", "sha-512", "sha-512-256", "sha-256-tree", "hmac-sha-256", "hmac-sha-256-key", "hkdf-sha-256",
            "pbkdf2-sha-256", "scrypt", "x25519", "rsa-2048-sign", "rsa-2048-verify", "rsa-2048-keygen",
            "rsa-2048-pkcs1-sign", "rsa-2048-oaep-decrypt", "rsa-3072-sign", "inflate", "deflate-6", "crc-32", "adler-32",
        ] {
            #expect(names.contains(name), "\(name)")
        }
    }

    @Test("Every row can be run", .serialized, arguments: Set(Catalogue.benchmarks(sizes: [16]).map(\.row.name)).sorted())
    func runs(name: String) throws {
        // Making keys of RSA takes seconds, and is run by the tests of WaxRSA.
        guard !name.hasSuffix("-keygen") || name == "x25519-keygen", !name.contains("3072"), !name.contains("4096")
        else { return }
        for benchmark in Catalogue.benchmarks(sizes: [0, 16]) where benchmark.row.name == name {
            try benchmark.prepare()(1)
        }
    }
}
