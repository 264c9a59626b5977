#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A thread of the system, which its owner joins or detaches.
struct Thread: Sendable {
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            setThreadName(name)
            body()
        }
    }

    private struct Handle: @unchecked Sendable {
        // A number with Glibc, a pointer elsewhere; only ever handed back to the system.
        let value: pthread_t
    }

    private let handle: Handle

    /// Starts a thread that runs a function to its end.
    init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let start = Start(name: name, body: body)
        // The thread takes the reference over; if there will be no thread, it is taken back here.
        let context = unsafe Unmanaged.passRetained(start)
        #if !canImport(Glibc)
        var thread: pthread_t?
        let status = unsafe pthread_create(&thread, nil, { unsafe Thread.threadMain($0) }, context.toOpaque())
        guard status == 0, let thread = unsafe thread else {
            unsafe context.release()
            throw SystemError("cannot start a thread", code: .init(rawValue: status))
        }
        handle = unsafe Handle(value: thread)
        #else
        var thread = pthread_t()
        let status = unsafe pthread_create(&thread, nil, { unsafe Thread.threadMain($0) }, context.toOpaque())
        guard status == 0 else {
            unsafe context.release()
            throw SystemError("cannot start a thread", code: .init(rawValue: status))
        }
        handle = Handle(value: thread)
        #endif
    }

    /// Waits for the thread's end. To be called exactly once, and not on the thread itself.
    func join() {
        #if canImport(Glibc)
        _ = pthread_join(handle.value, nil)
        #else
        _ = unsafe pthread_join(handle.value, nil)
        #endif
    }

    /// Lets the thread end without anybody waiting for it; instead of ``join()``.
    func detach() {
        #if canImport(Glibc)
        _ = pthread_detach(handle.value)
        #else
        _ = unsafe pthread_detach(handle.value)
        #endif
    }

    /// A number that differs between the threads that run at one time.
    static var current: UInt {
        #if canImport(Glibc)
        return UInt(pthread_self())
        #else
        return UInt(bitPattern: unsafe pthread_self())
        #endif
    }

    private static func setThreadName(_ name: String) {
        #if canImport(Darwin)
        _ = unsafe pthread_setname_np(name)
        #elseif canImport(Glibc)
        // The system keeps 15 bytes and refuses more.
        _ = unsafe pthread_setname_np(pthread_self(), String(name.prefix(15)))
        #endif
    }

    // A function and not a closure: a closure written where code of the main actor runs would inherit its isolation
    // and stop the program when another thread calls it.
    private static func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue().run()
        return nil
    }
}

/// A state that several threads share, and that they can wait on until it changes.
///
/// For the workers, which have nothing else to do than to wait. What runs on an event loop uses `Mutex`.
@safe final class Monitor<State: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    /// Begins with a state.
    init(_ state: State) {
        self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe changed.initialize(to: pthread_cond_t())
        _ = unsafe pthread_mutex_init(mutex, nil)
        _ = unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        _ = unsafe pthread_cond_destroy(changed)
        _ = unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Changes the state and wakes those who wait for it.
    func update<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        _ = unsafe pthread_mutex_lock(mutex)
        defer {
            _ = unsafe pthread_cond_broadcast(changed)
            _ = unsafe pthread_mutex_unlock(mutex)
        }
        return body(&state)
    }

    /// Waits until the function, asked again after each change, gives something.
    func wait<Result: Sendable>(for body: (inout State) -> Result?) -> Result {
        _ = unsafe pthread_mutex_lock(mutex)
        defer { _ = unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) { return result }
            _ = unsafe pthread_cond_wait(changed, mutex)
        }
    }
}
