// An open shared library, or the whole process. Paths and names are neither empty nor hold NUL: lib/ has seen to that.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ffi_native {

// Whose definitions a library's own references take where the executable exports the same names.
enum class SymbolScope {
  kAuto,     // the library's own when the executable would replace some of them, otherwise as the loader does
  kOwn,      // the library's own (RTLD_DEEPBIND)
  kProcess,  // as the loader does: the executable's first
};

struct OpenOptions {
  SymbolScope symbols = SymbolScope::kAuto;
  bool lazy = false;    // resolve functions at their first call (RTLD_LAZY), not now
  bool global = false;  // offer the library's names to libraries that are loaded later (RTLD_GLOBAL)
};

class Library {
 public:
  // Opens `path` as the system's loader finds it, nullopt for the process itself. Throws ERR_FFI_LIBRARY_LOAD_FAILED
  // with the loader's own words, and a hint for a file that is no library. What OpenForever gives is one object for the
  // same library, shared by all environments: who opens it so cannot close it, and a library keeps state of its user's
  // between calls. What OpenToClose gives has one user, who closes it or leaves it open.
  static std::shared_ptr<Library> OpenForever(const std::optional<std::string>& path, const OpenOptions& options);
  static std::shared_ptr<Library> OpenToClose(const std::optional<std::string>& path, const OpenOptions& options);

  // A call that runs: the library stays loaded until it ends, whoever closes it meanwhile.
  class Use {
   public:
    // Of no library where it is null. Throws ERR_FFI_LIBRARY_CLOSED.
    explicit Use(Library* library) : library_(library != nullptr && library->can_close_ ? library : nullptr) {
      if (library_ == nullptr) return;
      library_->RequireOpen();
      ++library_->running_;
    }
    // The call has no end: the library stays loaded for ever.
    void Abandon() { library_ = nullptr; }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() {
      if (library_ != nullptr && --library_->running_ == 0 && library_->closed_) library_->Unload();
    }

   private:
    Library* library_;
  };

  // The address of a function, of one version of it where that is not empty; of a variable, the one that the library's
  // own code uses: an executable may hold a copy of a library's variable for all (environ, stdout). Each throws
  // ERR_FFI_SYMBOL_NOT_FOUND, with the loader's own words or because the address is null, and ERR_FFI_LIBRARY_CLOSED.
  void* Symbol(const std::string& name, const std::string& version = "") const;
  void* Variable(const std::string& name) const;
  bool Has(const std::string& name) const;

  // From now on nobody can use it. When the last running call has ended, it is given back to the system's loader, which
  // unloads it when nobody else has it open, and `on_unloaded` is called. Idempotent.
  void Close(std::function<void()> on_unloaded);
  bool closed() const { return closed_; }
  void RequireOpen() const {
    if (closed_) ThrowClosed();
  }

  // What the user named, or nullopt for the process.
  const std::optional<std::string>& path() const { return path_; }

 private:
  Library(void* handle, std::optional<std::string> path, bool can_close)
      : handle_(handle), path_(std::move(path)), can_close_(can_close) {}

  void Unload();

  std::string Description() const;
  [[noreturn]] void ThrowClosed() const;

  void* handle_;
  std::optional<std::string> path_;
  bool can_close_;  // what OpenToClose gave, which no other thread knows
  bool closed_ = false;
  size_t running_ = 0;  // calls
  std::function<void()> on_unloaded_;
};

}  // namespace ffi_native
