// Tails by their type-names' text, and by their types where the text is new or there is none.
#include "call/tails.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "call/bound-function.h"
#include "call/convert.h"
#include "call/text.h"
#include "core/fault.h"
#include "types/handle.h"

namespace ffi_native {

namespace {

constexpr size_t kMostTails = 64;  // that a function keeps, of each way to find them

// The type-names of a tail one after another, each behind its length.
class Names {
 public:
  Names(napi_env env, const napi_value* pairs, size_t count) {
    for (size_t i = 0; i < count && is_complete_; i += 2) Add(env, pairs[i]);
  }

  // Nullopt for what is not all short text.
  std::optional<std::string_view> text() const {
    if (!is_complete_) return std::nullopt;
    return std::string_view(bytes_, size_);
  }

 private:
  void Add(napi_env env, napi_value name) {
    size_t length = 0;
    uint16_t stored = 0;
    const size_t left = sizeof bytes_ - size_;
    is_complete_ = left > sizeof stored && napi_get_value_string_utf8(env, name, bytes_ + size_ + sizeof stored,
                                                                      left - sizeof stored, &length) == napi_ok;
    // What may have been cut off is no name: Node-API leaves room for the NUL, and writes whole characters only.
    if (!is_complete_ || length + 4 >= left - sizeof stored) {
      is_complete_ = false;
      return;
    }
    stored = static_cast<uint16_t>(length);
    memcpy(bytes_ + size_, &stored, sizeof stored);
    size_ += sizeof stored + length;
  }

  bool is_complete_ = true;
  size_t size_ = 0;
  char bytes_[512];
};

// A lone surrogate reads as U+FFFD, which a name could have as well.
bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The type that stands before a value of a tail: a C type-name, or a CType.
QualType TypeOfPair(const BoundFunction& function, napi_value type, size_t position) {
  Instance& instance = *function.instance;
  const std::string place = NameOf(Place::Argument(function.name, position));
  const Napi::Value handle_or_text = instance.Call(Instance::Hook::kTypeHandle, {type});
  if (handle_or_text.IsUndefined()) {
    throw Fault(code::kInvalidArgType,
                place + " must be a C type-name or a CType, received " + instance.Describe(type));
  }
  // A lone surrogate would become another character on the way.
  if (handle_or_text.IsString()) Utf8From(instance.env(), handle_or_text, Place::Argument(function.name, position));
  return Within(place, [&] { return TypeFrom(instance, handle_or_text); });
}

}  // namespace

std::shared_ptr<Signature> Tails::Resolve(const BoundFunction& function, const napi_value* pairs, size_t count) {
  const FunctionType& declared = function.signature->type();
  const size_t fixed_count = declared.parameters.size();
  std::vector<QualType> types = declared.parameters;
  for (size_t i = 0; i < count; i += 2) types.push_back(TypeOfPair(function, pairs[i], fixed_count + i));
  const auto place_of = [&](size_t i) {
    const size_t position = i < fixed_count ? i : fixed_count + 2 * (i - fixed_count);
    return NameOf(Place::Argument(function.name, position));
  };
  return NamingParameters(place_of, [&] {
    const FunctionType* type = TypesOf(*function.instance).Function(declared.return_type, types, true, declared.abi);
    if (by_type_.size() == kMostTails && by_type_.count(type) == 0) by_type_.clear();
    std::shared_ptr<Signature>& signature = by_type_[type];
    if (!signature) signature = Signature::Of(*function.instance, *type, fixed_count);
    return signature;
  });
}

std::shared_ptr<Signature> Tails::SignatureFor(const BoundFunction& function, const napi_value* pairs, size_t count) {
  const Names names(function.instance->env(), pairs, count);
  const std::optional<std::string_view> text = names.text();
  if (text) {
    const auto known = by_names_.find(*text);
    if (known != by_names_.end()) return known->second;
  }
  std::shared_ptr<Signature> signature = Resolve(function, pairs, count);
  if (text && IsAscii(*text)) {
    if (by_names_.size() == kMostTails) by_names_.clear();
    by_names_.emplace(*text, signature);
  }
  return signature;
}

}  // namespace ffi_native
