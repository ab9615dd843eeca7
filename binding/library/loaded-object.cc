// Lookup in DT_GNU_HASH: https://sourceware.org/legacy-ml/binutils/2006-10/msg00377.html.
#include "library/loaded-object.h"

#include <sys/mman.h>
#include <unistd.h>

namespace ffi_native {

namespace {

uint32_t HashOf(std::string_view name) {
  uint32_t hash = 5381;
  for (unsigned char byte : name) hash = hash * 33 + byte;
  return hash;
}

#if __SIZEOF_POINTER__ == 8
size_t SymbolIndex(const ElfW(Rela) & relocation) { return ELF64_R_SYM(relocation.r_info); }
#else
size_t SymbolIndex(const ElfW(Rela) & relocation) { return ELF32_R_SYM(relocation.r_info); }
#endif

}  // namespace

void LoadedObject::ForEach(const std::function<bool(const LoadedObject&)>& visit) {
  // The loader's lock is held during these calls.
  auto visit_one = [](dl_phdr_info* info, size_t, void* visitor) {
    bool more = (*static_cast<const std::function<bool(const LoadedObject&)>*>(visitor))(LoadedObject(*info));
    return more ? 0 : 1;
  };
  dl_iterate_phdr(visit_one, const_cast<void*>(static_cast<const void*>(&visit)));
}

LoadedObject::LoadedObject(const dl_phdr_info& info)
    : file_name_(info.dlpi_name), base_(info.dlpi_addr), segments_(info.dlpi_phdr), segment_count_(info.dlpi_phnum) {
  file_name_.remove_prefix(file_name_.rfind('/') + 1);
  for (size_t i = 0; i < segment_count_; ++i) {
    const ElfW(Phdr)& segment = segments_[i];
    if (segment.p_type == PT_GNU_RELRO) {
      // glibc rounds both ends down: the last page may hold what is not to be protected.
      Address page_mask = ~static_cast<Address>(sysconf(_SC_PAGESIZE) - 1);
      relocated_start_ = (base_ + segment.p_vaddr) & page_mask;
      relocated_end_ = (base_ + segment.p_vaddr + segment.p_memsz) & page_mask;
    }
    // SAFETY: the loader has mapped the segment of this type at its address, and has read it itself.
    if (segment.p_type == PT_DYNAMIC) ReadDynamicSection(reinterpret_cast<const ElfW(Dyn)*>(base_ + segment.p_vaddr));
  }
}

void LoadedObject::ReadDynamicSection(const ElfW(Dyn) * section) {
  // SAFETY of the casts: each tag says what is at its address. glibc adds the base to these addresses in place, unless
  // the section is read-only.
  auto at = [this](Address value) { return reinterpret_cast<const void*>(value < base_ ? value + base_ : value); };
  for (const ElfW(Dyn)* entry = section; entry->d_tag != DT_NULL; ++entry) {
    auto value = entry->d_un.d_val;
    if (entry->d_tag == DT_SYMTAB) symbols_ = static_cast<const Symbol*>(at(value));
    if (entry->d_tag == DT_STRTAB) strings_ = static_cast<const char*>(at(value));
    if (entry->d_tag == DT_GNU_HASH) hash_ = static_cast<const GnuHash*>(at(value));
    if (entry->d_tag == DT_RELA) relocations_ = static_cast<const Relocation*>(at(value));
    if (entry->d_tag == DT_RELASZ) relocation_count_ = value / sizeof(Relocation);
    if (entry->d_tag == DT_RELACOUNT) relative_count_ = value;
  }
  for (const ElfW(Dyn)* entry = section; entry->d_tag != DT_NULL; ++entry) {
    if (entry->d_tag == DT_NEEDED && strings_) needed_.emplace_back(strings_ + entry->d_un.d_val);
  }
}

LoadedObject::Address LoadedObject::Find(std::string_view name) const {
  if (!hash_ || hash_->bucket_count == 0) return 0;
  auto* bloom = reinterpret_cast<const Address*>(hash_ + 1);
  auto* buckets = reinterpret_cast<const uint32_t*>(bloom + hash_->bloom_words);
  const uint32_t* chains = buckets + hash_->bucket_count;
  constexpr uint32_t kWordBits = 8 * sizeof(Address);
  uint32_t hash = HashOf(name);
  Address word = bloom[hash / kWordBits % hash_->bloom_words];
  Address both = (Address{1} << hash % kWordBits) | (Address{1} << (hash >> hash_->bloom_shift) % kWordBits);
  if ((word & both) != both) return 0;
  uint32_t index = buckets[hash % hash_->bucket_count];
  if (index < hash_->first_symbol) return 0;  // an empty bucket
  for (;; ++index) {
    // The lowest bit of a hash in a chain is not the hash's: it marks the chain's end.
    uint32_t chained = chains[index - hash_->first_symbol];
    const Symbol& symbol = symbols_[index];
    // An undefined symbol is here where a non-PIE executable has a PLT entry that stands for another's function.
    if ((chained | 1) == (hash | 1) && symbol.st_shndx != SHN_UNDEF && name == strings_ + symbol.st_name) {
      return base_ + symbol.st_value;
    }
    if (chained & 1) return 0;
  }
}

void LoadedObject::ForEachRelocation(const RelocationVisitor& visit) const {
  if (!relocations_) return;
  for (size_t i = relative_count_; i < relocation_count_; ++i) {
    size_t index = SymbolIndex(relocations_[i]);
    if (index != 0) visit(relocations_[i], symbols_[index], strings_ + symbols_[index].st_name);
  }
}

bool LoadedObject::IsWritable(Address address, size_t size) const {
  if (address < relocated_end_ && address + size > relocated_start_) return false;
  for (size_t i = 0; i < segment_count_; ++i) {
    const ElfW(Phdr)& segment = segments_[i];
    if (segment.p_type != PT_LOAD || !(segment.p_flags & PF_W) || address < base_ + segment.p_vaddr) continue;
    if (address + size <= base_ + segment.p_vaddr + segment.p_memsz) return true;
  }
  return false;
}

bool LoadedObject::SetRelocatedWritable(bool writable) const {
  if (relocated_start_ >= relocated_end_) return true;
  return mprotect(reinterpret_cast<void*>(relocated_start_), relocated_end_ - relocated_start_,
                  writable ? PROT_READ | PROT_WRITE : PROT_READ) == 0;
}

}  // namespace ffi_native
