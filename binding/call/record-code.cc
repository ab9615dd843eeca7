// Which structs get code, what lib/core/record-code.js is told of them, and the memory through which both sides pass
// them.
#include "call/record-code.h"

#include <cstring>
#include <vector>

#include "call/convert.h"
#include "call/element-kind.h"

namespace ffi_native {

namespace {

constexpr uint32_t kUsesBeforeCode = 50;  // writing code costs about as much as so many conversions without it
constexpr size_t kMostParts = 64;         // members and members of members
constexpr size_t kMostDepth = 16;

// What an instance shares with its JavaScript: the scratch memory, and the numbers under which JavaScript keeps code.
struct RecordCodes {
  char* scratch = nullptr;  // JavaScript keeps it for as long as there is anybody who could make a call
  size_t scratch_size = 0;
  bool is_packing = false;  // code of the user's may run, which must not use the scratch memory
  uint32_t count = 0;
  std::vector<uint32_t> free;
};

// A member that JavaScript is given the value of.
struct GivenField {
  const Field* field;
  size_t record_offset;  // bytes from the start of the outermost record
};

// The code of one struct; the struct holds it.
struct RecordCode {
  explicit RecordCode(std::shared_ptr<RecordCodes> codes) : codes(std::move(codes)) {}
  RecordCode(const RecordCode&) = delete;
  RecordCode& operator=(const RecordCode&) = delete;
  ~RecordCode() {
    if (is_written) codes->free.push_back(index);
  }

  bool CanBeUsed(const ValueRules& rules) const {
    return is_written && !codes->is_packing && (!has_choices || rules.Bits() == 0);
  }

  std::shared_ptr<RecordCodes> codes;
  uint32_t uses = 0;
  uint32_t index = 0;
  bool is_written = false;
  bool can_pack = false;
  bool has_choices = false;  // members that rules other than the default ones convert otherwise
  std::vector<GivenField> given;
};

// An address of 64 bits is a number like another.
const char* KindOf(Representation representation) {
  const bool is_address = representation == Representation::kAddress && sizeof(void*) == sizeof(uint64_t);
  return NumberKindOf(is_address ? Representation::kUint64 : representation);
}

bool IsString(QualType type) { return type->kind == Kind::kPointer && As<PointerType>(*type.type).is_string; }

// Tells JavaScript of a struct, and notes in its code what JavaScript is to be given.
class Description {
 public:
  Description(Napi::Env env, RecordCode& code) : env_(env), code_(code) {}

  Napi::Array Fields(const RecordType& record, size_t offset, size_t depth) {
    Napi::Array parts = Napi::Array::New(env_);
    for (const Field& field : record.fields) {
      if (IsFlexible(field.type)) continue;
      ++count_;
      Napi::Object part = Napi::Object::New(env_);
      part["name"] = Napi::String::New(env_, field.name.data(), field.name.size());
      part["offset"] = Napi::Number::New(env_, static_cast<double>(offset + field.offset));
      part["kind"] = "given";
      if (!Describe(part, field, offset, depth)) code_.given.push_back({&field, offset});
      parts[parts.Length()] = part;
    }
    return parts;
  }

  bool IsTooLarge() const { return count_ > kMostParts; }

 private:
  // False for what JavaScript does not know.
  bool Describe(Napi::Object& part, const Field& field, size_t offset, size_t depth) {
    if (field.bit_field || !field.choices.empty()) return false;
    if (field.type->kind == Kind::kStruct && depth < kMostDepth && count_ <= kMostParts) {
      part["fields"] = Fields(As<RecordType>(*field.type.type), offset + field.offset, depth + 1);
      part["kind"] = "struct";
      return true;
    }
    QualType number = field.type;
    if (number->kind == Kind::kArray) {
      const auto& array = As<ArrayType>(*field.type.type);
      if (!ElementKindOf(array.element) || IsText(array) || array.length.value_or(0) == 0) return false;
      part["length"] = Napi::Number::New(env_, static_cast<double>(*array.length));
      number = array.element;
    }
    const char* const kind = KindOf(number->representation);
    // A typed array cannot look at what a packed struct has moved.
    if (kind == nullptr || IsString(number) || (offset + field.offset) % number->size != 0) return false;
    part["kind"] = kind;
    code_.has_choices = code_.has_choices || number->size == sizeof(uint64_t);
    return true;
  }

