/// All that can be run. A new algorithm is a runner for each form its vectors come in, and a line here for each.
enum Registry {
    private static let wycheproof: [any WycheproofRunner] = [
        WycheproofHMAC(),
        WycheproofHKDF(),
        WycheproofPBKDF2(),
        WycheproofPBES2(),
        WycheproofGCM(),
        WycheproofGMAC(),
        WycheproofCBC(),
        WycheproofKeyWrap(),
        WycheproofX25519(),
        WycheproofPSS(groupType: "RsassaPssVerify"),
        WycheproofPSS(groupType: "RsassaPssWithParametersVerify"),
        WycheproofPKCS1Verification(),
        WycheproofPKCS1Generation(),
        WycheproofOAEP(),
        WycheproofPKCS1Decryption(),
        WycheproofPrimality(),
    ]

    private static let response: [any ResponseRunner] = [
        ResponseSHA(),
        ResponseHMAC(),
        ResponseHKDF(),
        ResponsePBKDF2(),
        ResponseScrypt(),
        ResponseGCM(),
        ResponseAES(),
        ResponseKeyWrap(),
        ResponseX25519(),
        ResponseRSASignature(),
        ResponseOAEP(),
    ]

    /// The runner for a type of test group.
    static func wycheproof(groupType: String, algorithm: String) throws(Unsupported) -> any WycheproofRunner {
        guard let runner = wycheproof.first(where: { $0.groupType == groupType }) else {
            let type = groupType.isEmpty ? "without a type" : "of type \(groupType)"
            throw Unsupported("tests \(type) for \(algorithm) are not supported")
        }
        return runner
    }

    /// The runner for a response file, or nil.
    static func response(for file: ResponseFile, name: String) -> (any ResponseRunner)? {
        response.first { $0.recognises(file, name: name) }
    }
}
