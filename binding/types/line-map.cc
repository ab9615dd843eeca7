// Lines are counted once, on the way through the text.
#include "types/line-map.h"

#include <algorithm>

namespace ffi_native {

size_t LineMap::Locate(size_t offset) {
  if (offset > counted_) {
    const std::string_view passed = text_.substr(counted_, offset - counted_);
    line_ += static_cast<size_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_ = offset;
  }
  return line_;
}

void LineMap::Mark(size_t offset, size_t line, std::string file) {
  Locate(offset);
  line_ = line - 1;  // `# 0` is a line that does not exist, and the one before it has no number: both wrap around
  if (!file.empty()) file_ = std::move(file);
}

}  // namespace ffi_native
