// Whose definitions a library takes where node's executable exports the same names: with libraries made for it, and with
// the system's own OpenSSL, curl and zlib, whose names node exports in other versions.
'use strict';

const crypto = require('node:crypto');
const ffi = require('../..');
const { fixture, isGlibc, isSanitized, inspect, callInChild, systemLibrary } = require('./fixtures.js');

const own = 'of the library';
const nodes = process.versions.uv;

const seen = (library, symbols, name = 'seen_version') => ({
  library: fixture(library),
  name,
  options: { symbols },
});

/** What these calls, made in this order in one process, give. */
const values = (...calls) => callInChild(calls).outcomes.map(({ value, code }) => value ?? code);

// Sanitizers end a process that loads libraries with their own names first; other C libraries cannot do it.
const describeOwn = isGlibc && !isSanitized ? describe : describe.skip;

test("symbols: 'process' is what the loader does: the names of the executable come first", () => {
  expect(values(seen('interposed', 'process'))).toEqual([nodes]);
});

describeOwn('libraries that define names of the executable', () => {
  test("symbols: 'own' puts the library's names first", () => {
    expect(values(seen('interposed', 'own'))).toEqual([own]);
  });

  test("symbols: 'auto', which is the default, finds out that this is needed", () => {
    expect(values(seen('interposed', 'auto'))).toEqual([own]);
    expect(values(seen('interposed', undefined))).toEqual([own]);
  });

  test('weak definitions may be replaced', () => {
    expect(values(seen('weak', 'auto'))).toEqual([nodes]);
    expect(values(seen('weak', 'own'))).toEqual([own]);
  });

  test('a library that only needs such a library counts', () => {
    expect(values(seen('near-runpath', 'auto', 'version_seen_through'))).toEqual([own]);
    expect(values(seen('near-runpath', 'process', 'version_seen_through'))).toEqual([nodes]);
  });

  test('so does one whose needs are found by a path that a library further up gives', () => {
    expect(values(seen('far-rpath', 'auto', 'version_seen_from_afar'))).toEqual([own]);
    expect(values(seen('far-rpath', 'process', 'version_seen_from_afar'))).toEqual([nodes]);
  });

  test('what is loaded already stays as it is', () => {
    expect(values(seen('interposed', 'process'), seen('interposed', 'own'))).toEqual([nodes, nodes]);
    expect(values(seen('interposed', 'own'), seen('interposed', 'process'))).toEqual([own, own]);
  });

  test('a library that is needed counts no more when it is loaded already', () => {
    expect(values(seen('weak-near', 'auto'))).toEqual([own]);
    expect(values(seen('deep/deep-interposed', 'process'), seen('weak-near', 'auto'))).toEqual([nodes, nodes]);
  });

  test('a bare name is found where the loader finds it', () => {
    const calls = [{ library: 'interposed.so', name: 'seen_version' }];
    const env = { LD_LIBRARY_PATH: require('node:path').dirname(fixture('interposed')) };
    expect(callInChild(calls, { env }).outcomes).toEqual([{ value: own }]);
  });
});

describeOwn('variables of libc and libstdc++ that the executable holds copies of', () => {
  const number = (name, options) => ({ library: fixture('shared-variables'), name, returnType: 'int', options });

  test.each(['auto', 'own', 'process'])("are the same for all with symbols: '%s'", (symbols) => {
    const names = ['print_number', 'print_number_by_early_reference', 'match_word', 'early_match'];
    const environment = ['early_environment', 'has_environment', 'shares_environ'];
    const { outcomes, printed } = callInChild([...names, ...environment].map((name) => number(name, { symbols })));
    expect(outcomes.map(({ value, message }) => value ?? message)).toEqual([0, 0, 1, 1, 1, 1, 1]);
    expect(printed.trim().split('\n')).toEqual(['1.5', '2.5']);
  });

  test('do not hide that the library has its own names first', () => {
    const version = { library: fixture('shared-variables'), name: 'uv_version_string', options: { symbols: 'auto' } };
    expect(values(version, number('has_environment'))).toEqual([own, 1]);
  });
});

test('where another malloc stands before that of libc, a library is opened as the loader does', () => {
  const [outcome] = callInChild([seen('interposed', 'auto')], {
    env: { LD_PRELOAD: preloads('other-malloc') },
  }).outcomes;
  expect(outcome).toEqual({ value: nodes });
});

/** A list for LD_PRELOAD: that of this process and a fixture. */
function preloads(name) {
  return [process.env.LD_PRELOAD, fixture(name)].filter(Boolean).join(' ');
}

(isSanitized ? describe : describe.skip)('under a sanitizer', () => {
  test("symbols: 'own' is an error, and 'auto' is 'process'", () => {
    expect(values(seen('interposed', 'own'), seen('interposed', 'auto'))).toEqual(['ERR_INVALID_ARG_VALUE', nodes]);
  });
});

