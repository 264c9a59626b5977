import Testing
import WaxTestSupport

extension WorkedExchangeTests {
    @Test(
        "A small implementation in Python, written from the protocol's article, makes the same bytes",
        .enabled(if: Peer.pythonHas("cryptography"), "the Python package cryptography is not installed"))
    func secondImplementation() throws {
        let output = try Peer.python(Self.script, [Self.file.path])
        #expect(String(decoding: output, as: UTF8.self) == "12 units\n")
    }

    /// Takes nothing from the worked exchange but the keys, the payloads and the frames, computes the units, and
    /// compares. The rest is the article on the protocol.
    private static let script = #"""
        import hashlib, hmac, re, struct, sys
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        blocks = [(caption, bytes.fromhex(digits)) for caption, digits in
                  re.findall(r'^(.+) \(\d+ bytes\):\n\n```\n([0-9a-f\n]*)```', open(sys.argv[1]).read(), re.M)]

        def key(caption):
            return X25519PrivateKey.from_private_bytes(dict(blocks)[caption])

        def public(private):
            return private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

        def dh(private, peer):
            return private.exchange(X25519PublicKey.from_public_bytes(public(peer)))

        def hkdf(chaining, material):
            outputs, temporary = [b''], hmac.digest(chaining, material, 'sha256')
            for number in (1, 2, 3):
                outputs.append(hmac.digest(temporary, outputs[-1] + bytes([number]), 'sha256'))
            return outputs[1:]

        def encrypt(key, n, associated, text):
            return AESGCM(key).encrypt(bytes(4) + struct.pack('>Q', n), text, associated)

        class State:
            def __init__(self, name):
                self.h = self.ck = name.ljust(32, b'\0')
                self.k, self.n = None, 0
            def mix_hash(self, data):
                self.h = hashlib.sha256(self.h + data).digest()
            def mix_key(self, material):
                self.ck, self.k, _ = hkdf(self.ck, material)
                self.n = 0
            def encrypt_and_hash(self, text):
                if self.k is not None:
                    text = encrypt(self.k, self.n, self.h, text)
                    self.n += 1
                self.mix_hash(text)
                return text

        def unit(type, body):
            return struct.pack('>BH', type, len(body)) + body

        client_static, client_ephemeral = key("The client's static key"), key("The client's ephemeral key")
        server_static, server_ephemeral = key("The server's static key"), key("The server's ephemeral key")
        payloads = [data for caption, data in blocks if caption == 'The whole payload']
        frames = [data for caption, data in blocks if caption == 'The frames']
        units = [(caption[0] == 'C', data) for caption, data in blocks if caption.endswith('the unit')]

        # Hello and handshake.
        name = b'Noise_XX_25519_AESGCM_SHA256'
        hello = unit(1, b'WAXW' + bytes([1, 0, 1, len(name)]) + name)
        made = [(True, hello)]
        state = State(name)
        state.mix_hash(hello)
        body = public(client_ephemeral)
        state.mix_hash(body)
        made.append((True, unit(2, body + state.encrypt_and_hash(b''))))
        body = public(server_ephemeral)
        state.mix_hash(body)
        state.mix_key(dh(server_ephemeral, client_ephemeral))
        body += state.encrypt_and_hash(public(server_static))
        state.mix_key(dh(server_static, client_ephemeral))
        made.append((False, unit(2, body + state.encrypt_and_hash(payloads[0]))))
        body = state.encrypt_and_hash(public(client_static))
        state.mix_key(dh(client_static, server_ephemeral))
        made.append((True, unit(2, body + state.encrypt_and_hash(payloads[1]))))
        client_key, server_key, exporter = hkdf(state.ck, b'')
        captions = dict(blocks)
        assert state.h == captions['The handshake hash, which is the channel binding']
        assert (client_key, server_key) == (
            captions["The client's key for sending"], captions["The server's key for sending"])
        assert exporter == captions['The exporter secret']
        info = b'waxwing exporter\0' + struct.pack('>H', 32) + b'\x07example' + b'\0\x03\1\2\3'
        exported = hmac.digest(hmac.digest(state.h, exporter, 'sha256'), info + b'\1', 'sha256')
        assert exported == captions['32 bytes exported with the label `example` and the context `010203`']

        # Identities.
        for payload, role, static in (payloads[0][2:], 2, server_static), (payloads[1], 1, client_static):
            assert payload[0] == 1
            fields, rest = [], payload[1:]
            while rest:
                count, = struct.unpack('>H', rest[:2])
                fields.append(rest[2:2 + count])
                rest = rest[2 + count:]
            identity, delegation, signature = fields
            assert delegation == (b'\1\1\0\x20' + public(static) + bytes([role]) + hashlib.sha256(identity).digest()
                                  + struct.pack('>QQ', 1790000000, 1790043200) + b'\0\0')
            serialization.load_der_public_key(identity).verify(
                signature, b'Waxwing delegation\0' + delegation,
                padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
        assert payloads[0][:2] == b'\0\1'

        # Records.
        ciphers = {True: [client_key, 0], False: [server_key, 0]}
        for plaintext, (is_client, _) in zip(frames, units[4:]):
            cipher = ciphers[is_client]
            header = struct.pack('>BH', 3, len(plaintext) + 16)
            made.append((is_client, header + encrypt(*cipher, header, plaintext)))
            cipher[1] += 1
            if plaintext.endswith(b'\6\0\0'):
                cipher[0] = encrypt(cipher[0], 2**64 - 1, b'', bytes(32))[:32]

        assert made == units
        print(len(made), 'units')
        """#
}
