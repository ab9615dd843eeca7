// An executable or a library as glibc's loader has it in memory: its names, and the places that refer to names. Its
// tables are those that the loader itself works with, so unlike a file's they are taken as sound.
#pragma once

#include <link.h>

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace ffi_native {

class LoadedObject {
 public:
  using Address = ElfW(Addr);
  using Relocation = ElfW(Rela);
  using Symbol = ElfW(Sym);

  // Visits all that are loaded, in the order of loading (first the executable, then what came with it) until `visit`
  // returns false. None can be unloaded meanwhile, and the executable and what it needs never can.
  static void ForEach(const std::function<bool(const LoadedObject&)>& visit);

  Address base() const { return base_; }
  // The name of the file it was loaded from, without directories; empty for the executable.
  std::string_view file_name() const { return file_name_; }
  // DT_NEEDED.
  const std::vector<std::string_view>& needed() const { return needed_; }

  // Where the object defines `name` for others; 0 when it does not, or when it has no DT_GNU_HASH.
  Address Find(std::string_view name) const;

  // Visits the relocations with an addend that refer to a symbol; not those of function calls (DT_JMPREL).
  using RelocationVisitor = std::function<void(const Relocation&, const Symbol&, std::string_view name)>;
  void ForEachRelocation(const RelocationVisitor& visit) const;

  // Whether these bytes are the object's, and such as it may write to.
  bool IsWritable(Address address, size_t size) const;

  // Makes what the loader protected after it had relocated it (PT_GNU_RELRO) writable, or read-only again. False when
  // the system refuses.
  bool SetRelocatedWritable(bool writable) const;

 private:
  // DT_GNU_HASH: this, a Bloom filter, the buckets, and chains of the symbols in the order of their buckets.
  struct GnuHash {
    uint32_t bucket_count, first_symbol, bloom_words, bloom_shift;
  };

  explicit LoadedObject(const dl_phdr_info& info);
  void ReadDynamicSection(const ElfW(Dyn) * section);

  std::string_view file_name_;
  Address base_;
  const ElfW(Phdr) * segments_;
  size_t segment_count_;
  Address relocated_start_ = 0;  // of whole pages
  Address relocated_end_ = 0;
  std::vector<std::string_view> needed_;
  const Symbol* symbols_ = nullptr;
  const char* strings_ = nullptr;
  const GnuHash* hash_ = nullptr;
  const Relocation* relocations_ = nullptr;
  size_t relocation_count_ = 0;
  size_t relative_count_ = 0;  // the first ones, which name no symbol
};

}  // namespace ffi_native
