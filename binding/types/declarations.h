// A set of C declarations: what a text such as a preprocessed header declares. The types are of a TypeTable, which must
// outlive it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "types/macro-value.h"
#include "types/macros.h"
#include "types/name-table.h"
#include "types/scope.h"
#include "types/type-table.h"

namespace ffi_native {

class Declarations {
 public:
  struct Function {
    const FunctionType* type = nullptr;
    TypeRoot root;
    std::string symbol;  // by which a library exports it
  };
  struct Variable {
    QualType type;
    TypeRoot root;
    std::string symbol;
  };
  // A declaration that is not understood.
  struct Skipped {
    size_t line;       // from 1 on, of the file
    std::string file;  // as line markers name it, or empty
    std::string text;  // its beginning
    std::string reason;
  };

  // `known` are declarations whose names are known here too; those of this object come first.
  explicit Declarations(TypeTable& types, std::vector<std::shared_ptr<const Declarations>> known = {});

  // Adds what a text declares. What it says again may be said as before only. Nothing in a text makes it fail.
  void Read(std::string_view source);

  // What the parser has read: each throws a Fault without an offset when the name means something else already.
  void DeclareTypedefName(std::string_view name, QualType type);
  // An empty symbol is that of an earlier declaration, or the name itself.
  void DeclareFunction(std::string_view name, const FunctionType* type, std::string_view symbol);
  void DeclareVariable(std::string_view name, QualType type, std::string_view symbol);
  void Skip(Skipped skipped) { skipped_.push_back(std::move(skipped)); }
  // The integer that a macro stands for in an expression, or nullopt. A Fault if it is one only on its own: the value
  // of `1 + 2` depends on what stands beside it.
  std::optional<Constant> MacroInExpression(std::string_view name);

  TypeTable& types() { return types_; }
  Scope& scope() { return scope_; }
  Macros& macros() { return macros_; }

  const Scope& scope() const { return scope_; }
  const NameTable<Function>& functions() const { return functions_; }
  const NameTable<Variable>& variables() const { return variables_; }
  const std::vector<Skipped>& skipped() const { return skipped_; }
  // Enumeration constants, then macros that stand for a number or a text.
  std::vector<std::pair<std::string_view, ConstantValue>> Constants();
  // What is named and never completed, as C spells it: `struct sqlite3`, `FILE`.
  std::vector<std::string> Opaque() const;

 private:
  enum class Meaning { kNone, kType, kFunction, kVariable, kConstant };

  // Throws when a name that is to mean one thing means another.
  void RequireMeaning(std::string_view name, Meaning meaning) const;
  Meaning MeaningOf(std::string_view name) const;

  TypeTable& types_;
  std::vector<std::shared_ptr<const Declarations>> known_;
  Scope scope_;
  Macros macros_;
  NameTable<Function> functions_;
  NameTable<Variable> variables_;
  std::vector<Skipped> skipped_;
};

}  // namespace ffi_native
