// The path within an argument is written as C would write it.
#include "call/place.h"

namespace ffi_native {

namespace {

std::string PathOf(const Place& place) {
  if (place.outer == nullptr) return "";
  const std::string path = PathOf(*place.outer);
  if (place.name.empty()) return path + "[" + std::to_string(place.index) + "]";
  return path + (path.empty() ? "" : ".") + std::string(place.name);
}

const Place& ArgumentOf(const Place& place) { return place.outer == nullptr ? place : ArgumentOf(*place.outer); }

}  // namespace

std::string NameOf(const Place& place) {
  const Place& argument = ArgumentOf(place);
  std::string name(argument.name);
  if (argument.index != Place::kNone) name = "Argument " + std::to_string(argument.index) + " of " + name;
  const std::string path = PathOf(place);
  if (path.empty()) return name;
  return name + (path[0] == '[' ? ": element " : ": member ") + path;
}

}  // namespace ffi_native
