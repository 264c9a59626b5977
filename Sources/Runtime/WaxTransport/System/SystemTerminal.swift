#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif
internal import Synchronization
public import WaxCore

/// The terminal that the process was started from, whatever its standard input and output are.
///
/// For programs with a person in front of them: reading waits, so it is not for an event loop.
public enum ControllingTerminal {
    /// The longest line that is read, in bytes.
    public static var longestLine: Int { 1024 }

    /// Asks for a line that is not shown while it is typed, such as a passphrase.
    ///
    /// The keys do what they do elsewhere: Backspace takes the last character back and Control-U all of them; Return ends
    /// the line, Control-C and Control-D give it up. The terminal shows what is typed again afterwards.
    ///
    /// - Parameter prompt: What is shown, without a line end.
    /// - Returns: The line without its end, or nil if it was given up.
    /// - Throws: ``SystemError`` if there is no terminal, or if the line is too long.
    public static func readSecret(prompt: String) throws(SystemError) -> SecretBytes? {
        let number = try System.call("there is no terminal to ask for a passphrase") {
            unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        }
        let terminal = Descriptor(owning: number)
        var settings = termios()
        try System.call("tcgetattr") { unsafe tcgetattr(number, &settings) }
        var silent = settings
        // Every key arrives by itself and unseen, the ones that would end the process too: it must not end before the
        // terminal is as it was.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        unsafe withUnsafeMutableBytes(of: &silent.c_cc) { keys in
            unsafe keys[Int(VMIN)] = 1
            unsafe keys[Int(VTIME)] = 0
        }
        let original = Settings(number: number, settings: settings)
        silenced.withLock { $0 = original }
        defer { showInput() }
        try System.call("tcsetattr") { unsafe tcsetattr(number, TCSAFLUSH, &silent) }
        write(prompt, to: terminal)
        let line = try readLine(from: terminal)
        write("\n", to: terminal)
        return line
    }

    private struct Settings {
        let number: Int32
        var settings: termios
    }

    /// How a terminal was before it was silenced.
    private static let silenced = Mutex<Settings?>(nil)

    /// Makes the terminal show what is typed again, if a line is being read just now: for a program that ends in the middle
    /// of it, such as by a signal.
    public static func showInput() {
        silenced.withLock { silenced in
            guard var original = silenced.take() else { return }
            // Nothing can be done for a terminal that is gone.
            _ = unsafe tcsetattr(original.number, TCSAFLUSH, &original.settings)
        }
    }

    private static func readLine(from terminal: borrowing Descriptor) throws(SystemError) -> SecretBytes? {
        let number = terminal.number
        let line = SecretBuffer<UInt8>(repeating: 0, count: longestLine)
        var count = 0
        while true {
            var key: UInt8 = 0
            defer { key = 0 }
            let got = try System.call("read") { unsafe read(number, &key, 1) }
            guard got == 1 else { return nil }
            switch key {
            case 0x0A, 0x0D: return SecretBytes(copying: line.span.extracting(first: count))
            case 0x03, 0x04: return nil
            case 0x15: count = 0
            case 0x08, 0x7F:
                // A whole character of UTF-8.
                while count > 0, line.span[count - 1] & 0xC0 == 0x80 { count -= 1 }
                if count > 0 { count -= 1 }
            default:
                guard count < longestLine else {
                    throw SystemError("the line is longer than \(longestLine) bytes", code: .invalid)
                }
                line.withMutableSpan { $0[count] = key }
                count += 1
            }
        }
    }

    private static func write(_ text: String, to terminal: borrowing Descriptor) {
        let number = terminal.number
        let bytes = Array(text.utf8)
        // A prompt that cannot be shown is no reason not to read.
        _ = unsafe bytes.withUnsafeBytes { buffer in unsafe Self.write(number, buffer) }
    }

    @unsafe private static func write(_ number: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
#if canImport(Glibc)
        unsafe Glibc.write(number, buffer.baseAddress, buffer.count)
#elseif canImport(Musl)
        unsafe Musl.write(number, buffer.baseAddress, buffer.count)
#else
        unsafe Darwin.write(number, buffer.baseAddress, buffer.count)
#endif
    }
}
