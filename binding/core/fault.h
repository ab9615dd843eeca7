// A refusal on its way to JavaScript: a code, a message, and what the user needs to find the cause. It knows nothing of
// Node, so that the type library can throw it too; core/instance turns it into an error of the JavaScript side's
// classes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace ffi_native {

// The codes that native code raises. Their classes and meanings stand in lib/core/errors.js, which refuses a code that
// it does not list.
namespace code {
inline constexpr char kInvalidArgType[] = "ERR_INVALID_ARG_TYPE";
inline constexpr char kInvalidArgValue[] = "ERR_INVALID_ARG_VALUE";
inline constexpr char kNativeException[] = "ERR_FFI_NATIVE_EXCEPTION";
inline constexpr char kOutOfRange[] = "ERR_OUT_OF_RANGE";
inline constexpr char kOutOfMemory[] = "ERR_MEMORY_ALLOCATION_FAILED";
inline constexpr char kAccessViolation[] = "ERR_FFI_ACCESS_VIOLATION";
inline constexpr char kCallbackDeadlock[] = "ERR_FFI_CALLBACK_DEADLOCK";
inline constexpr char kIncompleteType[] = "ERR_FFI_INCOMPLETE_TYPE";
inline constexpr char kInvalidPointer[] = "ERR_FFI_INVALID_POINTER";
inline constexpr char kInvalidSignature[] = "ERR_FFI_INVALID_SIGNATURE";
inline constexpr char kLibraryClosed[] = "ERR_FFI_LIBRARY_CLOSED";
inline constexpr char kLibraryLoadFailed[] = "ERR_FFI_LIBRARY_LOAD_FAILED";
inline constexpr char kNoSharedMemory[] = "ERR_FFI_NO_SHARED_MEMORY";
inline constexpr char kSymbolNotFound[] = "ERR_FFI_SYMBOL_NOT_FOUND";
inline constexpr char kUnsupportedType[] = "ERR_FFI_UNSUPPORTED_TYPE";
}  // namespace code

class Fault : public std::exception {
 public:
  Fault(const char* code, std::string message) : code_(code), message_(std::move(message)) {}
  // A fault in a C text: `offset` is in bytes of its UTF-8 form, until the text's reader has made it JavaScript's.
  Fault(const char* code, std::string message, size_t offset)
      : code_(code), message_(std::move(message)), offset_(offset) {}

  const char* code() const { return code_; }
  const std::string& message() const { return message_; }
  std::optional<size_t> offset() const { return offset_; }
  std::optional<uintptr_t> address() const { return address_; }
  const char* what() const noexcept override { return message_.c_str(); }

  // Names the parameter of a function type, counted from 0, whose type is at fault; kResult is its result.
  static constexpr size_t kResult = SIZE_MAX;
  std::optional<size_t> parameter() const { return parameter_; }
  Fault& AtParameter(size_t parameter) {
    parameter_ = parameter;
    return *this;
  }

  void Prepend(const std::string& text) { message_ = text + message_; }

  std::optional<size_t> written() const { return written_; }
  // Says how many bytes were written before the rest could not be.
  Fault& WithWritten(size_t written) {
    written_ = written;
    return *this;
  }

  // Names the memory that could not be accessed.
  Fault& WithAddress(uintptr_t address) {
    address_ = address;
    return *this;
  }

 private:
  const char* code_;
  std::string message_;
  std::optional<size_t> offset_;
  std::optional<uintptr_t> address_;
  std::optional<size_t> written_;
  std::optional<size_t> parameter_;
};

// Runs a step and puts the place of what it is about before the message of its fault: `argTypes[1]: ...`.
template <typename Step>
auto Within(const std::string& place, Step step) -> decltype(step()) {
  try {
    return step();
  } catch (Fault& fault) {
    fault.Prepend(place + ": ");
    throw;
  }
}

// Runs a step about all parameters of a function type, and puts the name of the one at fault before the message.
template <typename NameOfParameter, typename Step>
auto NamingParameters(NameOfParameter name_of, Step step) -> decltype(step()) {
  try {
    return step();
  } catch (Fault& fault) {
    if (fault.parameter()) fault.Prepend(name_of(*fault.parameter()) + ": ");
    throw;
  }
}

// Runs a step about one parameter of a function type, and notes that in its fault.
template <typename Step>
auto AtParameter(size_t parameter, Step step) -> decltype(step()) {
  try {
    return step();
  } catch (Fault& fault) {
    fault.AtParameter(parameter);
    throw;
  }
}

}  // namespace ffi_native
