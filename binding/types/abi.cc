// The table of names, which differs from machine to machine.
#include "types/abi.h"

namespace ffi_native {

namespace {

enum class Origin : uint8_t { kLibffi, kOther };

struct Row {
  std::string_view name;
  Abi abi;
  Origin origin;
};

// FFI_GNUW64 differs from FFI_WIN64 in the size of long double alone, and that is the compiler's, whatever is asked.
constexpr Row kRows[] = {
    {"default", Abi::kDefault, Origin::kOther},
#if defined(_WIN64)
    {"win64", Abi::kDefault, Origin::kLibffi},
    {"gnuw64", Abi::kDefault, Origin::kLibffi},
    {"ms", Abi::kDefault, Origin::kOther},
#elif defined(__x86_64__)
    {"unix64", Abi::kDefault, Origin::kLibffi}, {"win64", Abi::kWin64, Origin::kLibffi},
    {"gnuw64", Abi::kWin64, Origin::kLibffi},   {"sysv", Abi::kDefault, Origin::kOther},
    {"ms", Abi::kWin64, Origin::kOther},
#elif defined(__aarch64__) || defined(__s390x__) || defined(__riscv)
    {"sysv", Abi::kDefault, Origin::kLibffi},
#elif defined(__ARM_PCS_VFP)
    {"vfp", Abi::kDefault, Origin::kLibffi},
#endif
};

}  // namespace

std::vector<std::string_view> AbiNames() {
  std::vector<std::string_view> names;
  for (const Row& row : kRows) names.push_back(row.name);
  return names;
}

std::vector<std::string_view> LibffiAbiNames() {
  std::vector<std::string_view> names;
  for (const Row& row : kRows) {
    if (row.origin == Origin::kLibffi) names.push_back(row.name);
  }
  if (names.empty()) names.push_back(kRows[0].name);  // a machine whose names do not stand here
  return names;
}

std::optional<Abi> AbiOf(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.abi;
  }
  return std::nullopt;
}

std::string_view NameOf(Abi abi) { return abi == Abi::kWin64 ? "win64" : "default"; }

std::string_view AttributeOf(Abi abi) { return abi == Abi::kWin64 ? "ms_abi" : std::string_view(); }

}  // namespace ffi_native
