// Where a C compiler puts a bit-field: what the programs that ask it have in common.
'use strict';

/**
 * C's text of `bit_place(record, size, &first, &width)`: of a record in which nothing but one field is set, all of its bits,
 * where these begin and how many they are. As the ABIs count bits: big-endian machines from each byte's highest.
 */
const bitPlace = `
static void bit_place(const void *record, __SIZE_TYPE__ size, __SIZE_TYPE__ *first, __SIZE_TYPE__ *width) {
  const unsigned char *bytes = record;
  *first = *width = 0;
  for (__SIZE_TYPE__ i = 0; i < size * 8; ++i) {
    const __SIZE_TYPE__ shift = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 7 - i % 8 : i % 8;
    if ((bytes[i / 8] >> shift & 1) != 0 && (*width)++ == 0) *first = i;
  }
}`;

module.exports = { bitPlace };
