// A set of declarations is an External that owns it; lib/types/declarations.js keeps it in a private field.
#include "types/declarations-exports.h"

#include "core/fault.h"
#include "core/owned-external.h"
#include "types/handle.h"
#include "types/limits.h"
#include "types/parser.h"

namespace ffi_native {

namespace {

struct DeclarationsHandle {
  std::shared_ptr<Instance> instance;  // whose types they are
  std::shared_ptr<Declarations> declarations;
};

std::shared_ptr<Declarations> SharedFrom(const Napi::Value& handle) {
  return handle.As<Napi::External<DeclarationsHandle>>().Data()->declarations;
}

// (handles of declarations whose names are known too) -> handle
Napi::Value CreateDeclarations(Instance& instance, const Napi::CallbackInfo& info) {
  const auto handles = info[0].As<Napi::Array>();
  std::vector<std::shared_ptr<const Declarations>> known;
  for (uint32_t i = 0; i < handles.Length(); ++i) known.push_back(SharedFrom(handles[i]));
  auto declarations = std::make_shared<Declarations>(TypesOf(instance), std::move(known));
  return OwnedExternal(info.Env(), std::make_unique<DeclarationsHandle>(
                                       DeclarationsHandle{instance.shared_from_this(), std::move(declarations)}));
}

// (handle, source): adds what the text declares
Napi::Value ReadDeclarations(Instance& instance, const Napi::CallbackInfo& info) {
  const std::string source = info[1].As<Napi::String>().Utf8Value();
  if (source.size() > kMaxSourceBytes) {
    throw Fault(code::kInvalidArgValue, "source has " + std::to_string(source.size()) + " bytes, " +
                                            std::to_string(kMaxSourceBytes) + " at most");
  }
  TypesOf(instance).CollectIfDue();
  SharedFrom(info[0])->Read(source);
  return info.Env().Undefined();
}

// (handle, text) -> handle of the type; the text is a scope within the declarations
Napi::Value ParseDeclaredType(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  const std::shared_ptr<Declarations> declarations = SharedFrom(info[0]);
  Scope scope(TypesOf(instance), {&declarations->scope()});
  return HandleOf(instance, ParseTypeName(TypesOf(instance), scope, info[1].As<Napi::String>().Utf8Value()));
}

Napi::Array Strings(Napi::Env env, const std::vector<std::string_view>& texts) {
  Napi::Array array = Napi::Array::New(env, texts.size());
  uint32_t i = 0;
  for (const std::string_view text : texts) array[i++] = Napi::String::New(env, text.data(), text.size());
  return array;
}

template <typename Entry>
Napi::Array Names(Napi::Env env, const NameTable<Entry>& table) {
  std::vector<std::string_view> names;
  for (const auto& [name, entry] : table) names.push_back(name);
  return Strings(env, names);
}

// Typedef names, and the tags that no typedef name hides.
Napi::Array TypeNames(Napi::Env env, const Scope& scope) {
  std::vector<std::string_view> names;
  for (const auto& [name, type] : scope.typedef_names()) names.push_back(name);
  for (const auto& [tag, type] : scope.tags()) {
    if (!scope.OwnTypedefName(tag)) names.push_back(tag);
  }
  return Strings(env, names);
}

Napi::Array DescribeSkipped(Napi::Env env, const std::vector<Declarations::Skipped>& skipped) {
  Napi::Array array = Napi::Array::New(env, skipped.size());
  uint32_t i = 0;
  for (const Declarations::Skipped& declaration : skipped) {
    Napi::Object described = Napi::Object::New(env);
    described["line"] = Napi::Number::New(env, static_cast<double>(declaration.line));
    if (!declaration.file.empty()) described["file"] = Napi::String::New(env, declaration.file);
    described["text"] = Napi::String::New(env, declaration.text);
    described["reason"] = Napi::String::New(env, declaration.reason);
    array[i++] = described;
  }
  return array;
}

// (handle) -> {types, functions, variables, opaque: names; skipped}
Napi::Value DescribeDeclarations(Instance& /*instance*/, const Napi::CallbackInfo& info) {
  Napi::Env env = info.Env();
  const Declarations& declarations = DeclarationsFrom(info[0]);
  const std::vector<std::string> opaque = declarations.Opaque();
  Napi::Object description = Napi::Object::New(env);
  description["types"] = TypeNames(env, declarations.scope());
  description["functions"] = Names(env, declarations.functions());
  description["variables"] = Names(env, declarations.variables());
  description["opaque"] = Strings(env, {opaque.begin(), opaque.end()});
  description["skipped"] = DescribeSkipped(env, declarations.skipped());
  return description;
}

// As values of its C type are: a BigInt if the type has 64 bits, else a Number.
Napi::Value ConstantToValue(Napi::Env env, const ConstantValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return Napi::Number::New(env, *number);
  if (const auto* text = std::get_if<std::string>(&value)) return Napi::String::New(env, *text);
  const auto& integer = std::get<Constant>(value);
  const auto as_signed = static_cast<int64_t>(integer.bits);
  if (integer.size <= sizeof(int32_t)) return Napi::Number::New(env, static_cast<double>(as_signed));
  return integer.is_unsigned ? Napi::BigInt::New(env, integer.bits) : Napi::BigInt::New(env, as_signed);
}

// (handle) -> [[name, value], ...]
Napi::Value ConstantsOfDeclarations(Instance& /*instance*/, const Napi::CallbackInfo& info) {
  const auto constants = SharedFrom(info[0])->Constants();
  Napi::Array pairs = Napi::Array::New(info.Env(), constants.size());
  uint32_t i = 0;
  for (const auto& [name, value] : constants) {
    Napi::Array pair = Napi::Array::New(info.Env(), 2);
    pair[0u] = Napi::String::New(info.Env(), name.data(), name.size());
    pair[1u] = ConstantToValue(info.Env(), value);
    pairs[i++] = pair;
  }
  return pairs;
}

// (handle, name of a type) -> handle of the type
Napi::Value DeclaredType(Instance& instance, const Napi::CallbackInfo& info) {
  const Scope& scope = DeclarationsFrom(info[0]).scope();
  const std::string name = info[1].As<Napi::String>().Utf8Value();
  const std::optional<QualType> type = scope.OwnTypedefName(name);
  return HandleOf(instance, type ? *type : QualType{scope.OwnTag(name)});
}

// (handle, name of a function or variable) -> {type, symbol}, or undefined for another name
Napi::Value DeclaredSymbol(Instance& instance, const Napi::CallbackInfo& info) {
  const Declarations& declarations = DeclarationsFrom(info[0]);
  const std::string name = info[1].As<Napi::String>().Utf8Value();
  const auto* function = declarations.functions().Find(name);
  const auto* variable = declarations.variables().Find(name);
  if (function == nullptr && variable == nullptr) return info.Env().Undefined();
  Napi::Object described = Napi::Object::New(info.Env());
  described["type"] = HandleOf(instance, function != nullptr ? QualType{function->type} : variable->type);
  described["symbol"] = Napi::String::New(info.Env(), function != nullptr ? function->symbol : variable->symbol);
  return described;
}

}  // namespace

const Declarations& DeclarationsFrom(const Napi::Value& handle) {
  return *handle.As<Napi::External<DeclarationsHandle>>().Data()->declarations;
}

void ExportDeclarations(Instance& instance, Napi::Object exports) {
  const auto add = [&](const char* name, auto function) {
    instance.Export(exports, name, [&instance, function](const auto& info) { return function(instance, info); });
  };
  add("createDeclarations", CreateDeclarations);
  add("readDeclarations", ReadDeclarations);
  add("parseDeclaredType", ParseDeclaredType);
  add("describeDeclarations", DescribeDeclarations);
  add("constantsOfDeclarations", ConstantsOfDeclarations);
  add("declaredType", DeclaredType);
  add("declaredSymbol", DeclaredSymbol);
}

}  // namespace ffi_native
