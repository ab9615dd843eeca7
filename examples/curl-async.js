// libcurl: several transfers at once, of which none keeps the event loop from turning. Each runs on a thread of its own; what
// arrives comes to a JavaScript function piece by piece. The files are this repository's, so no network is needed.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const ffi = require('ffi-native');

const curl = ffi.dlopen(
  'libcurl.so.4',
  `typedef struct CURL CURL;
   int curl_global_init(long flags);
   CURL *curl_easy_init(void);
   int curl_easy_setopt(CURL *handle, int option, ...);
   int curl_easy_perform(CURL *handle);
   const char *curl_easy_strerror(int code);
   void curl_easy_cleanup(CURL *handle);
   typedef size_t write_function(const char *bytes, size_t size, size_t count, void *user);`,
  { strings: true },
);
const { curl_global_init, curl_easy_init, curl_easy_setopt, curl_easy_perform, curl_easy_strerror, curl_easy_cleanup } =
  curl.functions;
const CURL_GLOBAL_DEFAULT = 3n;
const CURLOPT_URL = 10002;
const CURLOPT_WRITEFUNCTION = 20011;
const CURLOPT_NOSIGNAL = 99;

/** The bytes at a URL. */
async function download(url) {
  const parts = [];
  const receive = ffi.callback(curl.type('write_function'), (bytes, size, count) => {
    parts.push(ffi.toBuffer(bytes, Number(size * count))); // a copy: they are libcurl's
    return size * count;
  });
  const handle = curl_easy_init();
  try {
    curl_easy_setopt(handle, CURLOPT_URL, 'const char *', url);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, 'write_function *', receive);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 'long', 1n); // as libcurl wants it where there are threads
    const code = await curl_easy_perform.async(handle);
    if (code !== 0) throw new Error(`${url}: ${curl_easy_strerror(code)}`);
    return Buffer.concat(parts);
  } finally {
    curl_easy_cleanup(handle);
    receive.close();
  }
}

async function main() {
  assert.strictEqual(curl_global_init(CURL_GLOBAL_DEFAULT), 0);
  ffi.configure({ threads: 4 });

  const files = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.json'].map((name) =>
    path.join(__dirname, '..', name),
  );
  const contents = await Promise.all(files.map((file) => download(String(pathToFileURL(file)))));
  files.forEach((file, i) => {
    console.log(`${path.basename(file)}: ${contents[i].length} bytes`);
    assert.deepStrictEqual(contents[i], fs.readFileSync(file));
  });

  await assert.rejects(download('file:///no/such/file'), /Couldn't read a file|Couldn't open file/);
}

main();
