// Prints what the readers of ELF files and of the loader's cache make of a file, one fact a line, or gives them every
// truncation and many damaged copies of it. The copies end where memory does: a reader that goes further crashes.
//   file-inspector elf FILE             needed NAME..., rpath LIST, runpath LIST, defines NAME...
//   file-inspector closure NAME         the file of that library and of all that it needs, as the loader would find
//   them file-inspector damage-elf FILE      the count of copies read file-inspector damage-cache FILE NAME
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <unordered_set>

#include "library/elf-image.h"
#include "library/loader-cache.h"
#include "library/search-path.h"

using namespace ffi_native;

namespace {

using Reader = std::function<void(std::shared_ptr<const UntrustedBytes>)>;

void Print(const char* fact, std::string_view text) {
  std::printf("%s %.*s\n", fact, static_cast<int>(text.size()), text.data());
}

void ShowImage(const ElfImage& image) {
  for (std::string_view name : image.needed()) Print("needed", name);
  Print("rpath", image.rpath());
  Print("runpath", image.runpath());
  image.AnyStrongDefinition([](std::string_view name) {
    Print("defines", name);
    return false;
  });
}

void ShowClosure(const std::string& name) {
  SearchPath search_path;
  std::vector<std::unique_ptr<FoundLibrary>> libraries;
  std::unordered_set<std::string> seen = {name};
  libraries.push_back(search_path.Find(name, nullptr));
  for (size_t i = 0; i < libraries.size(); ++i) {
    if (!libraries[i]) continue;
    Print("found", libraries[i]->path);
    for (std::string_view needed : libraries[i]->image.needed()) {
      if (seen.emplace(needed).second) libraries.push_back(search_path.Find(needed, libraries[i].get()));
    }
  }
}

// The function takes nothing, or an int, which is 0 then: C passes one argument too many without harm.
int ShowText(const char* library, const char* function) {
  void* handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  void* address = handle ? dlsym(handle, function) : nullptr;
  if (!address) return 1;
  std::puts(reinterpret_cast<const char* (*)(int)>(address)(0));
  return 0;
}

// Memory for `size` bytes that is followed by a page that cannot be touched.
class GuardedMemory {
 public:
  explicit GuardedMemory(size_t size) : page_(sysconf(_SC_PAGESIZE)), size_((size + page_ - 1) / page_ * page_) {
    start_ =
        static_cast<char*>(mmap(nullptr, size_ + page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (start_ == MAP_FAILED || mprotect(start_ + size_, page_, PROT_NONE) != 0) std::abort();
  }
  ~GuardedMemory() { munmap(start_, size_ + page_); }
  // The last `size` bytes.
  char* End(size_t size) { return start_ + size_ - size; }

 private:
  size_t page_;
  size_t size_;
  char* start_;
};

// Reads every truncation of the bytes, and for each byte copies with other values there.
size_t Damage(const UntrustedBytes& bytes, const Reader& read) {
  size_t copies = 0;
  std::string_view original = bytes.All();
  GuardedMemory memory(original.size());
  for (size_t size = 0; size <= original.size(); ++size, ++copies) {
    char* copy = memory.End(size);
    std::memcpy(copy, original.data(), size);
    read(std::make_shared<UntrustedBytes>(copy, size));
  }
  char* copy = memory.End(original.size());
  for (size_t at = 0; at < original.size(); ++at) {
    for (int flipped : {0x01, 0x80, 0xff, original[at] & 0xff}) {
      copy[at] = static_cast<char>(original[at] ^ flipped);
      read(std::make_shared<UntrustedBytes>(copy, original.size()));
      ++copies;
    }
    // A whole word of ones makes counts and offsets that overflow.
    size_t word = std::min<size_t>(8, original.size() - at);
    std::memset(copy + at, 0xff, word);
    read(std::make_shared<UntrustedBytes>(copy, original.size()));
    std::memcpy(copy + at, original.data() + at, word);
    ++copies;
  }
  return copies;
}

void ReadAll(std::shared_ptr<const UntrustedBytes> file) {
  std::optional<ElfImage> image = ElfImage::Read(std::move(file));
  size_t length = 0;
  if (!image) return;
  for (std::string_view name : image->needed()) length += name.size();
  image->AnyStrongDefinition([&length](std::string_view name) { return (length += name.size()) == 0; });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::string act = argv[1];
  if (act == "closure") {
    ShowClosure(argv[2]);
    return 0;
  }
  if (act == "call" && argc == 4) return ShowText(argv[2], argv[3]);
  std::shared_ptr<const UntrustedBytes> file = OpenFile(argv[2]);
  if (!file) return 1;
  if (act == "elf") {
    std::optional<ElfImage> image = ElfImage::Read(file);
    if (!image) return 1;
    ShowImage(*image);
  } else if (act == "damage-elf") {
    std::printf("%zu\n", Damage(*file, ReadAll));
  } else if (act == "damage-cache" && argc == 4) {
    std::string name = argv[3];
    std::printf("%zu\n", Damage(*file, [&name](auto bytes) { FindInLoaderCache(*bytes, name); }));
  } else {
    return 2;
  }
}
