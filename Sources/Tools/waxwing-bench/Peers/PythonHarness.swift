/// The program that measures in Python: a work, a size and a time go in, a figure comes out.
enum PythonHarness {
    static let text = #"""
        import os, sys, time
        work, size, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
        parts = work.split("-")
        data = open(sys.argv[4], "rb").read() if len(sys.argv) > 4 else os.urandom(size)
        nonce = os.urandom(12)

        def hash_of(name):
            from cryptography.hazmat.primitives import hashes
            return getattr(hashes, "SHA" + name)()

        def aes():
            key = os.urandom(int(parts[1]) // 8)
            if parts[2] == "gcm":
                from cryptography.hazmat.primitives.ciphers.aead import AESGCM
                cipher = AESGCM(key)
                box = cipher.encrypt(nonce, data, None)
                if parts[3] == "seal":
                    return lambda: cipher.encrypt(nonce, data, None)
                return lambda: cipher.decrypt(nonce, box, None)
            from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
            mode = modes.CBC if parts[2] == "cbc" else modes.CTR
            cipher = Cipher(algorithms.AES(key), mode(os.urandom(16)))
            room = bytearray(size + 16)
            make = cipher.decryptor if parts[-1] == "decrypt" else cipher.encryptor
            context = make()
            return lambda: context.update_into(data, room)

        def rsa():
            from cryptography.hazmat.primitives.asymmetric import rsa, padding
            from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
            bits = int(parts[1])
            if parts[2] == "keygen":
                return lambda: rsa.generate_private_key(65537, bits)
            key = rsa.generate_private_key(65537, bits)
            algorithm = hash_of("256")
            pss, digest = padding.PSS(padding.MGF1(algorithm), 32), os.urandom(32)
            if parts[2] == "sign":
                return lambda: key.sign(digest, pss, Prehashed(algorithm))
            public, signature = key.public_key(), key.sign(digest, pss, Prehashed(algorithm))
            return lambda: public.verify(signature, digest, pss, Prehashed(algorithm))

        def operation():
            if parts[0] == "aes":
                return aes()
            if parts[0] == "rsa":
                return rsa()
            if parts[0] == "sha":
                from cryptography.hazmat.primitives import hashes
                algorithm = hash_of(parts[1])
                def digest():
                    h = hashes.Hash(algorithm)
                    h.update(data)
                    return h.finalize()
                return digest
            if parts[0] == "hmac":
                from cryptography.hazmat.primitives import hmac
                keyed = hmac.HMAC(os.urandom(32), hash_of(parts[2]))
                def code():
                    h = keyed.copy()
                    h.update(data)
                    return h.finalize()
                return code
            if parts[0] == "hkdf":
                from cryptography.hazmat.primitives.kdf.hkdf import HKDF
                algorithm, salt, info, secret = hash_of(parts[2]), os.urandom(32), os.urandom(16), os.urandom(32)
                return lambda: HKDF(algorithm, 64, salt, info).derive(secret)
            if parts[0] == "x25519":
                from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
                if parts[-1] == "keygen":
                    return lambda: X25519PrivateKey.generate().public_key()
                key, peer = X25519PrivateKey.generate(), X25519PrivateKey.generate().public_key()
                return lambda: key.exchange(peer)
            import zlib
            if parts[0] == "crc":
                return lambda: zlib.crc32(data)
            if parts[0] == "adler":
                return lambda: zlib.adler32(data)
            if parts[0] == "deflate":
                return lambda: zlib.compress(data, int(parts[1]))
            if parts[0] == "inflate":
                packed = zlib.compress(data, 6)
                return lambda: zlib.decompress(packed)
            raise SystemExit("no such work: " + work)

        f = operation()
        f()
        count, total, batch = 0, 0.0, 1
        while total < seconds:
            start = time.process_time()
            for _ in range(batch):
                f()
            took = time.process_time() - start
            count, total = count + batch, total + took
            if took < seconds / 20:
                batch *= 2
        print(count / total * (size / 1e6 if size else 1))
        """#
}
