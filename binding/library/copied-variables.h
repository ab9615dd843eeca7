// Variables of libc and libstdc++ (environ, std::cout) that the executable holds copies of: its linker reserved places
// for them (R_*_COPY), the loader copied their first values, and from then on all mean these copies - but libraries
// that look among their own needs first, and so find the abandoned originals. This mends that.
#pragma once

#include <string_view>
#include <unordered_set>
#include <vector>

#include "library/loaded-object.h"

namespace ffi_native {

// Made before libraries are loaded with their own names first. It knows no copies on machines whose relocations have no
// addends, or are not known to copied-variables.cc.
class CopiedVariables {
 public:
  // Gives the originals the present values of the copies, for the initialisers of the libraries that will be loaded:
  // those run before their references can be mended.
  CopiedVariables();

  // Makes the libraries that were loaded since refer to the copies.
  void ShareWithNewLibraries() const;

 private:
  using Address = LoadedObject::Address;

  // A word in a library that holds the address of an original, and what it ought to hold.
  struct Reference {
    Address place;
    Address value;
  };

  std::vector<Reference> ReferencesToOriginals(const LoadedObject& library) const;

  std::vector<LoadedObject> startup_;  // the executable and what it needs itself: these are never unloaded
  std::unordered_set<Address> copies_;
  std::unordered_set<Address> loaded_before_;  // by base
};

}  // namespace ffi_native
