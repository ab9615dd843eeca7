// What JavaScript can ask of the area `library`.
#pragma once

#include "core/instance.h"
#include "library/library.h"

namespace ffi_native {

void ExportLibrary(Instance& instance, Napi::Object exports);

// The options that lib/library/options.js has completed and checked.
OpenOptions OpenOptionsFrom(const Napi::Object& options);

// A path, or nullopt for null: this process.
std::optional<std::string> PathFrom(const Napi::Value& path);

// The library of a handle that openLibrary gave.
std::shared_ptr<Library> LibraryFrom(const Napi::Value& handle);

}  // namespace ffi_native
