/// Thrown where a vector, a group or a file cannot be run: it is skipped for this reason.
struct Unsupported: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}

/// Thrown where a vector gives something else than its publisher says: it fails.
struct Mismatch: Error {
    let message: String
    init(_ message: String) { self.message = message }
}

/// Counts what becomes of the vectors of one file.
struct Recorder {
    private(set) var report: FileReport

    init(path: String, format: Format = .unknown) {
        report = FileReport(path: path)
        report.format = format
    }

    /// Runs a vector on each backend. `check` returns if all is as the publisher says; ``Unsupported`` counts as
    /// skipped, every other error as failed.
    mutating func run(
        _ vector: String, of algorithm: String, on backends: [Backend] = [.preferred],
        _ check: (Backend) throws -> Void
    ) {
        for backend in backends {
            do {
                try check(backend)
                count(algorithm, backend) { $0.passed += 1 }
            } catch let unsupported as Unsupported {
                // What one backend lacks as a matter of the algorithm's limits, all of them lack.
                return skip(unsupported.reason)
            } catch {
                count(algorithm, backend) { $0.failed += 1 }
                guard report.failures.count < 100 else { continue }
                let message = (error as? Mismatch)?.message ?? "unexpected error: \(error)"
                report.failures.append(.init(vector: vector, backend: backend, message: message))
            }
        }
    }

    /// Notes that the file could not be read.
    mutating func miss() { report.isMissing = true }

    /// Counts vectors that cannot be run.
    mutating func skip(_ reason: String, count: Int = 1) {
        guard count > 0 else { return }
        if let index = report.skips.firstIndex(where: { $0.reason == reason }) {
            report.skips[index].count += count
        } else {
            report.skips.append(.init(reason: reason, count: count))
        }
    }

    private mutating func count(_ algorithm: String, _ backend: Backend, _ change: (inout FileReport.Run) -> Void) {
        let index = report.runs.firstIndex { $0.algorithm == algorithm && $0.backend == backend }
        if let index {
            change(&report.runs[index])
        } else {
            var run = FileReport.Run(algorithm: algorithm, backend: backend)
            change(&run)
            report.runs.append(run)
        }
    }
}
