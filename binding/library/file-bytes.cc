// Mapping of files on POSIX systems.
#include "library/file-bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ffi_native {

std::shared_ptr<const UntrustedBytes> MapFile(const std::string& path) {
  // Not blocking: opening a FIFO would wait for its writer.
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return nullptr;
  struct stat status;
  void* start = MAP_FAILED;
  size_t size = 0;
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
    size = static_cast<size_t>(status.st_size);
    start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  }
  close(file);
  if (start == MAP_FAILED) return nullptr;  // a size of zero fails too
  return std::shared_ptr<const UntrustedBytes>(new UntrustedBytes(start, size), [start, size](const auto* bytes) {
    delete bytes;
    munmap(start, size);
  });
}

}  // namespace ffi_native
