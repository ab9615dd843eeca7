// Preparation of a cif, and the table of those that live.
#include "call/signature.h"

#include <algorithm>
#include <unordered_map>

#include "call/abi.h"
#include "call/copies.h"
#include "call/promotion.h"
#include "core/fault.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

struct Key {
  const FunctionType* function;
  size_t fixed_count;
  bool operator==(const Key& other) const { return function == other.function && fixed_count == other.fixed_count; }
};

struct KeyHash {
  size_t operator()(const Key& key) const { return std::hash<const void*>()(key.function) ^ key.fixed_count; }
};

// An entry whose signature is gone stays until the next purge; its type may be gone too, so the key is only compared.
struct SignatureArea {
  std::unordered_map<Key, std::weak_ptr<Signature>, KeyHash> live;
  size_t purge_at = 1024;

  void Purge() {
    for (auto entry = live.begin(); entry != live.end();) {
      entry = entry->second.expired() ? live.erase(entry) : std::next(entry);
    }
    purge_at = std::max<size_t>(1024, 2 * live.size());
  }
};

// libffi copies the arguments to the stack, of which a worker thread has little.
constexpr size_t kMaxFrameSize = 65536;

// Whether values of a type are objects.
bool IsAggregate(const Type& type) {
  return type.representation == Representation::kAggregate || type.kind == Kind::kComplex;
}

size_t RoundUp(size_t value, size_t alignment) { return (value + alignment - 1) / alignment * alignment; }

}  // namespace

std::shared_ptr<Signature> Signature::Of(Instance& instance, const FunctionType& function, size_t fixed_count) {
  auto& area = instance.Area<SignatureArea>();
  if (area.live.size() >= area.purge_at) area.Purge();
  std::weak_ptr<Signature>& entry = area.live[{&function, fixed_count}];
  std::shared_ptr<Signature> signature = entry.lock();
  if (!signature) {
    signature = std::make_shared<Signature>(function, fixed_count);
    entry = signature;
  }
  return signature;
}

Signature::Signature(const FunctionType& function, size_t fixed_count)
    : type_(function),
      fixed_count_(fixed_count),
      root_(&function),
      spelling_(Spell({&function})),
      lowering_(LibffiAbi(function.abi)),
      register_call_(RegisterCall::Of(function)) {
  if (register_call_) {
    LayOutRegisters();
  } else {
    LayOutFrame();
  }
  LowerTypes();
  if (!register_call_) {
    addresses_offset_ = frame_size_;
    frame_size_ += pieces_.size() * sizeof(void*);
  }
  frame_size_ = RoundUp(frame_size_, Copies::kAlignment);
  argument_count_ = arguments_.size();
  needs_more_ = has_aggregates_ || fixed_count_ < argument_count_;
}

void Signature::LayOutRegisters() {
  result_ = {type_.return_type, 0};
  for (size_t i = 0; i < type_.parameters.size(); ++i) {
    arguments_.push_back({type_.parameters[i], register_call_->argument_offsets()[i]});
  }
  frame_size_ = RegisterCall::frame_size();
}

void Signature::LowerTypes() {
  const ffi_abi abi = LibffiAbi(type_.abi);
  const QualType result = type_.return_type;
  ffi_type* result_type = result->kind == Kind::kVoid
                              ? &ffi_type_void
                              : AtParameter(Fault::kResult, [&] { return lowering_.LowerResult(result); });
  TakenRegisters taken;
  CountResult(result, abi, taken);
  size_t fixed_pieces = 0;
  for (size_t i = 0; i < type_.parameters.size(); ++i) {
    const QualType parameter = type_.parameters[i];
    ffi_type* lowered = AtParameter(i, [&] { return lowering_.Lower(parameter); });
    if (i >= fixed_count_) lowered = PromotedType(*parameter.type, lowered);
    for (const Piece& piece : PiecesOf(parameter, lowered, abi, taken)) {
      piece_types_.push_back(piece.type);
      pieces_.push_back(arguments_[i].offset + piece.offset);
    }
    if (i < fixed_count_) fixed_pieces = pieces_.size();
  }
  const auto count = static_cast<unsigned>(piece_types_.size());
  const ffi_status status = type_.variadic ? ffi_prep_cif_var(&cif_, abi, static_cast<unsigned>(fixed_pieces), count,
                                                              result_type, piece_types_.data())
                                           : ffi_prep_cif(&cif_, abi, count, result_type, piece_types_.data());
  if (status != FFI_OK) throw Fault(code::kInvalidSignature, "libffi cannot call '" + Spell({&type_}) + "'");
}

void Signature::LayOutFrame() {
  // libffi widens a small integer result to a whole ffi_arg.
  const QualType result = type_.return_type;
  result_ = {result, 0};
  const auto require_fit = [this](size_t size) {
    if (size <= kMaxFrameSize) return;
    throw Fault(code::kInvalidSignature, "'" + Spell({&type_}) + "' passes more than " + std::to_string(kMaxFrameSize) +
                                             " bytes by value: pass pointers");
  };
  // libffi reads and writes small records by whole registers.
  const size_t result_size = std::max(sizeof(ffi_arg), result->complete ? result->size : 0);
  require_fit(result_size);
  size_t end = RoundUp(result_size, Copies::kAlignment);
  for (const QualType& parameter : type_.parameters) {
    end = RoundUp(end, std::max(parameter->alignment, sizeof(ffi_arg)));
    arguments_.push_back({parameter, end});
    require_fit(parameter->size);
    end += RoundUp(parameter->size, sizeof(ffi_arg));
    require_fit(end);
    has_aggregates_ = has_aggregates_ || IsAggregate(*parameter.type);
  }
  frame_size_ = RoundUp(end, alignof(void*));
}

}  // namespace ffi_native