  Napi::Env env_;
  RecordCode& code_;
  size_t count_ = 0;
};

void WriteCode(Instance& instance, const RecordType& record, RecordCode& code) {
  Description description(instance.env(), code);
  const Napi::Array fields = description.Fields(record, 0, 0);
  if (description.IsTooLarge()) return;
  RecordCodes& codes = *code.codes;
  const uint32_t index = codes.free.empty() ? codes.count : codes.free.back();
  const Napi::Value can_pack =
      instance.Call(Instance::Hook::kWriteRecordCode, {Napi::Number::New(instance.env(), index), fields});
  if (can_pack.IsUndefined()) return;
  if (codes.free.empty()) {
    ++codes.count;
  } else {
    codes.free.pop_back();
  }
  code.index = index;
  code.can_pack = can_pack.As<Napi::Boolean>();
  code.is_written = true;
}

struct RecordCodesArea {
  std::shared_ptr<RecordCodes> codes;
};

std::shared_ptr<RecordCodes> CodesOf(Instance& instance) {
  auto& codes = instance.Area<RecordCodesArea>().codes;
  if (!codes) {
    auto scratch = instance.Call(Instance::Hook::kRecordScratch, {}).As<Napi::Uint8Array>();
    codes = std::make_shared<RecordCodes>();
    codes->scratch = reinterpret_cast<char*>(scratch.Data());  // bytes
    codes->scratch_size = scratch.ByteLength();
  }
  return codes;
}

// The code of a struct that can be used now; null where there is none, or none yet.
const RecordCode* CodeOf(const ValueRules& rules, const RecordType& record) {
  if (!record.derived) record.derived = std::make_shared<RecordCode>(CodesOf(rules.instance));
  // Nobody else derives anything from records.
  auto& code = *static_cast<RecordCode*>(record.derived.get());
  if (code.uses < kUsesBeforeCode && ++code.uses == kUsesBeforeCode && record.size <= code.codes->scratch_size) {
    WriteCode(rules.instance, record, code);
  }
  return code.CanBeUsed(rules) ? &code : nullptr;
}

// While JavaScript reads an object.
class Packing {
 public:
  explicit Packing(RecordCodes& codes) : codes_(codes) { codes_.is_packing = true; }
  Packing(const Packing&) = delete;
  Packing& operator=(const Packing&) = delete;
  ~Packing() { codes_.is_packing = false; }

 private:
  RecordCodes& codes_;
};

napi_value Number(napi_env env, uint32_t value) {
  napi_value number = nullptr;
  Check(env, napi_create_uint32(env, value, &number));
  return number;
}

napi_value ElementOf(napi_env env, napi_value array, uint32_t index) {
  napi_value element = nullptr;
  Check(env, napi_get_element(env, array, index, &element));
  return element;
}

}  // namespace

std::optional<Progress> ProgressFrom(napi_env env, napi_value told) {
  napi_valuetype type = napi_undefined;
  Check(env, napi_typeof(env, told, &type));
  if (type != napi_object) return std::nullopt;
  Progress progress = {};
  Check(env, napi_get_value_uint32(env, ElementOf(env, told, 0), &progress.index));
  progress.value = ElementOf(env, told, 1);
  progress.inner = ElementOf(env, told, 2);
  progress.names = ElementOf(env, told, 3);
  return progress;
}

Packed PackRecord(const ValueRules& rules, const RecordType& record, napi_value object, void* slot,
                  Progress& progress) {
  const RecordCode* const code = CodeOf(rules, record);
  if (code == nullptr || !code->can_pack) return Packed::kNothing;
  napi_env env = rules.env();
  RecordCodes& codes = *code->codes;
  memset(codes.scratch, 0, record.size);
  const napi_value arguments[] = {Number(env, code->index), object};
  napi_value told = nullptr;
  {
    const Packing packing(codes);
    told = rules.instance.Call(Instance::Hook::kPackRecord, arguments, std::size(arguments));
  }
  bool is_all = false;
  if (napi_get_value_bool(env, told, &is_all) == napi_ok && !is_all) return Packed::kNothing;
  memcpy(slot, codes.scratch, record.size);
  if (is_all) return Packed::kAll;
  progress = *ProgressFrom(env, told);
  return Packed::kPart;
}

napi_value MakeRecord(const ValueRules& rules, const RecordType& record, const void* slot) {
  const RecordCode* const code = CodeOf(rules, record);
  if (code == nullptr) return nullptr;
  napi_value arguments[kMostParts + 1] = {Number(rules.env(), code->index)};
  size_t count = 1;
  for (const GivenField& given : code->given) {
    arguments[count++] = ConvertFieldOut(rules, *given.field, static_cast<const char*>(slot) + given.record_offset);
  }
  // Only now: the given values may have gone through the scratch memory, too.
  memcpy(code->codes->scratch, slot, record.size);
  return rules.instance.Call(Instance::Hook::kMakeRecord, arguments, count);
}

}  // namespace ffi_native
