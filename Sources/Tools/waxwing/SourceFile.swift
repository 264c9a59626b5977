import WaxTransport

/// A file that becomes another one: open for reading, with what the other takes over from it.
struct SourceFile {
    let file: File
    let status: FileStatus
    /// The folder that it stands in, if it is to be replaced.
    let directory: Directory?

    private let path: String
    private let name: String
    /// What had the name in the folder when the file was opened: the file, or a link to it.
    private let named: FileStatus

    /// Opens whatever can be read, to keep it.
    init(keeping path: String) throws(CommandFailure) {
        (file, status) = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in
            let file = try File(ofAnyKind: path)
            return (file, try file.status())
        }
        guard status.kind != .directory else { throw CommandFailure("\(CommandFailure.shown(path)) is a folder") }
        (self.path, name, directory, named) = (path, "", nil, status)
    }

    /// Opens a file that is to be replaced by what becomes of it.
    ///
    /// - Parameter isForced: Whether it may be something else than an ordinary file, or have bits that the result
    ///   cannot have.
    init(replacing path: String, isForced: Bool) throws(CommandFailure) {
        let shown = CommandFailure.shown(path)
        let unusual = CommandFailure("\(shown) is no ordinary file; --stdout, --out or --force takes it nevertheless")
        let (directory, name, named) = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in
            let (directory, name) = try Directory.containing(path)
            return (directory, name, try directory.status(of: name))
        }
        // Only looked at so far: to open a device may set it in motion.
        guard isForced || named == nil || named?.kind == .file || named?.kind == .directory else { throw unusual }
        (file, status) = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in
            let file = isForced ? try File(ofAnyKind: path) : try directory.open(name)
            return (file, try file.status())
        }
        guard status.kind != .directory else { throw CommandFailure("\(shown) is a folder") }
        guard isForced || status.kind == .file else { throw unusual }
        guard isForced || !status.isSpecial else {
            throw CommandFailure(
                "\(shown) is setuid, setgid or sticky, which the result would not be; --force takes it nevertheless")
        }
        (self.path, self.directory, self.name, self.named) = (path, directory, name, named ?? status)
    }

    /// Removes the file, unless its name has become another's meanwhile. Pipes and devices stay.
    func remove() throws(CommandFailure) {
        guard let directory, status.kind == .file else { return }
        let isSame = try CommandFailure.trying(to: "remove", path) { () throws(SystemError) in
            let isSame = try directory.status(of: name)?.identity == named.identity
            if isSame { try directory.remove(name) }
            return isSame
        }
        guard isSame else {
            throw CommandFailure("\(CommandFailure.shown(path)) has become another file meanwhile, which is kept")
        }
    }
}
