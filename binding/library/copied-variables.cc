// Finds the copies by the executable's relocations, and the references to their originals by those of the libraries.
#include "library/copied-variables.h"

#include <algorithm>
#include <cstring>

namespace ffi_native {

namespace {

bool IsCopy(const LoadedObject::Relocation& relocation) {
#if defined(__x86_64__)
  return ELF64_R_TYPE(relocation.r_info) == R_X86_64_COPY;
#elif defined(__aarch64__)
  return ELF64_R_TYPE(relocation.r_info) == R_AARCH64_COPY;
#elif defined(__s390x__)
  return ELF64_R_TYPE(relocation.r_info) == R_390_COPY;
#else
  (void)relocation;
  return false;
#endif
}

// SAFETY of the casts below: these addresses are of variables and of words that the loader has found or written there,
// in objects that are loaded.
void* Memory(LoadedObject::Address address) { return reinterpret_cast<void*>(address); }

}  // namespace

CopiedVariables::CopiedVariables() {
  LoadedObject::ForEach([this](const LoadedObject& object) {
    loaded_before_.insert(object.base());
    auto is_this = [&object](std::string_view name) { return name == object.file_name(); };
    if (startup_.empty() || std::any_of(startup_[0].needed().begin(), startup_[0].needed().end(), is_this)) {
      startup_.push_back(object);
    }
    return true;
  });
  const LoadedObject& executable = startup_[0];
  executable.ForEachRelocation([&](const auto& relocation, const auto& symbol, std::string_view name) {
    if (!IsCopy(relocation)) return;
    Address copy = executable.base() + relocation.r_offset;
    copies_.insert(copy);
    for (const LoadedObject& object : startup_) {
      Address original = object.Find(name);
      if (original == 0 || original == copy) continue;
      if (object.IsWritable(original, symbol.st_size)) std::memcpy(Memory(original), Memory(copy), symbol.st_size);
      break;
    }
  });
}

std::vector<CopiedVariables::Reference> CopiedVariables::ReferencesToOriginals(const LoadedObject& library) const {
  std::vector<Reference> references;
  library.ForEachRelocation([&](const auto& relocation, const auto&, std::string_view name) {
    // By its address, not its name: `environ` is another name of the `__environ` that was copied.
    Address copy = startup_[0].Find(name);
    if (!copies_.count(copy)) return;
    Address place = library.base() + relocation.r_offset;
    Address value;
    std::memcpy(&value, Memory(place), sizeof value);
    // Only what holds the address of an original, which also tells the kind of the relocation on any machine: a library
    // may have a variable of its own by that name.
    Address original = value - relocation.r_addend;
    auto defines_it = [&](const LoadedObject& object) { return original != 0 && object.Find(name) == original; };
    if (std::any_of(startup_.begin() + 1, startup_.end(), defines_it)) {
      references.push_back({place, copy + relocation.r_addend});
    }
  });
  return references;
}

void CopiedVariables::ShareWithNewLibraries() const {
  if (copies_.empty()) return;
  LoadedObject::ForEach([this](const LoadedObject& object) {
    if (loaded_before_.count(object.base())) return true;
    std::vector<Reference> references = ReferencesToOriginals(object);
    if (references.empty() || !object.SetRelocatedWritable(true)) return true;
    for (const Reference& reference : references) {
      std::memcpy(Memory(reference.place), &reference.value, sizeof reference.value);
    }
    object.SetRelocatedWritable(false);
    return true;
  });
}

}  // namespace ffi_native
