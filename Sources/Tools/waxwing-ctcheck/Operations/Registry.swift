/// Every operation that is checked.
enum Registry {
    static let operations: [Operation] =
        CoreOperations.all + SHAOperations.all + AESOperations.all + X25519Operations.all + RSAOperations.all
        + FormatOperations.all + EncryptedKeyOperations.all + NoiseOperations.all

    /// The operations whose names begin with one of the prefixes; all, if there is no prefix.
    static func operations(matching prefixes: [String]) throws -> [Operation] {
        guard !prefixes.isEmpty else { return operations }
        for prefix in prefixes where !operations.contains(where: { $0.name.hasPrefix(prefix) }) {
            throw UsageError("there is no operation whose name begins with '\(prefix)'; see --list")
        }
        return operations.filter { operation in prefixes.contains { operation.name.hasPrefix($0) } }
    }
}
