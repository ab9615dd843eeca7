// Rows of pointers and texts.
'use strict';

const { getBufferPointer } = require('../..');
const { bigints, booleans, buffers, functions, numbers, objects, strings, symbols } = require('./values.js');

const typeError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message });
const rangeError = (message) => ({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message });
const valueError = (message) => ({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message });

const name = 'identity_pointer';
const place = `Argument 0 of ${name}`;
const largest = 2n ** 64n - 1n;

const taken = 'a Buffer, a typed array, a DataView or an ArrayBuffer';
const advice = (target) =>
  `: C may write there, so allocate it with ffi.alloc('${target}', ...) or mark the parameter _Out_ or _Inout_`;
/** By pointer, its target where that has a size. */
const addresses = {
  'void *': undefined,
  pointer: undefined,
  'const void *': undefined,
  'int *': 'int',
  'unsigned char *': 'unsigned char',
  'struct nobody *': undefined,
  'void **': 'void *',
  'int (*)(void)': undefined,
  'int[4]': 'int',
};
const texts = {
  'char *': 'char',
  'const char *': 'char',
  'char16_t *': 'char16_t',
  'const char32_t *': 'char32_t',
  'wchar_t *': 'wchar_t',
  string: 'char',
};
/** Those that take arrays, since C writes nothing there. */
const readOnly = ['const char *', 'const char32_t *', 'string'];

const row = (type, args, expected) => ({
  name,
  returnType: 'void *',
  argTypes: [type],
  args,
  ...expected,
});

function rowsOf(type, target, isText) {
  const isRead = readOnly.includes(type);
  const contents = isRead ? `an array of '${target}', ` : '';
  const expected = `null, a BigInt address, a Pointer, ${isText ? 'a string, ' : ''}${contents}${taken}`;
  const adviceFor = (value) => (typeof value === 'object' && target && !isRead ? advice(target) : '');
  const refusedObjects = objects.filter(({ make }) => !(isRead && Array.isArray(make())));
  // A pointer to a function takes functions: what address they get is no matter of a table.
  const refusedFunctions = type.includes('(*)') ? [] : functions;
  const refusedTexts = isText ? [] : strings;
  const refused = [...numbers, ...booleans, ...symbols, ...refusedObjects, ...refusedFunctions, ...refusedTexts];
  return [
    row(type, () => [null], { result: 0n }),
    row(type, () => [undefined], { error: typeError(`${place} must be ${expected}, received undefined`) }),
    ...bigints.map(({ make, shown }) => {
      const address = make();
      const isAddress = address >= 0n && address <= largest;
      const error = rangeError(`${place} must be an address from 0 to ${largest}, received ${shown}`);
      return row(type, () => [address], isAddress ? { result: address } : { error });
    }),
    ...buffers.map(({ make }) => row(type, () => [make()], { result: ([buffer]) => getBufferPointer(buffer) })),
    ...refused.map(({ make, shown }) =>
      row(type, () => [make()], {
        error: typeError(`${place} must be ${expected}, received ${shown}${adviceFor(make())}`),
      }),
    ),
  ];
}

/** Buffers of which nothing is left. */
const gone = (make, why) =>
  ['void *', 'const char *', 'double *'].map((type) =>
    row(type, () => [make()], { error: valueError(`${place} cannot be used: ${why}`) }),
  );
const detached = (make) => () => {
  const view = make();
  structuredClone(view.buffer ?? view, { transfer: [view.buffer ?? view] });
  return view;
};
const shrunk = (make) => () => {
  const view = make(new ArrayBuffer(16, { maxByteLength: 32 }));
  view.buffer.resize(4);
  return view;
};
const notThere = 'its buffer is detached or no longer holds it';
const goneRows = [
  ...gone(
    detached(() => new Uint8Array(8)),
    notThere,
  ),
  ...gone(
    detached(() => new Float64Array(8)),
    notThere,
  ),
  ...gone(
    detached(() => new DataView(new ArrayBuffer(8))),
    notThere,
  ),
  ...gone(
    shrunk((buffer) => new Uint8Array(buffer, 8, 8)),
    notThere,
  ),
  ...gone(
    shrunk((buffer) => new DataView(buffer, 8, 8)),
    notThere,
  ),
];

const strlen = (text, bytes) => ({
  library: null,
  name: 'strlen',
  returnType: 'size_t',
  argTypes: ['const char *'],
  args: () => [text],
  result: BigInt(bytes),
});
const lengthRows = ['', 'a', 'text', 'grün', '€uro', '😀', '\ufeff', '\u007f\u0080\u07ff\u0800\uffff', 'a b\n\t'].map(
  (text) => strlen(text, Buffer.byteLength(text)),
);
const longRows = [127, 128, 255, 256, 500, 507, 508, 509, 510, 511, 512, 513, 1000, 65_536, 1_000_000].flatMap(
  (length) => [strlen('x'.repeat(length), length), strlen(`${'x'.repeat(length)}é`, length + 2)],
);

const badText = (text, why) =>
  ['const char *', 'char *', 'string'].map((type) => ({
    library: null,
    name: 'strlen',
    returnType: 'size_t',
    argTypes: [type],
    args: () => [text],
    error: valueError(`Argument 0 of strlen must be a string without ${why}`),
  }));
const badTextRows = [
  ...['\0', 'a\0', '\0a', 'a\0b', `${'x'.repeat(1000)}\0`].flatMap((text) =>
    badText(text, 'a NUL character: C would take it for the end'),
  ),
  ...['\ud800', '\udc00', 'a\ud83d', '\udc00\ud800', `${'x'.repeat(1000)}\ud800`].flatMap((text) =>
    badText(text, 'lone surrogates: they have no UTF-8 form'),
  ),
];

const strchr = (args, result) => ({
  library: null,
  name: 'strchr',
  returnType: 'string',
  argTypes: ['const char *', 'int'],
  args: () => args,
  result,
});
const textResultRows = [
  strchr(['key=value', 61], '=value'),
  strchr(['key', 61], null),
  strchr(['', 0], ''),
  strchr(['aé€😀', 0xc3 - 256], 'é€😀'),
  strchr(['é', 0xa9 - 256], '\ufffd'), // half of a character
];

module.exports = {
  rows: [
    ...Object.entries(addresses).flatMap(([type, target]) => rowsOf(type, target, false)),
    ...Object.entries(texts).flatMap(([type, target]) => rowsOf(type, target, true)),
    ...goneRows,
    ...lengthRows,
    ...longRows,
    ...badTextRows,
    ...textResultRows,
  ],
};
