// Which line of which file a place in a text is, as the line markers of a preprocessor (`# 12 "file"`) tell it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ffi_native {

class LineMap {
 public:
  explicit LineMap(std::string_view text) : text_(text) {}

  // The line after the one at `offset` has this number; a file that is empty stays as it is. Like Locate(), it takes
  // places in their order only.
  void Mark(size_t offset, size_t line, std::string file);

  // The number of the line, from 1 on, in which a byte is.
  size_t Locate(size_t offset);
  // The file of the place that was last located; empty until a marker names one.
  const std::string& file() const { return file_; }

 private:
  std::string_view text_;
  size_t counted_ = 0;  // bytes
  size_t line_ = 1;
  std::string file_;
};

}  // namespace ffi_native
