import WaxAES

/// The implementations of AES, as the report names them.
enum AESBackends {
    static let all = AES.Backend.allCases.map { Backend(name: "\($0)") }

    /// The implementation behind a name of the report.
    static func find(_ backend: Backend) throws(Mismatch) -> AES.Backend {
        guard let found = AES.Backend.allCases.first(where: { "\($0)" == backend.name }) else {
            throw Mismatch("no backend \(backend.name)")
        }
        return found
    }
}
