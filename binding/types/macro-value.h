// What a macro is worth that stands for a number or for text.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "types/constant.h"
#include "types/lexer.h"
#include "types/scope.h"

namespace ffi_native {

// An integer of a C type, a floating number, or text in UTF-8.
using ConstantValue = std::variant<Constant, double, std::string>;

// The value of tokens that are an integer constant expression, a floating constant (with signs, parentheses and casts),
// or string literals; nullopt for any others.
std::optional<ConstantValue> ValueOf(const std::vector<Token>& tokens, TypeTable& types, Scope& scope);

}  // namespace ffi_native
