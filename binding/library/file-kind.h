// What a file that the loader refused seems to be. It reads the first bytes only, and judges no library.
#pragma once

#include <string>

namespace ffi_native {

// A sentence that says what the file is and, where that can be told, what to load instead; empty when the file cannot
// be read or looks like a library for this machine.
std::string DescribeNonLibrary(const std::string& path);

}  // namespace ffi_native
