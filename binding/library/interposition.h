// Whether the executable would take a library's names from it. A library's references to names that the executable
// exports too go to the executable unless the library is loaded with RTLD_DEEPBIND; node exports OpenSSL, zlib and
// more, in other versions than the system's libraries are written for. Only glibc's loader knows that flag.
#pragma once

#include <string>
#include <string_view>

namespace ffi_native {

// Whether the library that `path` names, or one that would be loaded with it, strongly defines a name that the
// executable exports. False where that cannot be found out, and where it would do harm to load the library with its own
// names first.
bool IsInterposed(const std::string& path);

// dlopen() that puts the names of the library and of what it needs first; null when that fails. Throws
// ERR_INVALID_ARG_VALUE where this process's loader cannot do so.
void* OpenWithOwnSymbols(const std::string& path, int flags);

// Which variable the code of a library uses: the one of this name that is `defined` there, or the process's `first`,
// which may be a copy of it in the executable.
void* UsedVariable(std::string_view name, void* defined, void* first);

}  // namespace ffi_native
