// Where a value stands, for messages: `Argument 1 of add`, `Argument 0 of rec_sum: member v[3].x`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ffi_native {

struct Place {
  const Place* outer;     // null for an argument
  std::string_view name;  // the function of an argument, the name of a value; a member's name, empty for an element
  size_t index;           // of an argument or element, counted from 0; kNone of a value that is no argument

  static constexpr size_t kNone = SIZE_MAX;

  static Place Argument(std::string_view function, size_t index) { return {nullptr, function, index}; }
  // A value that is no argument: `The value`.
  static Place Value(std::string_view name) { return {nullptr, name, kNone}; }
  Place Member(std::string_view member) const { return {this, member, 0}; }
  Place Element(size_t element) const { return {this, {}, element}; }
};

// The text of a place.
std::string NameOf(const Place& place);

}  // namespace ffi_native
