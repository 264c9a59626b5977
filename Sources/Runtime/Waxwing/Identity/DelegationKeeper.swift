internal import Synchronization
internal import WaxCore
internal import WaxIdentity
internal import WaxTransport
internal import WaxWire

/// An identity in one role together with the key that it has delegated its handshakes to, renewed in time.
///
/// The delegated key exists in memory only. Making one takes a signature with the RSA key, which a worker does.
final class DelegationKeeper: Sendable {
    private let identity: Identity
    private let role: Role
    private let validitySeconds: UInt64
    private let workers: WorkerPool
    private let now: @Sendable () -> Moment
    private let current = Mutex<LocalIdentity?>(nil)

    init(
        _ identity: Identity, role: Role, validity: Duration, workers: WorkerPool,
        now: @escaping @Sendable () -> Moment = { .now }
    ) {
        self.now = now
        self.identity = identity
        self.role = role
        self.workers = workers
        validitySeconds = UInt64(clamping: validity.components.seconds)
    }

    /// The delegation of the moment, however old; nil before the first call of ``renewIfNeeded()``.
    var latest: LocalIdentity? { current.withLock { $0 } }

    /// A delegation of which at least half of the validity is left.
    @discardableResult
    func renewIfNeeded() async throws(WaxwingError) -> LocalIdentity {
        if let local = latest, !local.needsRenewal(now: now()) { return local }
        // Two callers at once sign twice; both results are good, and the later stays.
        return try await workers.run { () throws(WaxwingError) in
            var random = SystemRandom()
            do throws(IdentityError) {
                let local = try LocalIdentity(
                    key: self.identity.privateKey, role: self.role, validitySeconds: self.validitySeconds,
                    now: self.now(),
                    random: &random)
                self.current.withLock { $0 = local }
                return local
            } catch {
                throw WaxwingError(.badKey, "\(error)")
            }
        }
    }
}

extension Moment {
    /// The present, by the clocks of the system.
    static var now: Moment {
        Moment(monotonicNanoseconds: SystemClock.monotonicNanoseconds, unixSeconds: SystemClock.unixSeconds)
    }
}
