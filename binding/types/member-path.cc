// A walk along the tokens of the path, one part to the next.
#include "types/member-path.h"

#include <algorithm>
#include <string>

#include "core/fault.h"
#include "types/lexer.h"
#include "types/limits.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

std::string Quoted(QualType type) { return "'" + Spell(type) + "'"; }

// Says what a type lacks that a path wants of it.
[[noreturn]] void RefuseStep(QualType type, const std::string& wanted) {
  if (type->kind == Kind::kPointer) {
    throw Fault(code::kInvalidArgValue, Quoted(type) + " is a pointer: what it points to is no part of it");
  }
  if (type->IsRecord() && !type->complete) {
    throw Fault(code::kIncompleteType, "the members of " + Quoted(type) + " are not known");
  }
  throw Fault(code::kInvalidArgValue, Quoted(type) + " has no " + wanted);
}

class Walk {
 public:
  Walk(QualType whole, std::string_view path) : part_{whole, 0}, lexer_(path), token_(lexer_.Next()) {}

  Part ToEnd() {
    if (!token_.Is("[")) StepToMember();
    while (token_.kind != Token::Kind::kEnd) {
      if (is_bit_field_) throw Fault(code::kInvalidArgValue, "a bit-field has no parts");
      if (token_.Is("[")) {
        Take();
        StepToElement();
      } else {
        Expect(".");
        StepToMember();
      }
    }
    if (is_bit_field_) {
      throw Fault(code::kInvalidArgValue, "a bit-field has no offset in bytes: a CType's `members` say where it is");
    }
    return part_;
  }

 private:
  Token Take() {
    const Token taken = token_;
    token_ = lexer_.Next();
    return taken;
  }

  void Expect(std::string_view punctuator) {
    if (Take().Is(punctuator)) return;
    throw Fault(code::kInvalidArgValue, "a path has the form `a.b[2].c`");
  }

  void StepToMember() {
    const Token name = Take();
    if (name.kind != Token::Kind::kIdentifier) throw Fault(code::kInvalidArgValue, "a path has the form `a.b[2].c`");
    const std::string wanted = "member '" + std::string(name.text) + "'";
    if (!part_.type->IsRecord()) RefuseStep(part_.type, wanted);
    const std::vector<Field>& fields = As<RecordType>(*part_.type.type).fields;
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name.text; });
    if (field == fields.end()) RefuseStep(part_.type, wanted);
    is_bit_field_ = field->bit_field.has_value();
    part_ = {field->type, part_.offset + field->offset};
  }

  void StepToElement() {
    const Token token = Take();
    Expect("]");
    const bool is_decimal =
        token.kind == Token::Kind::kNumber && token.text.size() <= 16 &&
        std::all_of(token.text.begin(), token.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_decimal) {
      throw Fault(code::kInvalidArgValue,
                  "an index is a decimal number below 10^16, not '" + std::string(token.text) + "'");
    }
    const uint64_t index = std::stoull(std::string(token.text));
    const std::string wanted = "element " + std::to_string(index);
    if (part_.type->kind != Kind::kArray) RefuseStep(part_.type, wanted);
    const auto& array = As<ArrayType>(*part_.type.type);
    // A flexible array member has as many elements as there is memory.
    const size_t size = std::max<size_t>(1, array.element->size);
    const uint64_t end = array.length.value_or((kMaxObjectSize - part_.offset) / size);
    if (index >= end) throw Fault(code::kOutOfRange, Quoted(part_.type) + " has no " + wanted);
    part_ = {array.element, part_.offset + static_cast<size_t>(index) * array.element->size};
  }

  Part part_;
  bool is_bit_field_ = false;
  Lexer lexer_;
  Token token_;
};

}  // namespace

Part FindPart(QualType whole, std::string_view path) {
  try {
    return Walk(whole, path).ToEnd();
  } catch (const Fault& fault) {
    // What C cannot read in a path is wrong with a value here, and has no place in a C text.
    const char* fault_code = fault.offset() ? code::kInvalidArgValue : fault.code();
    throw Fault(fault_code, "path '" + std::string(path) + "': " + fault.message());
  }
}

}  // namespace ffi_native
