// What the platform's dynamic loader does for us; one file per platform implements it (loader-posix.cc). Which
// libraries are open is library.h's matter.
#pragma once

#include <string>

#include "library/library.h"

namespace ffi_native::loader {

// The handle of this process: its executable and all libraries whose names are global.
void* Process();

// Loads the library that `path` names, which is given to the system unchanged, or finds it where it is loaded already.
// Throws ERR_FFI_LIBRARY_LOAD_FAILED with the loader's words and, for a file that is no library, what it seems to be.
void* Load(const std::string& path, const OpenOptions& options);

// The address of `name`, of one version of it where that is not empty, in what `handle` stands for; `owner` names that
// in the message. It may be null where the library says so. Throws ERR_FFI_SYMBOL_NOT_FOUND with the loader's words.
void* Symbol(void* handle, const std::string& name, const std::string& version, const std::string& owner);

// The same of any version, null for a name that is not there.
void* FindSymbol(void* handle, const std::string& name);

// The variable that the code of a library means by `name`; null for a name that is not there.
void* Variable(void* handle, const std::string& name);

// Gives back what Process() or Load() gave.
void Unload(void* handle);

}  // namespace ffi_native::loader
