// System V's x86-64 (psABI 3.2.3) and AAPCS64 (6.8.2) are alike in this: integers and pointers take one sequence of
// registers, float and double another, and what is left goes to the stack in order, each in a word of its own.
#include "call/register-call.h"

#include <cstdint>
#include <cstring>
#include <utility>

#include "types/abi.h"

namespace ffi_native {

namespace {

#if defined(__x86_64__) && !defined(__ILP32__) && !defined(_WIN32)
constexpr bool kIsKnown = true;
constexpr size_t kIntegerRegisters = 6;
constexpr size_t kFloatRegisters = 8;
constexpr size_t kStackWords = 6;
#elif defined(__AARCH64EL__) && !defined(__ILP32__) && !defined(_WIN32)
constexpr bool kIsKnown = true;
constexpr size_t kIntegerRegisters = 8;
constexpr size_t kFloatRegisters = 8;
#if defined(__APPLE__)
constexpr size_t kStackWords = 0;  // Apple packs small values there
#else
constexpr size_t kStackWords = 6;
#endif
#else
constexpr bool kIsKnown = false;
constexpr size_t kIntegerRegisters = 0;
constexpr size_t kFloatRegisters = 0;
constexpr size_t kStackWords = 0;
#endif

// What the registers are to hold. A float is in the first half of its word, as it is in its register: both machines are
// little-endian. What no argument fills is handed over as it is, and the function does not look at it.
struct Image {
  uint64_t result;  // or a double, or a float
  uint64_t integers[kIntegerRegisters];
  double floats[kFloatRegisters];
  uint64_t stack[kStackWords];
};

bool IsWord(const Type& type) {
  return IsInteger(type.representation) || type.representation == Representation::kBool ||
         type.representation == Representation::kAddress;
}

bool IsFloat(const Type& type) {
  return type.representation == Representation::kFloat || type.representation == Representation::kDouble;
}

// A function may be called with registers and words of the stack that it has no parameters for, since the caller clears
// them away: so one C++ function type stands for all of a kind.
template <typename Result, size_t... kIntegers, size_t... kFloats, size_t... kStack>
void Enter(void (*target)(), Image& image, std::index_sequence<kIntegers...> /*integers*/,
           std::index_sequence<kFloats...> /*floats*/, std::index_sequence<kStack...> /*stack*/) {
  using Target = Result (*)(decltype(image.integers[kIntegers] + 0)..., decltype(image.floats[kFloats] + 0)...,
                            decltype(image.stack[kStack] + 0)...);
  const Result result =
      reinterpret_cast<Target>(target)(image.integers[kIntegers]..., image.floats[kFloats]..., image.stack[kStack]...);
  memcpy(&image.result, &result, sizeof result);
}

template <typename Result, size_t kFloats, size_t kStack>
void EnterWith(void (*target)(), void* frame) {
  Enter<Result>(target, *static_cast<Image*>(frame), std::make_index_sequence<kIntegerRegisters>(),
                std::make_index_sequence<kFloats>(), std::make_index_sequence<kStack>());
}

template <typename Result>
auto EntryFor(bool has_floats, bool has_stack) {
  if (has_stack) return EnterWith<Result, kFloatRegisters, kStackWords>;
  return has_floats ? EnterWith<Result, kFloatRegisters, 0> : EnterWith<Result, 0, 0>;
}

// Gives each argument its place, in order.
class Places {
 public:
  // Nullopt when there is none left, or when it takes more than one.
  std::optional<size_t> Take(const Type& type) {
    if (IsWord(type) && integers_ < kIntegerRegisters) return offsetof(Image, integers) + kWord * integers_++;
    if (IsFloat(type) && floats_ < kFloatRegisters) return offsetof(Image, floats) + kWord * floats_++;
    if ((IsWord(type) || IsFloat(type)) && stack_ < kStackWords) return offsetof(Image, stack) + kWord * stack_++;
    return std::nullopt;
  }
  bool has_floats() const { return floats_ != 0; }
  bool has_stack() const { return stack_ != 0; }

 private:
  static constexpr size_t kWord = sizeof(uint64_t);

  size_t integers_ = 0;
  size_t floats_ = 0;
  size_t stack_ = 0;
};

}  // namespace

std::optional<RegisterCall> RegisterCall::Of(const FunctionType& function) {
  const Type& result = *function.return_type.type;
  const bool is_usual = kIsKnown && !function.variadic && function.abi == Abi::kDefault;
  if (!is_usual || !(result.kind == Kind::kVoid || IsWord(result) || IsFloat(result))) return std::nullopt;
  RegisterCall call;
  Places places;
  for (const QualType& parameter : function.parameters) {
    const std::optional<size_t> offset = places.Take(*parameter.type);
    if (!offset) return std::nullopt;
    call.argument_offsets_.push_back(*offset);
  }
  // The result of a void function is whatever the register holds, and nobody looks at it.
  call.enter_ = IsFloat(result) ? EntryFor<double>(places.has_floats(), places.has_stack())
                                : EntryFor<uint64_t>(places.has_floats(), places.has_stack());
  return call;
}

size_t RegisterCall::frame_size() { return sizeof(Image); }

}  // namespace ffi_native
