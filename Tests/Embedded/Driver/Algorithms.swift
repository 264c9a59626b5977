/// An algorithm, and what says whether a vector of it gives what its publisher says.
typealias Algorithm = (name: StaticString, passes: @Sendable (Record) -> Bool)

/// All of them, by the names that `records/` gives them. Each file in `Checks/` has a family.
let algorithms: [Algorithm] =
    hashAlgorithms + codeAlgorithms + passwordAlgorithms + cipherAlgorithms + curveAlgorithms + signatureAlgorithms
    + encryptionAlgorithms + compressionAlgorithms + noiseAlgorithms

func algorithm(named name: [UInt8]) -> Algorithm? {
    for algorithm in algorithms where isName(algorithm.name, name) { return algorithm }
    return nil
}

private func isName(_ string: StaticString, _ name: [UInt8]) -> Bool {
    guard string.utf8CodeUnitCount == name.count else { return false }
    for index in name.indices where unsafe string.utf8Start[index] != name[index] { return false }
    return true
}
