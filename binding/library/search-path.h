// Where glibc's loader would find a library that is not loaded: https://man7.org/linux/man-pages/man8/ld.so.8.html.
// It looks for files and loads none. Not followed: hardware-dependent subdirectories, whose libraries define the same
// names as the ones beside them, and the tokens $LIB and $PLATFORM.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "library/elf-image.h"

namespace ffi_native {

struct FoundLibrary {
  std::string path;
  ElfImage image;
  const FoundLibrary* requester;  // the library that needs it; null for the one that the user names
};

class SearchPath {
 public:
  SearchPath();

  // The first file that the loader would take for `name`, which `requester` (or null) asks for; null when there is
  // none.
  std::unique_ptr<FoundLibrary> Find(std::string_view name, const FoundLibrary* requester) const;

 private:
  std::vector<std::string> Candidates(std::string_view name, const FoundLibrary* requester) const;

  std::vector<std::string> environment_directories_;    // LD_LIBRARY_PATH
  std::vector<std::string> default_directories_;        // the loader's own
  std::shared_ptr<const UntrustedBytes> loader_cache_;  // /etc/ld.so.cache, or null
};

}  // namespace ffi_native
