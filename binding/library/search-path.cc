// The directories that libraries, the environment and the loader itself name, in the loader's order.
#include "library/search-path.h"

#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <fstream>

#include "library/loader-cache.h"

namespace ffi_native {

namespace {

// The elements of a list of directories; an empty one is the current directory.
std::vector<std::string> Split(std::string_view list, const char* separators) {
  std::vector<std::string> directories;
  while (!list.empty()) {
    size_t end = std::min(list.find_first_of(separators), list.size());
    directories.emplace_back(end ? list.substr(0, end) : ".");
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return directories;
}

void ReplaceAll(std::string& text, std::string_view token, const std::string& value) {
  for (size_t at = text.find(token); at != std::string::npos; at = text.find(token, at + value.size())) {
    text.replace(at, token.size(), value);
  }
}

void AppendFiles(std::vector<std::string>& files, const std::vector<std::string>& directories, std::string_view name) {
  for (const std::string& directory : directories) files.push_back(directory + "/" + std::string(name));
}

// `list` is what the library at `path` says of where to look.
void AppendRunPath(std::vector<std::string>& files, std::string_view list, const std::string& path,
                   std::string_view name) {
  std::vector<std::string> directories = Split(list, ":");
  size_t slash = path.rfind('/');
  std::string origin = slash == std::string::npos ? "." : path.substr(0, slash);
  for (std::string& directory : directories) {
    ReplaceAll(directory, "${ORIGIN}", origin);
    ReplaceAll(directory, "$ORIGIN", origin);
  }
  AppendFiles(files, directories, name);
}

// The loader reads LD_LIBRARY_PATH when the process starts and no more. The kernel keeps that environment, and shows it
// to nobody where the loader ignores the variable (AT_SECURE).
std::vector<std::string> EnvironmentDirectories() {
  std::ifstream file("/proc/self/environ", std::ios::binary);
  static constexpr std::string_view kVariable = "LD_LIBRARY_PATH=";
  for (std::string entry; std::getline(file, entry, '\0');) {
    if (entry.compare(0, kVariable.size(), kVariable) == 0) return Split(entry.substr(kVariable.size()), ":;");
  }
  return {};
}

// The main program's search path as the loader tells it, which ends with the directories that are built into the
// loader.
std::vector<std::string> DefaultDirectories() {
  void* program = dlopen(nullptr, RTLD_LAZY);
  Dl_serinfo size;
  if (dlinfo(program, RTLD_DI_SERINFOSIZE, &size) != 0) return {};
  std::unique_ptr<char[]> memory(new char[size.dls_size]());  // of new[]'s alignment, which is enough for any object
  auto* info = reinterpret_cast<Dl_serinfo*>(memory.get());   // the size that the loader asks for holds all of it
  info->dls_size = size.dls_size;
  info->dls_cnt = size.dls_cnt;
  if (dlinfo(program, RTLD_DI_SERINFO, info) != 0) return {};
  std::vector<std::string> directories;
  for (unsigned i = 0; i < info->dls_cnt; ++i) directories.emplace_back(info->dls_serpath[i].dls_name);
  return directories;
}

}  // namespace

SearchPath::SearchPath()
    : environment_directories_(EnvironmentDirectories()),
      default_directories_(DefaultDirectories()),
      loader_cache_(OpenFile("/etc/ld.so.cache")) {}

std::vector<std::string> SearchPath::Candidates(std::string_view name, const FoundLibrary* requester) const {
  if (name.find('/') != std::string_view::npos) return {std::string(name)};
  std::vector<std::string> files;
  if (requester && requester->image.runpath().empty()) {
    // DT_RPATH also holds for what the library's own needs need; DT_RUNPATH does not, and silences DT_RPATH.
    for (const FoundLibrary* library = requester; library; library = library->requester) {
      if (library->image.runpath().empty()) AppendRunPath(files, library->image.rpath(), library->path, name);
    }
  }
  AppendFiles(files, environment_directories_, name);
  if (requester) AppendRunPath(files, requester->image.runpath(), requester->path, name);
  if (loader_cache_) {
    for (std::string& path : FindInLoaderCache(*loader_cache_, name)) files.push_back(std::move(path));
  }
  AppendFiles(files, default_directories_, name);
  return files;
}

std::unique_ptr<FoundLibrary> SearchPath::Find(std::string_view name, const FoundLibrary* requester) const {
  for (std::string& path : Candidates(name, requester)) {
    std::optional<ElfImage> image = ElfImage::Read(OpenFile(path));
    if (image) return std::unique_ptr<FoundLibrary>(new FoundLibrary{std::move(path), std::move(*image), requester});
  }
  return nullptr;
}

}  // namespace ffi_native
