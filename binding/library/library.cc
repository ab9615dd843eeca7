// The libraries that are open in this process, each once, and the symbols in them.
#include "library/library.h"

#include <mutex>
#include <unordered_map>

#include "core/fault.h"
#include "core/process-state.h"
#include "library/loader.h"

namespace ffi_native {

namespace {

struct OpenLibraries {
  std::mutex mutex;
  std::unordered_map<void*, std::shared_ptr<Library>> by_handle;
};

// Not under a lock of ours: the loader has its own, and a library's initialisers may run for long.
void* Load(const std::optional<std::string>& path, const OpenOptions& options) {
  return path ? loader::Load(*path, options) : loader::Process();
}

}  // namespace

std::shared_ptr<Library> Library::OpenForever(const std::optional<std::string>& path, const OpenOptions& options) {
  void* handle = Load(path, options);
  OpenLibraries& open = ProcessState<OpenLibraries>();
  std::lock_guard<std::mutex> lock(open.mutex);
  std::shared_ptr<Library>& library = open.by_handle[handle];
  if (!library) library.reset(new Library(handle, path, false));
  return library;
}

std::shared_ptr<Library> Library::OpenToClose(const std::optional<std::string>& path, const OpenOptions& options) {
  return std::shared_ptr<Library>(new Library(Load(path, options), path, true));
}

std::string Library::Description() const { return path_ ? "the library '" + *path_ + "'" : "this process"; }

void Library::ThrowClosed() const { throw Fault(code::kLibraryClosed, Description() + " has been closed"); }

void* Library::Symbol(const std::string& name, const std::string& version) const {
  RequireOpen();
  return loader::Symbol(handle_, name, version, Description());
}

void* Library::Variable(const std::string& name) const {
  RequireOpen();
  void* const variable = loader::Variable(handle_, name);
  return variable != nullptr ? variable : Symbol(name);
}

bool Library::Has(const std::string& name) const {
  RequireOpen();
  return loader::FindSymbol(handle_, name) != nullptr;
}

void Library::Close(std::function<void()> on_unloaded) {
  if (closed_) return;
  closed_ = true;
  on_unloaded_ = std::move(on_unloaded);
  if (running_ == 0) Unload();
}

void Library::Unload() {
  loader::Unload(handle_);
  if (on_unloaded_) on_unloaded_();
}

}  // namespace ffi_native
