// The macros of a text, as its `#define` lines tell them. Nothing of a text is replaced by them: they are asked for the
// tokens that they stand for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "types/lexer.h"
#include "types/name-table.h"

namespace ffi_native {

class Macros {
 public:
  // Takes the text behind `#define`; a later definition replaces an earlier one.
  void Define(std::string_view text);
  void Undefine(std::string_view name);

  // The tokens that a macro without parameters stands for, macros within it replaced; nullopt for any other name, and
  // where macros with parameters would have to be replaced. The tokens refer to this object, until it changes.
  std::optional<std::vector<Token>> Expand(std::string_view name) const;

  // All names that have ever been defined, in order.
  std::vector<std::string_view> Names() const;

 private:
  struct Macro {
    std::string body;
    bool is_defined = false;
    bool has_parameters = false;
  };
  struct Expansion;

  const Macro* Find(std::string_view name) const;
  bool Expand(const Macro& macro, Expansion& expansion) const;

  NameTable<Macro> macros_;
};

}  // namespace ffi_native
