/// How much one key has protected, and since when: what decides about the next one.
///
/// The limit of 2^38 bytes is that of RFC 8446 section 5.5 for AES-GCM (2^24.5 records of 2^14 bytes), with which an
/// attacker's advantage stays below about 2^-57. Both sides keep to it, so a peer that never changes its key is cut
/// off.
struct KeyUse {
    private(set) var byteCount: UInt64 = 0
    private(set) var since: UInt64

    init(since now: UInt64) { since = now }

    /// The largest number of bytes under one key, whatever the settings say.
    static let absoluteLimit: UInt64 = 1 << 38

    /// Counts bytes; false if the key may not be used for so many.
    mutating func count(_ bytes: Int, limit: UInt64) -> Bool {
        byteCount &+= UInt64(bytes)
        return byteCount <= min(limit, KeyUse.absoluteLimit)
    }

    /// Whether the key should be changed with the next record.
    func isDue(_ limits: Limits, now: UInt64) -> Bool {
        // A key that has not been used need not be changed, and two changes in a row would leave no room for anything.
        guard byteCount > 0 else { return false }
        // One largest record below the limit at the latest, so that the record with the rekey frame still passes.
        let latest = min(limits.keyByteLimit, KeyUse.absoluteLimit) - min(limits.keyByteLimit, 2 << 16)
        return byteCount >= min(limits.rekeyAfterBytes, latest)
            || (now > since && now - since >= limits.rekeyInterval &* 1_000_000)
    }
}
