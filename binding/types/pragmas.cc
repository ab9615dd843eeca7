// A pragma is a line of tokens of its own.
#include "types/pragmas.h"

#include <algorithm>

#include "core/fault.h"

namespace ffi_native {

namespace {

// The tokens of a line; none when there is something else in it.
std::vector<Token> TokensOf(std::string_view text) {
  std::vector<Token> tokens;
  try {
    Lexer lexer(text);
    for (Token token = lexer.Next(); token.kind != Token::Kind::kEnd; token = lexer.Next()) tokens.push_back(token);
  } catch (const Fault&) {
    return {};
  }
  return tokens;
}

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr bool kIsLittleEndian = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

}  // namespace

bool Pragmas::Apply(std::string_view text) {
  const std::vector<Token> words = TokensOf(text);
  if (words.empty()) return true;
  const std::string_view name = words[0].text;
  const std::string_view value = words.size() > 1 ? words[1].text : std::string_view();
  if (name == "pack") return ApplyPack(words);
  if (name == "redefine_extname") return false;
  bool is_native = true;
  if (name == "ms_struct") {
    is_native = IsOneOf(value, {"off", "reset"});
  } else if (name == "scalar_storage_order") {
    is_native = IsOneOf(value, {"default", kIsLittleEndian ? "little" : "big"});
  } else if (name == "options" && value == "align") {
    is_native = words.size() > 3 && IsOneOf(words[3].text, {"natural", "native", "reset"});
  } else {
    return true;
  }
  unsupported_ = is_native ? "" : "#pragma " + std::string(name) + " " + std::string(value);
  return true;
}

// pack ( [push | pop] [, name] [, number] )
bool Pragmas::ApplyPack(const std::vector<Token>& words) {
  if (words.size() < 3 || !words[1].Is("(") || !words.back().Is(")")) return false;
  bool pushes = false;
  bool pops = false;
  std::string_view name;
  std::string_view number = words.size() == 3 ? "0" : "";
  for (size_t i = 2; i + 1 < words.size(); i += 2) {
    const bool is_number = words[i].kind == Token::Kind::kNumber;
    const bool is_act = i == 2 && IsOneOf(words[i].text, {"push", "pop"});
    if (!is_number && words[i].kind != Token::Kind::kIdentifier) return false;
    if (i + 2 < words.size() && !words[i + 1].Is(",")) return false;
    if (is_act) {
      (words[i].text == "push" ? pushes : pops) = true;
    } else {
      (is_number ? number : name) = words[i].text;
    }
  }
  const bool is_alone = !pushes && !pops;
  if (!IsOneOf(number, {"", "0", "1", "2", "4", "8", "16"}) || (is_alone && !name.empty())) return false;
  if (pushes) saved_.push_back({std::string(name), pack_});
  if (pops) Pop(name);
  if (!number.empty()) pack_ = static_cast<size_t>(std::stoi(std::string(number)));
  return true;
}

// Back to what was before the last push, or before the last one of a name. Where there is none, nothing happens.
void Pragmas::Pop(std::string_view name) {
  auto found = saved_.rbegin();
  if (!name.empty()) found = std::find_if(found, saved_.rend(), [&](const Saved& saved) { return saved.name == name; });
  if (found == saved_.rend()) return;
  pack_ = found->pack;
  saved_.erase(found.base() - 1, saved_.end());
}

}  // namespace ffi_native
