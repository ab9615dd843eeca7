// /etc/ld.so.cache, the table of the system's libraries that ldconfig writes for glibc's loader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "library/file-bytes.h"

namespace ffi_native {

// The paths of all libraries of this name in the file's bytes, in its order; several when it knows them for several
// classes or machines. Libraries for some processors only are left out.
std::vector<std::string> FindInLoaderCache(const UntrustedBytes& file, std::string_view name);

}  // namespace ffi_native
