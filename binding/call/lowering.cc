// Scalars and addresses, for which libffi has types, and the frame around records.
#include "call/lowering.h"

#include "core/fault.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

constexpr size_t kLargestAlignment = 16;  // what libffi aligns arguments on the stack to, at most

// The libffi type of a scalar; null for what is none.
ffi_type* ScalarTypeOf(Representation representation) {
  switch (representation) {
    case Representation::kBool:
    case Representation::kUint8:
      return &ffi_type_uint8;
    case Representation::kInt8:
      return &ffi_type_sint8;
    case Representation::kInt16:
      return &ffi_type_sint16;
    case Representation::kUint16:
      return &ffi_type_uint16;
    case Representation::kInt32:
      return &ffi_type_sint32;
    case Representation::kUint32:
      return &ffi_type_uint32;
    case Representation::kInt64:
      return &ffi_type_sint64;
    case Representation::kUint64:
      return &ffi_type_uint64;
    case Representation::kFloat:
      return &ffi_type_float;
    case Representation::kDouble:
      return &ffi_type_double;
    case Representation::kLongDouble:
      return &ffi_type_longdouble;
    case Representation::kFloatComplex:
      return &ffi_type_complex_float;
    case Representation::kDoubleComplex:
      return &ffi_type_complex_double;
    case Representation::kLongDoubleComplex:
      return &ffi_type_complex_longdouble;
    case Representation::kAddress:
      return &ffi_type_pointer;
    default:
      return nullptr;
  }
}

bool HasFlexibleMember(const RecordType& record) {
  return !record.members.empty() && !record.members.back().type->complete;
}

}  // namespace

ffi_type* Lowering::Lower(QualType type) {
  if (ffi_type* scalar = ScalarTypeOf(type->representation)) return scalar;
  if (!type->complete) throw Fault(code::kIncompleteType, "'" + Spell(type) + "' has no size, so it has no value");
  const auto refuse = [&](const std::string& why) {
    throw Fault(code::kUnsupportedType, "'" + Spell(type) + "' cannot be passed by value: " + why);
  };
  if (!type->IsRecord()) refuse("it is an array");
  const auto& record = As<RecordType>(*type.type);
  if (record.size == 0) refuse("it is empty");
  if (HasFlexibleMember(record)) refuse("it ends in a flexible array member");
  if (*AlignOf(type) > kLargestAlignment) refuse("it is aligned to more than 16 bytes");
  return LowerRecord(record);
}

ffi_type* Lowering::LowerResult(QualType type) {
  ffi_type* lowered = Lower(type);
  // A struct of one long double comes as the number does, on x86-64 in st(0); libffi knows that of the number only.
  const bool is_long_double = lowered->type == FFI_TYPE_STRUCT && lowered->elements[0] == &ffi_type_longdouble &&
                              lowered->elements[1] == nullptr;
  return is_long_double ? &ffi_type_longdouble : lowered;
}

ffi_type* Lowering::LowerRecord(const RecordType& record) {
  auto aggregate = std::make_unique<Aggregate>();
  aggregate->elements = ByValueElements(record, abi_);
  aggregate->elements.push_back(nullptr);
  // A size that is set is taken as it is: libffi lays out only what has none.
  aggregate->type.size = record.size;
  aggregate->type.alignment = static_cast<unsigned short>(ByValueAlignment(record, abi_));
  aggregate->type.type = FFI_TYPE_STRUCT;
  aggregate->type.elements = aggregate->elements.data();
  aggregates_.push_back(std::move(aggregate));
  return &aggregates_.back()->type;
}

}  // namespace ffi_native
