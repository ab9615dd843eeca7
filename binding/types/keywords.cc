// The table of keywords, hashed once.
#include "types/keywords.h"

#include <unordered_map>

#include "core/process-state.h"

namespace ffi_native {

namespace {

// C17 6.4.1, each for itself.
constexpr std::string_view kOthers[] = {"break", "case",     "continue", "default",       "do",     "else",
                                        "for",   "goto",     "if",       "return",        "sizeof", "switch",
                                        "while", "_Alignas", "_Alignof", "_Static_assert"};
// Of compilers.
constexpr std::string_view kExtensions[] = {
    "__attribute__", "asm", "__cdecl", "__stdcall", "__fastcall", "__thiscall", "__builtin_offsetof", "_Pragma"};
constexpr std::string_view kTypes[] = {"void",   "char",     "short",    "int",      "long",         "float", "double",
                                       "signed", "unsigned", "_Bool",    "_Complex", "struct",       "union", "enum",
                                       "const",  "volatile", "restrict", "_Atomic",  "__extension__"};
constexpr std::string_view kStorage[] = {"typedef",  "extern", "static",    "auto",
                                         "register", "inline", "_Noreturn", "_Thread_local"};
constexpr std::string_view kUnsupported[] = {"__int128",   "__int128_t", "__uint128_t", "_BitInt",       "_Float16",
                                             "__bf16",     "__float80",  "_Decimal32",  "_Decimal64",    "_Decimal128",
                                             "_Imaginary", "_Generic",   "typeof",      "typeof_unqual", "__auto_type"};

// The spellings of gcc and of C23.
struct Alternative {
  std::string_view spelling;
  std::string_view keyword;
};

constexpr Alternative kAlternatives[] = {{"__const", "const"},
                                         {"__const__", "const"},
                                         {"__volatile", "volatile"},
                                         {"__volatile__", "volatile"},
                                         {"__restrict", "restrict"},
                                         {"__restrict__", "restrict"},
                                         {"__signed", "signed"},
                                         {"__signed__", "signed"},
                                         {"__inline", "inline"},
                                         {"__inline__", "inline"},
                                         {"__complex", "_Complex"},
                                         {"__complex__", "_Complex"},
                                         {"__alignof", "_Alignof"},
                                         {"__alignof__", "_Alignof"},
                                         {"__asm", "asm"},
                                         {"__asm__", "asm"},
                                         {"__typeof", "typeof"},
                                         {"__typeof__", "typeof"},
                                         {"alignas", "_Alignas"},
                                         {"alignof", "_Alignof"},
                                         {"__thread", "_Thread_local"},
                                         {"static_assert", "_Static_assert"},
                                         {"__attribute", "__attribute__"},
                                         {"__pragma", "_Pragma"}};

struct Keywords {
  std::unordered_map<std::string_view, Keyword> table;
  Keywords() {
    for (const std::string_view name : kOthers) table[name] = {name};
    for (const std::string_view name : kExtensions) table[name] = {name};
    for (const std::string_view name : kTypes) table[name] = {name, true};
    for (const std::string_view name : kStorage) table[name] = {name, name == "register", false, true};
    for (const std::string_view name : kUnsupported) table[name] = {name, true, true};
    for (const auto& [spelling, name] : kAlternatives) table[spelling] = table.at(name);
  }
};

}  // namespace

const Keyword* KeywordOf(std::string_view identifier) {
  const auto& table = ProcessState<Keywords>().table;
  const auto found = table.find(identifier);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace ffi_native
