// Reads Linux's list of the mappings of a process: lines of `begin-end rights offset device inode path`.
#include "core/module-at.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

namespace ffi_native {

namespace {

// The lines of a file, one after the other, without an allocation.
class Lines {
 public:
  explicit Lines(const char* path) : file_(open(path, O_RDONLY | O_CLOEXEC)) {}
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  ~Lines() {
    if (file_ >= 0) close(file_);
  }

  // The next line, cut to what there is room for; null at the end.
  const char* Next() {
    size_t length = 0;
    for (char character = Read(); character != '\n'; character = Read()) {
      if (character == '\0') return nullptr;
      if (length < sizeof line_ - 1) line_[length++] = character;
    }
    line_[length] = '\0';
    return line_;
  }

 private:
  char Read() {
    if (next_ == filled_) {
      const ssize_t count = file_ < 0 ? 0 : read(file_, buffer_, sizeof buffer_);
      if (count <= 0) return '\0';
      filled_ = static_cast<size_t>(count);
      next_ = 0;
    }
    return buffer_[next_++];
  }

  int file_;
  char buffer_[1024];
  char line_[640];
  size_t next_ = 0;
  size_t filled_ = 0;
};

uintptr_t ReadHex(const char*& text) {
  uintptr_t number = 0;
  for (;; ++text) {
    const char digit = *text;
    if (digit >= '0' && digit <= '9') {
      number = number * 16 + static_cast<uintptr_t>(digit - '0');
    } else if (digit >= 'a' && digit <= 'f') {
      number = number * 16 + static_cast<uintptr_t>(digit - 'a' + 10);
    } else {
      return number;
    }
  }
}

void SkipWord(const char*& text) {
  while (*text != ' ' && *text != '\0') ++text;
  while (*text == ' ') ++text;
}

}  // namespace

ModuleAt FindModule(uintptr_t address) {
  ModuleAt found = {};
  uintptr_t base = 0;  // of the module to which the lines belong
  Lines lines("/proc/self/maps");
  for (const char* line = lines.Next(); line != nullptr; line = lines.Next()) {
    const uintptr_t begin = ReadHex(line);
    ++line;  // the dash
    const uintptr_t end = ReadHex(line);
    SkipWord(line);
    SkipWord(line);
    const uintptr_t offset = ReadHex(line);
    if (offset == 0) base = begin;
    if (address < begin || address >= end) continue;
    SkipWord(line);
    SkipWord(line);
    SkipWord(line);
    strncpy(found.path, line, sizeof found.path - 1);
    found.offset = address - base;
    return found;
  }
  return found;
}

}  // namespace ffi_native
