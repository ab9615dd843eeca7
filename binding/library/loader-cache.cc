// The layout is that of glibc/sysdeps/generic/dl-cache.h: a header, entries, and strings, to which the entries refer by
// offsets from the header. Before glibc 2.32 an older table stood in front of it.
#include "library/loader-cache.h"

namespace ffi_native {

namespace {

struct Header {
  char magic[20];
  uint32_t entry_count;
  uint32_t unused[6];
};

struct Entry {
  int32_t flags;
  uint32_t name;
  uint32_t path;
  uint32_t os_version;
  uint64_t hardware;  // not 0: for some processors only
};

struct OldHeader {
  char magic[12];
  uint32_t entry_count;
};

constexpr std::string_view kMagic = "glibc-ld.so.cache1.1";
constexpr std::string_view kOldMagic = "ld.so-1.7.0";
constexpr uint64_t kOldEntrySize = 12;

UntrustedBytes WithoutOldTable(const UntrustedBytes& file) {
  auto old = file.Read<OldHeader>(0);
  if (!old || std::string_view(old->magic, kOldMagic.size()) != kOldMagic) return file;
  uint64_t size = sizeof(OldHeader) + old->entry_count * kOldEntrySize;
  return file.Part((size + alignof(Entry) - 1) / alignof(Entry) * alignof(Entry));
}

}  // namespace

std::vector<std::string> FindInLoaderCache(const UntrustedBytes& file, std::string_view name) {
  std::vector<std::string> paths;
  UntrustedBytes cache = WithoutOldTable(file);
  auto header = cache.Read<Header>(0);
  if (!header || std::string_view(header->magic, kMagic.size()) != kMagic) return paths;
  for (uint64_t i = 0; i < header->entry_count; ++i) {
    auto entry = cache.Read<Entry>(sizeof(Header) + i * sizeof(Entry));
    if (!entry) break;
    if (entry->hardware == 0 && cache.Text(entry->name) == name) paths.emplace_back(cache.Text(entry->path));
  }
  return paths;
}

}  // namespace ffi_native
