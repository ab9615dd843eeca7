// An ELF shared library as it lies on disk: what it needs, where it wants that to be sought, and which names it
// defines. It loads nothing, and what makes no sense in the file counts as absent.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "library/file-bytes.h"

namespace ffi_native {

class ElfImage {
 public:
  // Keeps the file; nullopt when it is none (null), or no ELF shared library for this process's machine.
  static std::optional<ElfImage> Read(std::shared_ptr<const UntrustedBytes> file);

  // DT_NEEDED, in order. The views of this class are into the file's bytes.
  const std::vector<std::string_view>& needed() const { return needed_; }
  // DT_RPATH and DT_RUNPATH, directories with colons between them; empty when there are none.
  std::string_view rpath() const { return rpath_; }
  std::string_view runpath() const { return runpath_; }

  // Whether `matches` holds for a name that the library exports by a strong definition: not for weak ones, nor for
  // those of C++ templates and inline functions, which many libraries define and any may replace.
  bool AnyStrongDefinition(const std::function<bool(std::string_view)>& matches) const;

 private:
  explicit ElfImage(std::shared_ptr<const UntrustedBytes> file) : file_(std::move(file)) {}
  bool ReadHeaders();
  void ReadDynamicSection(UntrustedBytes section);
  UntrustedBytes AtAddress(uint64_t address) const;
  uint64_t SymbolCount() const;

  std::shared_ptr<const UntrustedBytes> file_;
  UntrustedBytes program_headers_;
  UntrustedBytes strings_;   // DT_STRTAB
  UntrustedBytes symbols_;   // DT_SYMTAB
  UntrustedBytes hash_;      // DT_HASH
  UntrustedBytes gnu_hash_;  // DT_GNU_HASH
  std::vector<std::string_view> needed_;
  std::string_view rpath_;
  std::string_view runpath_;
};

}  // namespace ffi_native
