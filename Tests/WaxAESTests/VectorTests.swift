import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES-GCM: published vectors")
struct VectorTests {
    private struct File: Decodable {
        struct Group: Decodable {
            var ivSize, keySize, tagSize: Int
            var tests: [Vector]
        }
        struct Vector: Decodable {
            var tcId: Int
            var key, iv, aad, msg, ct, tag, result: String
        }
        var numberOfTests: Int
        var testGroups: [Group]
    }

    @Test(
        "Wycheproof: what is valid opens and is sealed the same way, all else is refused",
        arguments: AES.Backend.allCases)
    func wycheproof(_ backend: AES.Backend) throws {
        let file = try TestVectors.json("wycheproof/aes_gcm_test.json", as: File.self)
        var valid = 0, invalid = 0
        for vector in file.testGroups.flatMap(\.tests) {
            let context = try AES.GCM.Context(Hex.decode(vector.key), backend)
            let nonce = try Hex.decode(vector.iv), data = try Hex.decode(vector.aad)
            let sealed = Sealed(text: try Hex.decode(vector.ct), tag: try Hex.decode(vector.tag))
            let opened = context.opened(sealed, nonce: nonce, data: data)
            if vector.result == "valid" {
                valid += 1
                #expect(opened.error == nil && Hex.encode(opened.buffer) == vector.msg, "tcId \(vector.tcId)")
                let again = try context.sealed(Hex.decode(vector.msg), nonce: nonce, data: data)
                #expect(again == sealed, "tcId \(vector.tcId)")
            } else {
                invalid += 1
                let error: AESError = nonce.isEmpty ? .incorrectNonceSize : .authenticationFailure
                #expect(opened.error == error && opened.buffer == sealed.text, "tcId \(vector.tcId)")
            }
        }
        #expect(valid + invalid == file.numberOfTests && file.numberOfTests == 316 && valid > 200 && invalid > 50)
    }

    @Test(
        "CAVP: encryption", arguments: AES.Backend.allCases,
        ["cavp/aes_gcm/gcmEncryptExtIV128.rsp", "cavp/aes_gcm/gcmEncryptExtIV256.rsp"])
    func encryption(_ backend: AES.Backend, _ path: String) throws {
        let records = try ResponseFile(path).records
        for record in records {
            let context = try AES.GCM.Context(record.bytes("Key"), backend)
            let tag = try record.bytes("Tag")
            let sealed = try context.sealed(
                record.bytes("PT"), nonce: record.bytes("IV"), data: record.bytes("AAD"), tagCount: tag.count)
            let place: Comment = "\(record.section), \(record.fields["Count"] ?? "")"
            #expect(try sealed == Sealed(text: record.bytes("CT"), tag: tag), place)
        }
        #expect(records.count >= 1000)
    }

    @Test("CAVP: decryption and forgeries", arguments: AES.Backend.allCases)
    func decryption(_ backend: AES.Backend) throws {
        let records = try ResponseFile("cavp/aes_gcm/gcmDecrypt128.rsp").records
        var refused = 0
        for record in records {
            let context = try AES.GCM.Context(record.bytes("Key"), backend)
            let sealed = Sealed(text: try record.bytes("CT"), tag: try record.bytes("Tag"))
            let opened = try context.opened(sealed, nonce: record.bytes("IV"), data: record.bytes("AAD"))
            if record.fields["FAIL"] != nil {
                refused += 1
                #expect(opened.error == .authenticationFailure && opened.buffer == sealed.text)
            } else {
                #expect(try opened.error == nil && opened.buffer == record.bytes("PT"))
            }
        }
        #expect(records.count >= 1000 && refused >= 300)
    }
}
