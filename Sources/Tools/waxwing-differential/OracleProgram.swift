extension Oracle {
    /// The program: an operation is a function, its parameters are those of a ``Case``.
    static let program = #"""
        import base64, hashlib, hmac as hmac_module, sys, zlib
        import cbor2
        from cryptography.exceptions import InvalidSignature, InvalidTag
        from cryptography.hazmat.primitives import hashes, keywrap, padding as block_padding, serialization
        from cryptography.hazmat.primitives.asymmetric import padding, rsa, x25519
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        class Refused(Exception):
            pass

        hash_names = {"sha1": "sha1", "sha224": "sha224", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512",
                      "sha512-256": "sha512_256"}
        hash_objects = {"sha1": hashes.SHA1, "sha224": hashes.SHA224, "sha256": hashes.SHA256,
                        "sha384": hashes.SHA384, "sha512": hashes.SHA512, "sha512-256": hashes.SHA512_256}

        def digest(hash, data):
            return hashlib.new(hash_names[hash], data).digest()

        def hmac(hash, key, data):
            return hmac_module.new(key, data, hash_names[hash]).digest()

        def hkdf(hash, secret, salt, info, count):
            return HKDF(hash_objects[hash](), count, salt, info).derive(secret)

        def pbkdf2(hash, secret, salt, iterations, count):
            return hashlib.pbkdf2_hmac(hash_names[hash], secret, salt, iterations, count)

        def scrypt(secret, salt, cost, block, lanes, count):
            return hashlib.scrypt(secret, salt=salt, n=1 << cost, r=block, p=lanes, dklen=count)

        def cbc(key, iv):
            return Cipher(algorithms.AES(key), modes.CBC(iv))

        def cbc_encrypt(key, iv, data):
            padder = block_padding.PKCS7(128).padder()
            return cbc_encrypt_bare(key, iv, padder.update(data) + padder.finalize())

        def cbc_encrypt_bare(key, iv, data):
            encryptor = cbc(key, iv).encryptor()
            return encryptor.update(data) + encryptor.finalize()

        def cbc_decrypt(key, iv, data):
            try:
                decryptor = cbc(key, iv).decryptor()
                padded = decryptor.update(data) + decryptor.finalize()
                unpadder = block_padding.PKCS7(128).unpadder()
                return unpadder.update(padded) + unpadder.finalize()
            except ValueError:
                raise Refused

        def ctr(key, iv, data):
            encryptor = Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor()
            return encryptor.update(data) + encryptor.finalize()

        def gmac(key, nonce, data):
            return AESGCM(key).encrypt(nonce, b"", data)

        def wrap(key, data):
            return keywrap.aes_key_wrap(key, data)

        def unwrap(key, data):
            try:
                return keywrap.aes_key_unwrap(key, data)
            except keywrap.InvalidUnwrap:
                raise Refused

        def wrap_padded(key, data):
            return keywrap.aes_key_wrap_with_padding(key, data)

        def oaep(hash, mask, label):
            return padding.OAEP(padding.MGF1(hash_objects[mask]()), hash_objects[hash](), label)

        def oaep_encrypt(key, hash, mask, label, message):
            return rsa_key(key).public_key().encrypt(message, oaep(hash, mask, label))

        def oaep_decrypt(key, hash, mask, label, message):
            try:
                return rsa_key(key).decrypt(message, oaep(hash, mask, label))
            except ValueError:
                raise Refused

        def pkcs1_sign(key, hash, message):
            return rsa_key(key).sign(message, padding.PKCS1v15(), hash_objects[hash]())

        def gcm_seal(key, nonce, aad, text):
            return AESGCM(key).encrypt(nonce, text, aad)

        def gcm_open(key, nonce, aad, sealed):
            try:
                return AESGCM(key).decrypt(nonce, sealed, aad)
            except InvalidTag:
                raise Refused

        def x25519_agree(private, public):
            try:
                return x25519.X25519PrivateKey.from_private_bytes(private).exchange(
                    x25519.X25519PublicKey.from_public_bytes(public))
            except ValueError:
                raise Refused

        def x25519_public(private):
            return x25519.X25519PrivateKey.from_private_bytes(private).public_key().public_bytes(
                serialization.Encoding.Raw, serialization.PublicFormat.Raw)

        rsa_keys = {}

        def rsa_key(der):
            if der not in rsa_keys:
                rsa_keys[der] = serialization.load_der_private_key(der, None)
            return rsa_keys[der]

        def rsa_new(bits):
            return rsa.generate_private_key(65537, bits).private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())

        def pss(hash, saltcount):
            return padding.PSS(padding.MGF1(hash_objects[hash]()), saltcount)

        def pss_sign(key, hash, saltcount, message):
            return rsa_key(key).sign(message, pss(hash, saltcount), hash_objects[hash]())

        def pss_verify(key, hash, saltcount, message, signature):
            try:
                rsa_key(key).public_key().verify(signature, message, pss(hash, saltcount), hash_objects[hash]())
                return b"\1"
            except InvalidSignature:
                return b"\0"

        def base64_encode(data):
            return base64.b64encode(data)

        def cbor_again(data):
            return cbor2.dumps(cbor2.loads(data), canonical=True)

        def window_bits(format):
            return {"raw": -15, "zlib": 15, "gzip": 31}[format]

        def deflate(format, level, strategy, memory, data):
            packer = zlib.compressobj(level, zlib.DEFLATED, window_bits(format), memory, strategy)
            return packer.compress(data) + packer.flush()

        def inflate(format, data, limit=1 << 24):
            unpacker = zlib.decompressobj(window_bits(format))
            try:
                result = unpacker.decompress(data, limit)
            except zlib.error:
                raise Refused
            if not unpacker.eof or unpacker.unused_data:
                raise Refused
            return result

        numbers = {"count", "saltcount", "level", "strategy", "memory", "bits", "iterations",
                   "cost", "block", "lanes"}
        words = {"hash", "mask", "format"}
        print("ready", flush=True)
        for line in sys.stdin:
            operation, *parts = line.split()
            fields = {}
            for part in parts:
                name, value = part.split("=", 1)
                if name in ("cuts", "flip"):
                    continue
                fields[name.replace("-", "_")] = (
                    int(value) if name in numbers else value if name in words else bytes.fromhex(value))
            try:
                print(globals()[operation.replace("-", "_")](**fields).hex(), flush=True)
            except Refused:
                print("refused", flush=True)
            except Exception as error:
                print("failed:", repr(error).replace("\n", " "), flush=True)
        """#
}
