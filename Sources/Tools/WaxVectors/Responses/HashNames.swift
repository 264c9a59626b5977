/// Finds out which hash function a response file is about.
///
/// SHA-256, SHA-512/256, SHA3-256, SM3 and others come in files of the same form, and only a comment or the file's
/// name says which it is.
enum HashNames {
    /// The function that the comments name, else the one that the file's name does; nil if neither names one.
    static func name(in file: ResponseFile, fileName: String) -> String? {
        for text in file.comments.prefix(8) + [fileName] {
            if let name = name(in: text) { return name }
        }
        return nil
    }

    /// The first name of a hash function in a text, such as `SHA-512/256`.
    static func name(in text: String) -> String? {
        let pattern = /(?i)SHA-?512[\/_-]\d{3}|SHA3[_-]?\d{3}|SHA-?\d{1,3}|SHAKE-?\d{3}|BLAKE2[bs]?|RIPEMD-?\d{3}|MD5|SM3/
        guard let match = text.firstMatch(of: pattern) else { return nil }
        return match.output.uppercased().replacing("_", with: "/")
    }

    /// The function that gives digests of a size, where no name is given: of SHA-2, for that is what sections
    /// `[L = bytes]` are about.
    static func function(digestByteCount count: Int) throws(Unsupported) -> HashAlgorithm {
        guard let found = HashAlgorithm.allCases.first(where: { $0.byteCount == count }) else {
            throw Unsupported("a hash function with digests of \(count) bytes is not supported")
        }
        return found
    }
}
