public import Foundation

/// Published test vectors, read from the `TestVectors` folder of the checkout.
///
/// Paths are relative to that folder: `TestVectors.bytes("wycheproof/aes_gcm_test.json")`. A file that is not
/// there is an error that names it, so that a test which loses its vectors fails instead of passing on nothing.
public enum TestVectors {
    /// A vector file that is missing or cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The root of the checkout, found from the place of this source file.
    public static let checkout = URL(filePath: #filePath)
        .deletingLastPathComponent()  // WaxTestSupport
        .deletingLastPathComponent()  // Tests
        .deletingLastPathComponent()

    /// The folder with one folder for each publisher.
    public static let folder = checkout.appending(path: "TestVectors", directoryHint: .isDirectory)

    /// The place of a file or folder, which must exist.
    public static func url(_ path: String) throws -> URL {
        let url = folder.appending(path: path)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw Failure(description: "the vector file TestVectors/\(path) is missing from the checkout")
        }
        return url
    }

    /// The contents of a file.
    public static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: url(path)))
    }

    /// The contents of a text file.
    public static func text(_ path: String) throws -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw Failure(description: "the vector file TestVectors/\(path) is not UTF-8")
        }
        return text
    }

    /// The contents of a JSON file, as values of the caller's type.
    public static func json<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(contentsOf: url(path)))
        } catch let error as DecodingError {
            throw Failure(description: "the vector file TestVectors/\(path) is not a \(Value.self): \(error)")
        }
    }
}
