// The pairs of representations and typed arrays.
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

bool IsText(const ArrayType& array) {
  return array.element->kind == Kind::kInteger && As<ScalarType>(*array.element.type).primitive == Primitive::kChar;
}

}  // namespace ffi_native
