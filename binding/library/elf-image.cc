// Reading of ELF files: https://gabi.xinuos.com, chapters "Object Files" and "Program Loading and Dynamic Linking".
#include "library/elf-image.h"

#include <link.h>

#include <algorithm>

extern "C" __attribute__((visibility("hidden"))) const ElfW(Ehdr) __ehdr_start;  // made by the linker: our own header

namespace ffi_native {

namespace {

using ProgramHeader = ElfW(Phdr);
using DynamicEntry = ElfW(Dyn);
using Symbol = ElfW(Sym);

// The class, byte order and machine of this very code: any other would not load.
bool IsLibraryForThisMachine(const ElfW(Ehdr) & header) {
  const ElfW(Ehdr)& own = __ehdr_start;
  return std::memcmp(header.e_ident, own.e_ident, EI_VERSION) == 0 && header.e_machine == own.e_machine &&
         header.e_type == ET_DYN && header.e_phentsize == sizeof(ProgramHeader);
}

// Both classes pack binding, type and visibility alike, so one set of macros serves.
bool IsStrongDefinition(const Symbol& symbol) {
  int type = ELF64_ST_TYPE(symbol.st_info);
  int visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  return ELF64_ST_BIND(symbol.st_info) == STB_GLOBAL && symbol.st_shndx != SHN_UNDEF && type != STT_SECTION &&
         type != STT_FILE && (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

}  // namespace

std::optional<ElfImage> ElfImage::Read(std::shared_ptr<const UntrustedBytes> file) {
  if (!file) return std::nullopt;
  ElfImage image(std::move(file));
  if (!image.ReadHeaders()) return std::nullopt;
  return image;
}

// False when this is no library with a dynamic section.
bool ElfImage::ReadHeaders() {
  auto header = file_->Read<ElfW(Ehdr)>(0);
  if (!header || !IsLibraryForThisMachine(*header)) return false;
  program_headers_ = file_->Part(header->e_phoff, uint64_t{header->e_phnum} * sizeof(ProgramHeader));
  for (uint64_t at = 0; auto segment = program_headers_.Read<ProgramHeader>(at); at += sizeof(ProgramHeader)) {
    if (segment->p_type != PT_DYNAMIC) continue;
    ReadDynamicSection(file_->Part(segment->p_offset, segment->p_filesz));
    return true;
  }
  return false;
}

// The bytes of the file that the loader would map at `address`, to the end of their segment.
UntrustedBytes ElfImage::AtAddress(uint64_t address) const {
  for (uint64_t at = 0; auto segment = program_headers_.Read<ProgramHeader>(at); at += sizeof(ProgramHeader)) {
    if (segment->p_type != PT_LOAD || address < segment->p_vaddr) continue;
    uint64_t offset = address - segment->p_vaddr;
    if (offset < segment->p_filesz) return file_->Part(segment->p_offset, segment->p_filesz).Part(offset);
  }
  return {};
}

// The dynamic section says where the other tables are.
void ElfImage::ReadDynamicSection(UntrustedBytes section) {
  std::vector<DynamicEntry> names;  // offsets into the strings, whose place comes later
  uint64_t strings_size = 0;
  for (uint64_t at = 0; auto entry = section.Read<DynamicEntry>(at); at += sizeof(DynamicEntry)) {
    uint64_t value = entry->d_un.d_val;
    if (entry->d_tag == DT_NULL) break;
    if (entry->d_tag == DT_STRTAB) strings_ = AtAddress(value);
    if (entry->d_tag == DT_STRSZ) strings_size = value;
    if (entry->d_tag == DT_SYMTAB) symbols_ = AtAddress(value);
    if (entry->d_tag == DT_HASH) hash_ = AtAddress(value);
    if (entry->d_tag == DT_GNU_HASH) gnu_hash_ = AtAddress(value);
    if (entry->d_tag == DT_NEEDED || entry->d_tag == DT_RPATH || entry->d_tag == DT_RUNPATH) names.push_back(*entry);
  }
  strings_ = strings_.Part(0, strings_size);
  for (const DynamicEntry& entry : names) {
    std::string_view text = strings_.Text(entry.d_un.d_val);
    if (text.empty()) continue;
    if (entry.d_tag == DT_NEEDED) needed_.push_back(text);
    if (entry.d_tag == DT_RPATH) rpath_ = text;
    if (entry.d_tag == DT_RUNPATH) runpath_ = text;
  }
}

// No table says how many dynamic symbols there are; the hash tables over them tell.
uint64_t ElfImage::SymbolCount() const {
  struct GnuHashHeader {
    uint32_t bucket_count, first_symbol, bloom_words, bloom_shift;
  };
  auto gnu = gnu_hash_.Read<GnuHashHeader>(0);
  // Words of 32 bits in both classes, but on Alpha and s390x, whose linkers write DT_GNU_HASH as well.
  if (!gnu) return hash_.Read<uint32_t>(sizeof(uint32_t)).value_or(0);

  UntrustedBytes buckets = gnu_hash_.Part(sizeof(GnuHashHeader) + uint64_t{gnu->bloom_words} * sizeof(ElfW(Addr)));
  uint32_t last = 0;  // where the last chain begins, of symbols in the order of their buckets
  for (uint64_t i = 0; i < gnu->bucket_count; ++i) {
    auto first = buckets.Read<uint32_t>(i * sizeof(uint32_t));
    if (!first) return 0;
    last = std::max(last, *first);
  }
  if (last < gnu->first_symbol) return 0;  // every bucket is empty: it exports nothing
  UntrustedBytes chains = buckets.Part(uint64_t{gnu->bucket_count} * sizeof(uint32_t));
  for (uint64_t i = last - gnu->first_symbol; auto hash = chains.Read<uint32_t>(i * sizeof(uint32_t)); ++i) {
    if (*hash & 1) return gnu->first_symbol + i + 1;  // the lowest bit marks a chain's end
  }
  return 0;
}

bool ElfImage::AnyStrongDefinition(const std::function<bool(std::string_view)>& matches) const {
  uint64_t count = SymbolCount();
  for (uint64_t i = 0; i < count; ++i) {
    auto symbol = symbols_.Read<Symbol>(i * sizeof(Symbol));
    if (!symbol) return false;
    if (!IsStrongDefinition(*symbol)) continue;
    std::string_view name = strings_.Text(symbol->st_name);
    if (!name.empty() && matches(name)) return true;
  }
  return false;
}

}  // namespace ffi_native
