// Facts of the libffi in this binary, and its own answer to where the members of a struct are.
#include "call/libffi-exports.h"

#include <ffi.h>

#include <climits>
#include <deque>

#include "call/lowering.h"
#include "core/fault.h"
#include "types/abi.h"
#include "types/handle.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

// A struct as libffi is told of one, by the types of its members. Arrays and records among these enter with their size
// and alignment, which libffi takes as they are.
class LibffiStruct {
 public:
  explicit LibffiStruct(const RecordType& record) {
    for (const Member& member : record.members) elements_.push_back(ElementOf(record, member));
    elements_.push_back(nullptr);
    type_.elements = elements_.data();
  }
  LibffiStruct(const LibffiStruct&) = delete;
  LibffiStruct& operator=(const LibffiStruct&) = delete;

  std::vector<size_t> Offsets() {
    std::vector<size_t> offsets(elements_.size() - 1);
    if (ffi_get_struct_offsets(FFI_DEFAULT_ABI, &type_, offsets.data()) != FFI_OK) {
      throw Fault(code::kUnsupportedType, "libffi cannot lay out this struct");
    }
    return offsets;
  }

 private:
  ffi_type* ElementOf(const RecordType& record, const Member& member) {
    const auto refuse = [&](const std::string& what) {
      throw Fault(code::kUnsupportedType, "libffi knows no " + what + ": offsetof() and `members` know this layout");
    };
    if (member.bit_width) refuse("bit-fields");
    if (record.attributes.packed || member.packed) refuse("packed structs");
    const bool is_plain = AlignOf(member.type) == member.type->alignment && member.type->alignment <= USHRT_MAX;
    if (member.own_alignment != 0 || !is_plain) refuse("alignments but those of plain types");
    if (member.type->size == 0) refuse("members without a size");
    if (member.type->kind != Kind::kArray && !member.type->IsRecord()) return lowering_.Lower(member.type);
    static ffi_type* bytes[] = {&ffi_type_uint8, nullptr};
    blocks_.push_back({member.type->size, static_cast<unsigned short>(member.type->alignment), FFI_TYPE_STRUCT, bytes});
    return &blocks_.back();
  }

  Lowering lowering_{FFI_DEFAULT_ABI};
  std::deque<ffi_type> blocks_;  // their addresses stay
  std::vector<ffi_type*> elements_;
  ffi_type type_ = {0, 0, FFI_TYPE_STRUCT, nullptr};
};

// (struct) -> the offsets of its members, in bytes
Napi::Value StructOffsets(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  const QualType type = TypeFrom(instance, info[0]);
  if (type->kind != Kind::kStruct) {
    throw Fault(code::kInvalidArgValue, "libffi lays out structs only, not '" + Spell(type) + "'");
  }
  if (!type->complete) throw Fault(code::kIncompleteType, "the members of '" + Spell(type) + "' are not known");
  Napi::Array offsets = Napi::Array::New(info.Env());
  uint32_t i = 0;
  for (const size_t offset : LibffiStruct(As<RecordType>(*type.type)).Offsets()) {
    offsets[i++] = Napi::Number::New(info.Env(), static_cast<double>(offset));
  }
  return offsets;
}

// () -> {abis, closureSize}
Napi::Value LibffiFacts(Instance& /*instance*/, const Napi::CallbackInfo& info) {
  Napi::Array abis = Napi::Array::New(info.Env());
  uint32_t i = 0;
  for (const std::string_view name : LibffiAbiNames()) {
    abis[i++] = Napi::String::New(info.Env(), name.data(), name.size());
  }
  Napi::Object facts = Napi::Object::New(info.Env());
  facts["abis"] = abis;
  facts["closureSize"] = Napi::Number::New(info.Env(), sizeof(ffi_closure));
  return facts;
}

}  // namespace

void ExportLibffi(Instance& instance, Napi::Object exports) {
  const auto add = [&](const char* name, auto function) {
    instance.Export(exports, name, [&instance, function](const auto& info) { return function(instance, info); });
  };
  add("libffiFacts", LibffiFacts);
  add("structOffsets", StructOffsets);
}

}  // namespace ffi_native
