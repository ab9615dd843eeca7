// What the pragmas of a text say of the layout of the structs behind them: `#pragma pack`, as gcc and clang obey it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "types/lexer.h"

namespace ffi_native {

class Pragmas {
 public:
  // Takes the text behind `#pragma`. False for one that means something but is not understood; what changes no layout
  // and no symbol is passed over.
  bool Apply(std::string_view text);

  // Bytes to which members are aligned at most; 0 is no limit.
  size_t pack() const { return pack_; }
  // A pragma in force that lays structs out in a way that is not known here, or an empty text.
  const std::string& unsupported() const { return unsupported_; }

 private:
  struct Saved {
    std::string name;
    size_t pack;
  };

  bool ApplyPack(const std::vector<Token>& words);
  void Pop(std::string_view name);

  size_t pack_ = 0;
  std::vector<Saved> saved_;
  std::string unsupported_;
};

}  // namespace ffi_native
