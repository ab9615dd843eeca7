// Reading of files on POSIX systems.
#include "library/file-bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ffi_native {

namespace {

using Bytes = std::shared_ptr<const UntrustedBytes>;

// What is no larger is copied: that costs no more than a mapping, and holds when the file is cut off meanwhile.
// Besides, valgrind 3.19 takes the mapping of a library for the library itself, and may fail when that is loaded.
constexpr size_t kCopied = 1 << 20;

Bytes Copy(int file, size_t size) {
  std::unique_ptr<char[]> bytes(new char[size]);
  size_t done = 0;
  while (done < size) {
    const ssize_t count = pread(file, bytes.get() + done, size - done, static_cast<off_t>(done));
    if (count <= 0) return nullptr;
    done += static_cast<size_t>(count);
  }
  const char* const start = bytes.release();  // the deleter's
  return {new UntrustedBytes(start, size), [start](const auto* copied) {
            delete copied;
            delete[] start;
          }};
}

Bytes Map(int file, size_t size) {
  void* const start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (start == MAP_FAILED) return nullptr;
  return {new UntrustedBytes(start, size), [start, size](const auto* mapped) {
            delete mapped;
            munmap(start, size);
          }};
}

}  // namespace

Bytes OpenFile(const std::string& path) {
  // Not blocking: opening a FIFO would wait for its writer.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return nullptr;
  struct stat status;
  Bytes bytes;
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
    const auto size = static_cast<size_t>(status.st_size);
    bytes = size <= kCopied ? Copy(file, size) : Map(file, size);
  }
  close(file);
  return bytes;
}

}  // namespace ffi_native
