// Replacement as C17 6.10.3 has it, without parameters: a macro is not replaced within what it stands for itself.
#include "types/macros.h"

#include <algorithm>

#include "core/fault.h"
#include "types/limits.h"

namespace ffi_native {

struct Macros::Expansion {
  std::vector<Token> tokens;
  std::vector<const Macro*> open;  // which must not be replaced again
  size_t steps = 0;
};

void Macros::Define(std::string_view text) {
  Token name;
  try {
    name = Lexer(text).Next();
  } catch (const Fault&) {
    return;  // what has no name is no macro
  }
  if (name.kind != Token::Kind::kIdentifier) return;
  const std::string_view body = text.substr(name.offset + name.text.size());
  Macro& macro = macros_[name.text];
  macro.body = body;
  macro.is_defined = true;
  macro.has_parameters = !body.empty() && body[0] == '(';
}

void Macros::Undefine(std::string_view name) {
  if (Macro* macro = macros_.Find(name)) macro->is_defined = false;
}

const Macros::Macro* Macros::Find(std::string_view name) const {
  const Macro* macro = macros_.Find(name);
  return macro != nullptr && macro->is_defined ? macro : nullptr;
}

std::vector<std::string_view> Macros::Names() const {
  std::vector<std::string_view> names;
  for (const auto& [name, macro] : macros_) names.push_back(name);
  return names;
}

std::optional<std::vector<Token>> Macros::Expand(std::string_view name) const {
  const Macro* macro = Find(name);
  if (macro == nullptr) return std::nullopt;
  Expansion expansion;
  try {
    if (!Expand(*macro, expansion)) return std::nullopt;
  } catch (const Fault&) {
    return std::nullopt;  // `#` and `##`, and what is no token
  }
  return std::move(expansion.tokens);
}

bool Macros::Expand(const Macro& macro, Expansion& expansion) const {
  if (macro.has_parameters || expansion.open.size() == kMaxNesting) return false;
  expansion.open.push_back(&macro);
  Lexer lexer(macro.body);
  for (Token token = lexer.Next(); token.kind != Token::Kind::kEnd; token = lexer.Next()) {
    if (++expansion.steps > kMaxExpansion) return false;
    const Macro* inner = token.kind == Token::Kind::kIdentifier ? Find(token.text) : nullptr;
    const bool is_open = std::find(expansion.open.begin(), expansion.open.end(), inner) != expansion.open.end();
    if (inner == nullptr || is_open) {
      expansion.tokens.push_back(token);
    } else if (!Expand(*inner, expansion)) {
      return false;
    }
  }
  expansion.open.pop_back();
  return true;
}

}  // namespace ffi_native
