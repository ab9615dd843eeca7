// What the typedef names of the standard headers stand for, asked of the compiler, and our two names for pointers.
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE  // the 64-bit names of sys/types.h
#endif
#include <float.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>
#include <wchar.h>
#if __has_include(<sys/types.h>)
#include <sys/types.h>
#include <time.h>
#endif
#if __has_include(<pthread.h>)
#include <pthread.h>
#endif

#include "types/type-table.h"

namespace ffi_native {

namespace {

// A struct or union whose members are nobody's business, such as pthread_mutex_t: bytes of its size and alignment.
QualType Storage(TypeTable& types, size_t size, size_t alignment) {
  const Primitive aligners[] = {Primitive::kChar, Primitive::kShort, Primitive::kInt, Primitive::kLongLong,
                                Primitive::kLongDouble};
  std::vector<Member> members(2);
  members[0].name = "__size";
  members[0].type = {types.Array({types.Scalar(Primitive::kChar)}, size)};
  members[1].name = "__align";
  for (const Primitive aligner : aligners) {
    if (TraitsOf(aligner).alignment == alignment) members[1].type = {types.Scalar(aligner)};
  }
  return {types.Complete(types.NewRecord(Kind::kUnion, ""), std::move(members), {})};
}

// The struct of which va_list is made where it is no pointer, under the tag that gcc and clang give it.
[[maybe_unused]] QualType ArgumentList(TypeTable& types, const std::string& tag, size_t size) {
  std::vector<Member> members(1);
  members[0].name = "__storage";
  members[0].type = {types.Array({types.Pointer({types.Void()})}, size / sizeof(void*))};
  return {types.Complete(types.NewRecord(Kind::kStruct, tag), std::move(members), {})};
}

template <typename T>
QualType Resolve(TypeTable& types) {
  if constexpr (std::is_array_v<T>) {
    static_assert(std::is_same_v<T, va_list>, "of the standard headers' names only va_list is an array");
    const QualType element = ArgumentList(types, "__va_list_tag", sizeof(T) / std::extent_v<T>);
    return {types.Array(element, std::extent_v<T>)};
  } else if constexpr (std::is_volatile_v<T>) {
    return types.Qualified(Resolve<std::remove_volatile_t<T>>(types), kVolatile);
  } else if constexpr (std::is_pointer_v<T>) {
    return {types.Pointer(Resolve<std::remove_pointer_t<T>>(types))};
  } else if constexpr (std::is_void_v<T>) {
    return {types.Void()};
  } else if constexpr (std::is_arithmetic_v<T>) {
    return {types.Scalar(PrimitiveOf<T>())};
  } else if constexpr (std::is_same_v<T, va_list>) {
    return ArgumentList(types, "__va_list", sizeof(T));  // AAPCS64; gcc's own struct is no class to std::is_class_v
  } else {
    return Storage(types, sizeof(T), alignof(T));
  }
}

}  // namespace

void TypeTable::MakeBuiltInNames() {
#define TYPEDEF_NAME(name) built_in_names_.emplace(#name, Resolve<name>(*this));
#include "types/typedef-names.def"
#undef TYPEDEF_NAME
  // Names of gcc's for formats that C23 demands. A compiler keeps these types apart from the old ones, a call does not.
  built_in_names_.emplace("_Float32", QualType{Scalar(Primitive::kFloat)});
  built_in_names_.emplace("_Float64", QualType{Scalar(Primitive::kDouble)});
  built_in_names_.emplace("_Float32x", QualType{Scalar(Primitive::kDouble)});
#if LDBL_MANT_DIG >= 64
  built_in_names_.emplace("_Float64x", QualType{Scalar(Primitive::kLongDouble)});
#endif
#if LDBL_MANT_DIG == 113
  built_in_names_.emplace("_Float128", QualType{Scalar(Primitive::kLongDouble)});
#endif
  built_in_names_.emplace("pointer", QualType{Pointer({void_})});
  built_in_names_.emplace("string", QualType{string_});
  for (const auto& [name, type] : built_in_names_) ++type->roots;
}

std::optional<QualType> TypeTable::BuiltInName(std::string_view name) const {
  const auto found = built_in_names_.find(name);
  if (found == built_in_names_.end()) return std::nullopt;
  return found->second;
}

}  // namespace ffi_native
