// The path within an argument is written as C would write it.
#include "call/place.h"

#include <algorithm>
#include <vector>

namespace ffi_native {

namespace {

// From the argument inwards. Not by recursion: a list of JavaScript's may be nested as deeply as the stack allows.
std::vector<const Place*> WayTo(const Place& place) {
  std::vector<const Place*> way;
  for (const Place* step = &place; step != nullptr; step = step->outer) way.push_back(step);
  std::reverse(way.begin(), way.end());
  return way;
}

std::string PathOf(const std::vector<const Place*>& way) {
  std::string path;
  for (size_t i = 1; i < way.size(); ++i) {
    const Place& step = *way[i];
    if (step.name.empty()) {
      path += "[" + std::to_string(step.index) + "]";
    } else {
      path += (path.empty() ? "" : ".") + std::string(step.name);
    }
  }
  return path;
}

}  // namespace

std::string NameOf(const Place& place) {
  const std::vector<const Place*> way = WayTo(place);
  const Place& argument = *way.front();
  std::string name(argument.name);
  if (argument.index != Place::kNone) name = "Argument " + std::to_string(argument.index) + " of " + name;
  const std::string path = PathOf(way);
  if (path.empty()) return name;
  return name + (path[0] == '[' ? ": element " : ": member ") + path;
}

}  // namespace ffi_native
