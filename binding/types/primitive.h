// The arithmetic types of C as the compiler that built us has them: what primitives.def says, and what follows from it.
#pragma once

#include <complex.h>
#include <uchar.h>

#include <climits>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace ffi_native {

// What a type is in C's grammar of types.
enum class Kind : uint8_t {
  kVoid,
  kBool,
  kInteger,
  kFloat,
  kComplex,
  kEnum,
  kPointer,
  kArray,
  kStruct,
  kUnion,
  kFunction,
  kOpaque,  // an identifier that nobody has declared; only pointers to it are of use
};

// What a value of a type is in memory and in registers: all that loads, stores and calls need to know of a scalar.
enum class Representation : uint8_t {
  kNone,  // has no value: void, functions, incomplete types
  kBool,
  kInt8,
  kUint8,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kInt64,
  kUint64,
  kFloat,
  kDouble,
  kLongDouble,
  kFloatComplex,
  kDoubleComplex,
  kLongDoubleComplex,
  kAddress,
  kAggregate,  // arrays, structs and unions
};

enum class Primitive : uint8_t {
#define PRIMITIVE(id, c_type, spelling, kind) k##id,
#include "types/primitives.def"
#undef PRIMITIVE
};

struct PrimitiveTraits {
  Primitive id;
  std::string_view spelling;
  Kind kind;
  Representation representation;
  size_t size;
  size_t alignment;
};

inline constexpr size_t kPrimitiveCount = 0
#define PRIMITIVE(id, c_type, spelling, kind) +1
#include "types/primitives.def"
#undef PRIMITIVE
    ;

// The row of a primitive.
const PrimitiveTraits& TraitsOf(Primitive primitive);

// The representation of an integer of `size` bytes (1, 2, 4 or 8).
constexpr Representation IntegerRepresentation(size_t size, bool is_signed) {
  switch (size) {
    case 1:
      return is_signed ? Representation::kInt8 : Representation::kUint8;
    case 2:
      return is_signed ? Representation::kInt16 : Representation::kUint16;
    case 4:
      return is_signed ? Representation::kInt32 : Representation::kUint32;
    default:
      return is_signed ? Representation::kInt64 : Representation::kUint64;
  }
}

constexpr bool IsSigned(Representation representation) {
  return representation == Representation::kInt8 || representation == Representation::kInt16 ||
         representation == Representation::kInt32 || representation == Representation::kInt64;
}

// Whether the representation is that of an integer (kBool is none).
constexpr bool IsInteger(Representation representation) {
  return representation >= Representation::kInt8 && representation <= Representation::kUint64;
}

// The primitive that a C++ arithmetic type is, resolved by the compiler.
template <typename T>
constexpr Primitive PrimitiveOf() {
#define PRIMITIVE(id, c_type, spelling, kind) \
  if constexpr (std::is_same_v<T, c_type>) return Primitive::k##id;
#include "types/primitives.def"
#undef PRIMITIVE
}

}  // namespace ffi_native
