// C's list is by exclusion: it leaves out spaces, punctuation and symbols.
#include "types/identifier-characters.h"

#include <cstdint>

namespace ffi_native {

namespace {

struct Range {
  uint32_t first, last;
};

// C17 D.1. What may not come first (D.2, combining marks) is let pass there: no text becomes ambiguous by it.
constexpr Range kRanges[] = {
    {0xA8, 0xA8},       {0xAA, 0xAA},       {0xAD, 0xAD},       {0xAF, 0xAF},       {0xB2, 0xB5},
    {0xB7, 0xBA},       {0xBC, 0xBE},       {0xC0, 0xD6},       {0xD8, 0xF6},       {0xF8, 0xFF},
    {0x100, 0x167F},    {0x1681, 0x180D},   {0x180F, 0x1FFF},   {0x200B, 0x200D},   {0x202A, 0x202E},
    {0x203F, 0x2040},   {0x2054, 0x2054},   {0x2060, 0x206F},   {0x2070, 0x218F},   {0x2460, 0x24FF},
    {0x2776, 0x2793},   {0x2C00, 0x2DFF},   {0x2E80, 0x2FFF},   {0x3004, 0x3007},   {0x3021, 0x302F},
    {0x3031, 0x303F},   {0x3040, 0xD7FF},   {0xF900, 0xFD3D},   {0xFD40, 0xFDCF},   {0xFDF0, 0xFE44},
    {0xFE47, 0xFEFE},   {0xFF00, 0xFFFD},   {0x10000, 0x1FFFD}, {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD},
    {0x40000, 0x4FFFD}, {0x50000, 0x5FFFD}, {0x60000, 0x6FFFD}, {0x70000, 0x7FFFD}, {0x80000, 0x8FFFD},
    {0x90000, 0x9FFFD}, {0xA0000, 0xAFFFD}, {0xB0000, 0xBFFFD}, {0xC0000, 0xCFFFD}, {0xD0000, 0xDFFFD},
    {0xE0000, 0xEFFFD}};

// The length that the first byte of a UTF-8 sequence announces; 0 for a byte that begins none.
size_t SequenceLength(uint8_t first) {
  if (first >= 0xF0 && first < 0xF8) return 4;
  if (first >= 0xE0 && first < 0xF0) return 3;
  return first >= 0xC0 && first < 0xE0 ? 2 : 0;
}

}  // namespace

size_t IdentifierCharacterLength(std::string_view text) {
  const auto first = static_cast<uint8_t>(text[0]);
  const size_t length = SequenceLength(first);
  if (length == 0 || length > text.size()) return 0;
  uint32_t character = first & (0x7FU >> length);
  for (size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    if ((byte & 0xC0) != 0x80) return 0;
    character = character << 6 | (byte & 0x3FU);
  }
  for (const Range& range : kRanges) {
    if (character >= range.first && character <= range.last) return length;
  }
  return 0;
}

}  // namespace ffi_native
