// The loader of POSIX systems: dlopen and dlsym.
#include <dlfcn.h>

#include "core/fault.h"
#include "library/file-kind.h"
#include "library/interposition.h"
#include "library/loader.h"

namespace ffi_native::loader {

namespace {

// dlerror() is null when nothing failed since it was last asked.
std::string LoaderWords() {
  const char* words = dlerror();
  return words ? words : "the loader gives no reason";
}

// The file that a refusal is about. It need not be the one that was named: a bare name was searched for, and a library
// that it needs may be at fault. glibc and macOS begin with the file's path.
std::string RefusedFile(const std::string& path, const std::string& words) {
  if (path.find('/') != std::string::npos && words.compare(0, path.size(), path) == 0) return path;
  std::string file = words.substr(0, words.find(": "));
  return file.find('/') != std::string::npos ? file : path;
}

[[noreturn]] void ThrowLoadFailed(const std::string& path, const std::string& words) {
  std::string message = "Cannot load the library '" + path + "': " + words;
  std::string file = RefusedFile(path, words);
  if (file.find('/') != std::string::npos) {
    std::string kind = DescribeNonLibrary(file);
    if (!kind.empty()) message += ". " + kind;
  }
  throw Fault(code::kLibraryLoadFailed, std::move(message));
}

// A symbol of one version, where the loader knows versions; null with the loader's words otherwise.
void* FindVersion(void* handle, const std::string& name, const std::string& version) {
#if defined(__GLIBC__) || defined(__FreeBSD__)
  return dlvsym(handle, name.c_str(), version.c_str());
#else
  throw Fault(code::kInvalidArgValue, "options.version: the loader of this system knows no versions of symbols");
#endif
}

}  // namespace

void* Process() { return dlopen(nullptr, RTLD_LAZY); }

void* Load(const std::string& path, const OpenOptions& options) {
  int flags = (options.lazy ? RTLD_LAZY : RTLD_NOW) | (options.global ? RTLD_GLOBAL : RTLD_LOCAL);
  bool own = options.symbols == SymbolScope::kOwn;
  if (options.symbols == SymbolScope::kAuto) {
    // Whose definitions a loaded library takes is settled, so a repeated Open does not read its file again.
    if (void* loaded = dlopen(path.c_str(), flags | RTLD_NOLOAD)) return loaded;
    own = IsInterposed(path);
  }
  void* handle = own ? OpenWithOwnSymbols(path, flags) : dlopen(path.c_str(), flags);
  if (!handle) ThrowLoadFailed(path, LoaderWords());
  return handle;
}

void* Symbol(void* handle, const std::string& name, const std::string& version, const std::string& owner) {
  dlerror();  // only what this search says counts
  void* address = version.empty() ? dlsym(handle, name.c_str()) : FindVersion(handle, name, version);
  if (address != nullptr) return address;
  const char* words = dlerror();
  const std::string wanted = "'" + name + "'" + (version.empty() ? "" : " of version '" + version + "'");
  throw Fault(code::kSymbolNotFound, "Cannot find the symbol " + wanted + " in " + owner + ": " +
                                         (words != nullptr ? words : "it is there, but has no address"));
}

void* FindSymbol(void* handle, const std::string& name) {
  void* address = dlsym(handle, name.c_str());
  dlerror();  // its words are not ours to leave behind
  return address;
}

void* Variable(void* handle, const std::string& name) {
  static void* const process = Process();
  void* const defined = FindSymbol(handle, name);
  void* const first = FindSymbol(process, name);
  if (defined == nullptr || first == nullptr || defined == first) return first != nullptr ? first : defined;
  return UsedVariable(name, defined, first);
}

void Unload(void* handle) { dlclose(handle); }

}  // namespace ffi_native::loader
