// What JavaScript gives as `argTypes`: the types of parameters, '...' among them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/instance.h"
#include "types/type.h"

namespace ffi_native {

struct Parameters {
  std::vector<QualType> types;
  std::optional<size_t> fixed_count;  // how many stand before '...'; nullopt where there is none

  // Where in JavaScript a parameter's type was given, or the result's (Fault::kResult).
  std::string PlaceOf(size_t parameter) const;
};

// Reads an array of handles and C type-names. Throws a Fault that names the place.
Parameters ParametersFrom(Instance& instance, const Napi::Array& types);

}  // namespace ffi_native
