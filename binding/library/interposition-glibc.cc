// Compares the names that a library brings with those that the executable exports.
#include "library/interposition.h"

#include <dlfcn.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "core/fault.h"
#include "library/copied-variables.h"
#include "library/loaded-object.h"
#include "library/search-path.h"

namespace ffi_native {

namespace {

// Names that every link makes anew for its own output, so that nobody means another's.
bool IsMadeByLinker(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "_init",  "_fini", "_start",      "main",         "_edata",     "edata",        "_end",           "end",
      "_etext", "etext", "__bss_start", "__data_start", "data_start", "__dso_handle", "_IO_stdin_used",
  };
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool IsLoaded(std::string_view name) {
  void* handle = dlopen(std::string(name).c_str(), RTLD_LAZY | RTLD_NOLOAD);
  if (handle) dlclose(handle);
  return handle != nullptr;
}

// A library with its own names first also takes malloc and free from libc itself. Where another malloc stands in front
// of that (sanitizers, jemalloc by LD_PRELOAD), such a library would free with one what libc made for it with the
// other.
bool IsMallocReplaced() {
  bool replaced = true;  // unless there is glibc to take it from
  // What came with the executable stands in the order of lookup.
  LoadedObject::ForEach([&replaced](const LoadedObject& object) {
    if (object.file_name() == "libc.so.6") replaced = false;
    return replaced && !object.Find("malloc");
  });
  return replaced;
}

// Whether the executable exports `name`. It is never unloaded, so its tables are read once.
bool ExecutableExports(std::string_view name) {
  static const LoadedObject* executable = nullptr;
  static std::once_flag once;
  std::call_once(once, [] {
    LoadedObject::ForEach([](const LoadedObject& object) {
      executable = new LoadedObject(object);
      return false;
    });
  });
  return executable->Find(name) != 0;
}

}  // namespace

bool IsInterposed(const std::string& path) {
  static const bool malloc_replaced = IsMallocReplaced();
  if (malloc_replaced) return false;
  auto is_replaced = [](std::string_view name) { return ExecutableExports(name) && !IsMadeByLinker(name); };
  SearchPath search_path;
  std::vector<std::unique_ptr<FoundLibrary>> libraries;  // in the loader's order: all needs of one, then needs of those
  std::unordered_set<std::string_view> names;            // views into the images of `libraries`
  libraries.push_back(search_path.Find(path, nullptr));
  if (!libraries[0]) return false;
  for (size_t i = 0; i < libraries.size(); ++i) {
    if (libraries[i]->image.AnyStrongDefinition(is_replaced)) return true;
    for (std::string_view name : libraries[i]->image.needed()) {
      if (!names.insert(name).second || IsLoaded(name)) continue;
      std::unique_ptr<FoundLibrary> found = search_path.Find(name, libraries[i].get());
      if (found) libraries.push_back(std::move(found));
    }
  }
  return false;
}

void* OpenWithOwnSymbols(const std::string& path, int flags) {
  for (const char* name : {"__asan_init", "__hwasan_init", "__msan_init", "__tsan_init"}) {
    if (dlsym(RTLD_DEFAULT, name)) {  // these runtimes end the process when they see RTLD_DEEPBIND
      throw Fault(code::kInvalidArgValue, "symbols: 'own' is not possible in a process that runs under a sanitizer");
    }
  }
  CopiedVariables variables;
  void* handle = dlopen(path.c_str(), flags | RTLD_DEEPBIND);
  if (handle) variables.ShareWithNewLibraries();
  return handle;
}

}  // namespace ffi_native
