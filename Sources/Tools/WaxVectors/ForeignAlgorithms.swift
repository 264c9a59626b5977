/// The algorithms that publishers have vectors for and Waxwing does not have.
///
/// Most files say what they are about. Others leave it to the names of their folders, so that all one could say of a
/// file that was not run is which values it has.
enum ForeignAlgorithms {
    /// What publishers call them, in lower case without anything between letters and figures, and their usual names.
    private static let names: [String: String] = [
        "3des": "Triple DES", "aegis": "AEGIS", "arc4": "RC4", "argon2": "Argon2", "aria": "ARIA",
        "ascon": "Ascon", "blake2": "BLAKE2", "blowfish": "Blowfish", "camellia": "Camellia", "cast5": "CAST5",
        "ccm": "CCM", "cfb": "CFB", "chacha20": "ChaCha20", "chacha20poly1305": "ChaCha20-Poly1305", "cmac": "CMAC",
        "des": "DES", "dh": "Diffie–Hellman", "dsa": "DSA", "eax": "EAX", "ecdh": "ECDH", "ecdsa": "ECDSA",
        "ed25519": "Ed25519", "ed448": "Ed448", "fernet": "Fernet", "ff1": "FF1", "gcmsiv": "AES-GCM-SIV",
        "hotp": "HOTP", "hpke": "HPKE", "idea": "IDEA", "kmac": "KMAC", "md5": "MD5", "mldsa": "ML-DSA",
        "mlkem": "ML-KEM", "ocb": "OCB", "ocb3": "OCB", "ofb": "OFB", "poly1305": "Poly1305", "rc2": "RC2",
        "ripemd160": "RIPEMD-160", "seed": "SEED", "sha3": "SHA-3", "shake": "SHAKE", "siphash": "SipHash",
        "siv": "AES-SIV", "slhdsa": "SLH-DSA", "sm2": "SM2", "sm3": "SM3", "sm4": "SM4", "totp": "TOTP",
        "twofactor": "one-time passwords", "x448": "X448", "xchacha20poly1305": "XChaCha20-Poly1305", "xts": "XTS",
    ]

    /// The algorithm that a file is about going by its path, or nil.
    ///
    /// The names nearest to the file count: a folder for an algorithm, one for a mode or a document, and its own.
    static func name(for path: String) -> String? {
        for part in path.split(separator: "/").suffix(4) {
            if let name = names[letters(part)] { return name }
        }
        // As a word of the file's name: "chacha20-poly1305.txt" was found above, "aes-cmac-test.txt" is here.
        let file = path.split(separator: "/").last ?? ""
        return file.split(whereSeparator: { !$0.isASCII || !($0.isLetter || $0.isNumber) })
            .lazy.compactMap { names[letters($0)] }.first
    }

    /// The reason for which a file is not run, with the algorithm before it where the file's path tells.
    static func reason(_ reason: String, path: String) -> String {
        name(for: path).map { "\($0): \(reason)" } ?? reason
    }

    private static func letters(_ name: Substring) -> String {
        let stem = name.prefix { $0 != "." }
        return String(stem.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }
}
