import WaxRSA

/// The private key of the last record that had one. Many have the same, and to find the primes takes a while.
nonisolated(unsafe) private var last: (modulus: [UInt8], key: RSA.PrivateKey)?

/// The key of modulus, public and private exponent.
func privateKey(_ fields: [[UInt8]]) throws(RSAError) -> RSA.PrivateKey {
    if let last = unsafe last, last.modulus == fields[0] { return last.key }
    let key = try RSA.PrivateKey(
        modulus: fields[0], publicExponent: fields[1], privateExponent: fields[2], sizePolicy: .insecureLegacy)
    unsafe last = (fields[0], key)
    return key
}
