// A walk over members and elements.
#include "call/leaves.h"

#include <climits>

namespace ffi_native {

void ForEachLeaf(const Type& type, size_t offset, const std::function<void(const Leaf&)>& visit, bool is_misplaced) {
  is_misplaced = is_misplaced || offset % type.alignment != 0;
  if (type.kind == Kind::kArray) {
    const auto& array = As<ArrayType>(type);
    if (array.element->size == 0) return;  // however many there are, they hold nothing
    for (uint64_t i = 0; i < array.length.value_or(0); ++i) {
      ForEachLeaf(*array.element.type, offset + i * array.element->size, visit, is_misplaced);
    }
  } else if (type.IsRecord()) {
    for (const Member& member : As<RecordType>(type).members) {
      if (!member.bit_field) {
        ForEachLeaf(*member.type.type, offset + member.offset, visit, is_misplaced);
      } else if (member.bit_field->width != 0) {
        const size_t place = offset + member.bit_field->offset / CHAR_BIT;
        visit({*member.type.type, place, &*member.bit_field, type.kind == Kind::kUnion, is_misplaced});
      }
    }
  } else {
    visit({type, offset, nullptr, false, is_misplaced});
  }
}

}  // namespace ffi_native
