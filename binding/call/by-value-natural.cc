// Records by value on machines for which no rules of our own stand here: libffi sees the scalars as they are, of a
// union those of its largest member.
#include "call/lowering.h"

namespace ffi_native {

namespace {

ffi_type* LeafTypeOf(const Type& type) {
  switch (type.representation) {
    case Representation::kFloat:
      return &ffi_type_float;
    case Representation::kDouble:
      return &ffi_type_double;
    case Representation::kLongDouble:
      return &ffi_type_longdouble;
    default:
      return type.size == 1   ? &ffi_type_uint8
             : type.size == 2 ? &ffi_type_uint16
             : type.size == 4 ? &ffi_type_uint32
                              : &ffi_type_uint64;
  }
}

void Collect(const Type& type, std::vector<ffi_type*>& elements) {
  if (type.kind == Kind::kArray) {
    const auto& array = As<ArrayType>(type);
    for (uint64_t i = 0; i < array.length.value_or(0); ++i) Collect(*array.element.type, elements);
  } else if (type.kind == Kind::kUnion) {
    const Member* largest = nullptr;
    for (const Member& member : As<RecordType>(type).members) {
      if (largest == nullptr || member.type->size > largest->type->size) largest = &member;
    }
    if (largest != nullptr) Collect(*largest->type.type, elements);
  } else if (type.kind == Kind::kStruct) {
    for (const Member& member : As<RecordType>(type).members) Collect(*member.type.type, elements);
  } else {
    elements.push_back(LeafTypeOf(type));
  }
}

}  // namespace

std::vector<ffi_type*> ByValueElements(const RecordType& record, ffi_abi /*abi*/) {
  std::vector<ffi_type*> elements;
  Collect(record, elements);
  return elements;
}

}  // namespace ffi_native
