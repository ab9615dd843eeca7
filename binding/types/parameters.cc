// '...' is known here only; to the parser of type-names it is no type.
#include "types/parameters.h"

#include "types/handle.h"

namespace ffi_native {

namespace {

bool IsEllipsis(const Napi::Value& type) { return type.IsString() && type.As<Napi::String>().Utf8Value() == "..."; }

std::string PlaceAt(size_t index) { return "argTypes[" + std::to_string(index) + "]"; }

}  // namespace

std::string Parameters::PlaceOf(size_t parameter) const {
  if (parameter == Fault::kResult) return "returnType";
  const bool is_behind_ellipsis = fixed_count && parameter >= *fixed_count;
  return PlaceAt(parameter + (is_behind_ellipsis ? 1 : 0));
}

Parameters ParametersFrom(Instance& instance, const Napi::Array& types) {
  Parameters parameters;
  for (uint32_t i = 0; i < types.Length(); ++i) {
    if (IsEllipsis(types[i])) {
      if (i == 0) throw Fault(code::kInvalidSignature, PlaceAt(i) + ": '...' must follow a parameter");
      if (parameters.fixed_count) throw Fault(code::kInvalidSignature, PlaceAt(i) + ": '...' stands here twice");
      parameters.fixed_count = i;
    } else {
      parameters.types.push_back(Within(PlaceAt(i), [&] { return TypeFrom(instance, types[i]); }));
    }
  }
  return parameters;
}

}  // namespace ffi_native
