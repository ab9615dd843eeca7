// An image in a Buffer through libpng: struct png_image is filled in place by C, and the pixels are JavaScript's.
'use strict';

const assert = require('node:assert');
const ffi = require('ffi-native');

const { functions, types } = ffi.dlopen(
  'libpng16.so.16',
  `typedef struct {
     void *opaque;
     uint32_t version, width, height, format, flags, colormap_entries, warning_or_error;
     char message[64];
   } png_image;
   int png_image_write_to_memory(png_image *, void *memory, _Inout_ size_t *bytes, int convert_to_8_bit,
                                 const void *buffer, int32_t row_stride, const void *colormap);
   int png_image_begin_read_from_memory(png_image *, const void *memory, size_t size);
   int png_image_finish_read(png_image *, const void *background, void *buffer, int32_t row_stride, void *colormap);
   void png_image_free(png_image *);`,
);
const PNG_IMAGE_VERSION = 1;
const PNG_FORMAT_RGBA = 3;

class Image extends ffi.viewClass(types.png_image) {
  constructor(dimensions) {
    super({ version: PNG_IMAGE_VERSION, format: PNG_FORMAT_RGBA, ...dimensions });
  }

  /** Every function of the simple API returns 0 and leaves a message when it fails. */
  require(result) {
    if (result === 0) throw new Error(this.message);
  }
}

const [width, height] = [64, 48];
const pixels = Buffer.from(Array.from({ length: width * height }, (_, i) => [i & 255, i >> 8, 128, 255]).flat());

const drawn = new Image({ width, height });
const file = Buffer.alloc(pixels.length + 1024);
const size = [BigInt(file.length)];
drawn.require(functions.png_image_write_to_memory(drawn, file, size, 0, pixels, 0, null));
console.log(`${width} x ${height} pixels are a PNG of ${size[0]} bytes`);

const read = new Image();
read.require(functions.png_image_begin_read_from_memory(read, file, size[0]));
read.format = PNG_FORMAT_RGBA;
const seen = Buffer.alloc(read.width * read.height * 4);
read.require(functions.png_image_finish_read(read, null, seen, 0, null));
functions.png_image_free(read);
console.log(`read back: ${read.width} x ${read.height}`);
assert.ok(seen.equals(pixels));

const failed = new Image();
assert.throws(
  () => failed.require(functions.png_image_begin_read_from_memory(failed, Buffer.alloc(64, 'no PNG'), 64n)),
  /Not a PNG/,
);
console.log(`what is no PNG is refused: ${failed.message}`);
