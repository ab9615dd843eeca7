// Calling conventions by name. It knows which there are on this machine; how libffi makes their calls, call/abi knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ffi_native {

enum class Abi : uint8_t {
  kDefault,  // the platform's own, by whatever name it was asked for
  kWin64,    // Microsoft's on x86-64
};

// What the platform's conventions are called: `default`; in lower case what libffi calls them, the default first; and
// on x86-64 `sysv` and `ms`, as gcc's attributes sysv_abi and ms_abi have it.
std::vector<std::string_view> AbiNames();
// Those of them that are libffi's.
std::vector<std::string_view> LibffiAbiNames();

// The convention of one of AbiNames(); nullopt for what this platform lacks.
std::optional<Abi> AbiOf(std::string_view name);
std::string_view NameOf(Abi abi);

// The attribute that gives a function its convention; empty for the default.
std::string_view AttributeOf(Abi abi);

}  // namespace ffi_native