describeOwn('libraries of the system', () => {
  // Functions that tell which versions the library itself and those that it calls have.
  const libraries = [
    ['libz.so.1', 'zlibVersion', []],
    ['libcrypto.so.3', 'OpenSSL_version', [0]],
    ['libcurl.so.4', 'curl_version', []],
    ['libcurl-gnutls.so.4', 'curl_version', []],
  ].filter(([library]) => systemLibrary(library));

  test('some are there', () => expect(libraries.length).toBeGreaterThan(0));

  test.each(libraries)('%s is and calls what it is and calls in any other process', (library, name, args) => {
    const [outcome] = callInChild([{ library, name, args }]).outcomes;
    expect(outcome.value).toBe(inspect('call', library, name).trim());
  });
});

(isGlibc && !isSanitized && systemLibrary('libcrypto.so.3') ? describe : describe.skip)("the system's OpenSSL", () => {
  const bind = (name, returnType, argTypes) => ffi.getNativeFunction('libcrypto.so.3', name, returnType, argTypes);
  const text = Buffer.from('The quick brown fox jumps over the lazy dog');
  const expected = crypto.createHash('sha256').update(text).digest('hex');

  test('computes SHA-256 by its one-call function', () => {
    const digest = Buffer.alloc(32);
    const sha256 = bind('SHA256', 'unsigned char *', ['const void *', 'size_t', 'unsigned char *']);
    expect(sha256(text, BigInt(text.length), digest)).toBe(ffi.getBufferPointer(digest));
    expect(digest.toString('hex')).toBe(expected);
  });

  test('computes SHA-256 by a context', () => {
    const context = bind('EVP_MD_CTX_new', 'void *', [])();
    const kind = bind('EVP_sha256', 'const void *', [])();
    const digest = Buffer.alloc(32);
    const length = new Uint32Array(1);
    expect(bind('EVP_DigestInit_ex', 'int', ['void *', 'const void *', 'void *'])(context, kind, null)).toBe(1);
    const update = bind('EVP_DigestUpdate', 'int', ['void *', 'const void *', 'size_t']);
    for (const byte of text) expect(update(context, Buffer.from([byte]), 1n)).toBe(1);
    const finish = bind('EVP_DigestFinal_ex', 'int', ['void *', 'unsigned char *', 'unsigned int *']);
    expect(finish(context, digest, length)).toBe(1);
    bind('EVP_MD_CTX_free', 'void', ['void *'])(context);
    expect(length[0]).toBe(32);
    expect(digest.toString('hex')).toBe(expected);
  });

  describe('with RSA', () => {
    const pair = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
    const start = ['void *', 'void *', 'const void *', 'void *', 'void *'];

    /** A key of OpenSSL from one of node's. */
    function keyFrom(pem, reader) {
      const bytes = Buffer.from(pem);
      const source = bind('BIO_new_mem_buf', 'void *', ['const void *', 'int'])(bytes, bytes.length);
      const key = bind(reader, 'void *', ['void *', 'void *', 'void *', 'void *'])(source, null, null, null);
      bind('BIO_free', 'int', ['void *'])(source);
      expect(key).not.toBe(0n);
      return key;
    }

    function sign(message) {
      const key = keyFrom(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), 'PEM_read_bio_PrivateKey');
      const context = bind('EVP_MD_CTX_new', 'void *', [])();
      const sha256 = bind('EVP_sha256', 'const void *', [])();
      const signature = Buffer.alloc(256);
      const length = new BigUint64Array([256n]);
      expect(bind('EVP_DigestSignInit', 'int', start)(context, null, sha256, null, key)).toBe(1);
      const digestSign = bind('EVP_DigestSign', 'int', ['void *', 'void *', 'size_t *', 'const void *', 'size_t']);
      expect(digestSign(context, signature, length, message, BigInt(message.length))).toBe(1);
      bind('EVP_MD_CTX_free', 'void', ['void *'])(context);
      bind('EVP_PKEY_free', 'void', ['void *'])(key);
      return signature.subarray(0, Number(length[0]));
    }

    function verify(message, signature) {
      const key = keyFrom(pair.publicKey.export({ type: 'spki', format: 'pem' }), 'PEM_read_bio_PUBKEY');
      const context = bind('EVP_MD_CTX_new', 'void *', [])();
      const sha256 = bind('EVP_sha256', 'const void *', [])();
      expect(bind('EVP_DigestVerifyInit', 'int', start)(context, null, sha256, null, key)).toBe(1);
      const digestVerify = bind('EVP_DigestVerify', 'int', ['void *', 'void *', 'size_t', 'const void *', 'size_t']);
      const sizes = [signature, message].map(({ length }) => BigInt(length));
      const verdict = digestVerify(context, signature, sizes[0], message, sizes[1]);
      bind('EVP_MD_CTX_free', 'void', ['void *'])(context);
      bind('EVP_PKEY_free', 'void', ['void *'])(key);
      return verdict;
    }

    test('makes the signature that node makes, and both accept it', () => {
      const signature = sign(text);
      expect(signature.equals(crypto.sign('sha256', text, pair.privateKey))).toBe(true);
      expect(crypto.verify('sha256', text, pair.publicKey, signature)).toBe(true);
      expect(verify(text, signature)).toBe(1);
    });

    test('refuses a signature of another text', () => {
      expect(verify(Buffer.from('another text'), sign(text))).toBe(0);
    });
  });
});
