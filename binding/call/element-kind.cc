// The pairs of representations and what JavaScript has for them.
#include "call/element-kind.h"

namespace ffi_native {

std::optional<napi_typedarray_type> ElementKindOf(QualType element) {
  switch (element->representation) {
    case Representation::kInt8:
      return napi_int8_array;
    case Representation::kUint8:
      return napi_uint8_array;
    case Representation::kInt16:
      return napi_int16_array;
    case Representation::kUint16:
      return napi_uint16_array;
    case Representation::kInt32:
      return napi_int32_array;
    case Representation::kUint32:
      return napi_uint32_array;
    case Representation::kInt64:
      return napi_bigint64_array;
    case Representation::kUint64:
      return napi_biguint64_array;
    case Representation::kFloat:
      return napi_float32_array;
    case Representation::kDouble:
      return napi_float64_array;
    default:
      return std::nullopt;
  }
}

const char* NumberKindOf(Representation representation) {
  switch (representation) {
    case Representation::kBool:
      return "bool";
    case Representation::kInt8:
      return "i8";
    case Representation::kUint8:
      return "u8";
    case Representation::kInt16:
      return "i16";
    case Representation::kUint16:
      return "u16";
    case Representation::kInt32:
      return "i32";
    case Representation::kUint32:
      return "u32";
    case Representation::kInt64:
      return "i64";
    case Representation::kUint64:
      return "u64";
    case Representation::kFloat:
      return "f32";
    case Representation::kDouble:
      return "f64";
    default:
      return nullptr;
  }
}

bool IsFlexible(QualType member) { return member->kind == Kind::kArray && !As<ArrayType>(*member.type).length; }

bool IsText(const ArrayType& array) {
  return array.element->kind == Kind::kInteger && As<ScalarType>(*array.element.type).primitive == Primitive::kChar;
}

}  // namespace ffi_native
