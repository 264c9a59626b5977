import WaxCore
import WaxSHA

/// Hashes of secret data, and what is built on them.
enum SHAOperations {
    static let all: [Operation] =
        operations(SHA256.self, "sha256") + operations(SHA384.self, "sha384") + operations(SHA512.self, "sha512")
        + operations(SHA224.self, "sha224") + operations(SHA512_256.self, "sha512-256")
        + operations(Insecure.SHA1.self, "sha1") + [scrypt]

    private static let scrypt = Operation(
        "sha/scrypt", secret: "the password", result: .bytes("the key belongs to the caller"),
        timing: .varies("which memory is read depends on the password, as scrypt is defined")
    ) { material in
        let password = material.secret(20)
        return {
            let salt: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
            let parameters = try Scrypt.Parameters(cost: 16, blockSize: 8, parallelization: 2)
            let key = try Scrypt.deriveKey(
                from: password.bytes, salt: salt.span, outputByteCount: 40, parameters: parameters)
            return [UInt8](copying: key.bytes)
        }
    }

    private static func operations<H: HashFunction>(_: H.Type, _ name: String) -> [Operation] {
        [
            Operation("sha/\(name)/hash", secret: "the data", result: .bytes("the digest belongs to the caller")) {
                material in
                let data = material.text(300)
                return { Array(H.hash(data.bytes)) }
            },
            Operation(
                "sha/\(name)/incremental", secret: "the data", result: .bytes("the digest belongs to the caller")
            ) { material in
                let data = material.text(300)
                return {
                    var hash = H()
                    hash.update(data.bytes.extracting(..<1))
                    hash.update(data.bytes.extracting(1..<150))
                    let copy = hash
                    hash.update(data.bytes.extracting(150...))
                    return Array(hash.finalize()) + Array(copy.finalize())
                }
            },
            Operation("sha/\(name)/hmac", secret: "key and data", result: .bytes("the code is sent along")) { material in
                let key = SymmetricKey(material.secret(32))
                let longKey = SymmetricKey(material.secret(200))
                let data = material.text(100)
                return {
                    let short = HMAC<H>.authenticationCode(for: data.bytes, using: key)
                    let long = HMAC<H>.authenticationCode(for: data.bytes, using: longKey)
                    return Array(short) + Array(long)
                }
            },
            Operation(
                "sha/\(name)/hmac-verify", secret: "key and data",
                result: .verdict("whether a code is valid is what was asked")
            ) { material in
                let key = SymmetricKey(material.secret(32))
                let data = material.text(100)
                let code = HMAC<H>.authenticationCode(for: data.bytes, using: key)
                let right = material.reveal(Array(code))
                var wrong = right
                wrong[wrong.count - 1] ^= 1
                return {
                    [right, wrong].map {
                        HMAC<H>.isValidAuthenticationCode($0.span, authenticating: data.bytes, using: key) ? 1 : 0
                    }
                }
            },
            Operation(
                "sha/\(name)/pbkdf2", secret: "the password", result: .bytes("the key belongs to the caller")
            ) { material in
                let password = material.secret(20)
                return {
                    let salt: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
                    let key = try PBKDF2<H>.deriveKey(
                        from: password.bytes, salt: salt.span, outputByteCount: 70, rounds: PBKDF2Rounds(existing: 3))
                    return [UInt8](copying: key.bytes)
                }
            },
            Operation("sha/\(name)/hkdf", secret: "the input", result: .bytes("the keys belong to the caller")) { material in
                let input = SymmetricKey(material.secret(32))
                return {
                    let key = try HKDF<H>.deriveKey(
                        inputKeyMaterial: input, salt: [1, 2, 3], info: [4, 5], outputByteCount: 100)
                    return [UInt8](copying: key.bytes)
                }
            },
        ]
    }
}
