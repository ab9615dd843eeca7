// The relocations of the object that defines a variable tell what its own code finds: the loader has written the
// address there, or a correction of ours has (copied-variables.h).
#include <algorithm>
#include <cstring>
#include <optional>

#include "library/interposition.h"
#include "library/loaded-object.h"

namespace ffi_native {

namespace {

using Address = LoadedObject::Address;

std::optional<Address> AddressInUse(const LoadedObject& definer, Address defined) {
  std::optional<Address> used;
  definer.ForEachRelocation([&](const auto& relocation, const auto& symbol, std::string_view name) {
    // By its address, not its name: `environ` is another name of the `__environ` to which libc itself refers.
    if (used || ELF64_ST_TYPE(symbol.st_info) != STT_OBJECT || definer.Find(name) != defined) return;
    Address value = 0;
    // SAFETY: the loader has relocated this word of an object that is loaded.
    std::memcpy(&value, reinterpret_cast<const void*>(definer.base() + relocation.r_offset), sizeof value);
    used = value - relocation.r_addend;
  });
  return used;
}

}  // namespace

void* UsedVariable(std::string_view name, void* defined, void* first) {
  const auto own = reinterpret_cast<Address>(defined);
  std::vector<std::string_view> needed;  // by the executable, which is visited first
  bool came_with_executable = false;
  std::optional<Address> used;
  LoadedObject::ForEach([&](const LoadedObject& object) {
    if (needed.empty()) needed = object.needed();
    if (object.Find(name) != own) return true;
    used = AddressInUse(object, own);
    came_with_executable = std::find(needed.begin(), needed.end(), object.file_name()) != needed.end();
    return false;
  });
  if (used) return reinterpret_cast<void*>(*used);
  return came_with_executable ? first : defined;
}

}  // namespace ffi_native
