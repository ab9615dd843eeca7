// bind: a library, a name and types become a function.
#include "call/exports.h"

#include "call/async-exports.h"
#include "call/bound-function.h"
#include "call/fault-report.h"
#include "call/kept-errno.h"
#include "call/outcome.h"
#include "call/text.h"
#include "core/fault.h"
#include "library/exports.h"
#include "types/handle.h"
#include "types/parameters.h"
#include "types/spelling.h"

namespace ffi_native {

namespace {

// A calling convention by its name.
Abi AbiFrom(const Napi::Value& name) { return *AbiOf(name.As<Napi::String>().Utf8Value()); }

// Sets what is to be called: a function of these types, by the calling convention of the options, if they name one.
void SetSignature(BoundFunction& function, const Napi::Value& return_type, const Napi::Array& types,
                  const Napi::Object& options) {
  Instance& instance = *function.instance;
  const QualType result = Within("returnType", [&] { return TypeFrom(instance, return_type); });
  const Parameters parameters = ParametersFrom(instance, types);
  const size_t count = parameters.types.size();
  const size_t fixed_count = parameters.fixed_count.value_or(count);
  const Napi::Value abi_name = options.Get("abi");
  const Abi abi = abi_name.IsUndefined() ? Abi::kDefault : AbiFrom(abi_name);
  function.signature = NamingParameters(
      [&](size_t i) { return parameters.PlaceOf(i); },
      [&] {
        const bool is_variadic = parameters.fixed_count.has_value();
        return Signature::Of(instance, *TypesOf(instance).Function(result, parameters.types, is_variadic, abi),
                             fixed_count);
      });
  function.takes_pairs = parameters.fixed_count == count;
}

// The same of a function type, or a pointer to one.
void SetSignature(BoundFunction& function, QualType type, const Napi::Object& options) {
  Instance& instance = *function.instance;
  if (type->kind == Kind::kPointer) type = As<PointerType>(*type.type).target;
  if (type->kind != Kind::kFunction) {
    throw Fault(code::kInvalidSignature, function.name + " cannot be called: '" + Spell(type) + "' is no function");
  }
  const auto& declared = As<FunctionType>(*type.type);
  const Napi::Value abi_name = options.Get("abi");
  const Abi abi = abi_name.IsUndefined() ? declared.abi : AbiFrom(abi_name);
  const FunctionType* called =
      TypesOf(instance).Function(declared.return_type, declared.parameters, declared.variadic, abi);
  function.signature = Signature::Of(instance, *called, declared.parameters.size());
  function.takes_pairs = declared.variadic;
}

// An address as JavaScript gives it. POSIX gives the addresses of functions and of objects one width; dlsym depends on
// it.
void* PointerFrom(const Napi::Value& address) {
  bool lossless = false;
  return reinterpret_cast<void*>(static_cast<uintptr_t>(address.As<Napi::BigInt>().Uint64Value(&lossless)));
}

// The library that must stay open for an address, where it is known: its handle, or a bound function of it; null is
// none.
std::shared_ptr<Library> OwnerFrom(const Napi::Value& value) {
  if (value.IsNull()) return nullptr;
  return value.IsExternal() ? LibraryFrom(value) : BoundFunctionOf(value.Env(), value)->library;
}

void RequireTextResult(const BoundFunction& function) {
  const QualType result = function.signature->type().return_type;
  if (result->kind == Kind::kPointer && ReadsText(function.rules, As<PointerType>(*result.type))) return;
  throw Fault(code::kInvalidArgValue, "options.free is for a result that is read as text, not for the '" +
                                          Spell(result) + "' of " + function.name +
                                          ": return 'string', or set options.strings");
}

void SetErrnoUse(BoundFunction& function, const std::string& use) {
  const QualType result = function.signature->type().return_type;
  function.tells_errno = use == "kept";
  if (use == "kept" || use == "thrownIfItFails") function.errno_use = ErrnoUse::kKept;
  if (CanFail(result) && (use == "thrown" || use == "thrownIfItFails")) function.errno_use = ErrnoUse::kThrown;
  if (CanFail(result) || use != "thrown") return;
  throw Fault(code::kInvalidArgValue, "options.errno: 'throw' is for a function that fails with -1 or NULL: " +
                                          function.name + " returns '" + Spell(result) + "'");
}

// What lib/call/function-options.js has checked.
void SetOptions(BoundFunction& function, const Napi::Object& options) {
  function.rules.int64_as_number = options.Get("int64AsNumber").As<Napi::Boolean>();
  function.rules.text_results = options.Get("textResults").As<Napi::Boolean>();
  function.rules.typed_pointers = options.Get("typedPointers").As<Napi::Boolean>();
  SetErrnoUse(function, options.Get("errno").As<Napi::String>());
  const Napi::Value lane = options.Get("lane");
  if (!lane.IsUndefined()) function.lane = LaneFrom(lane);
  const Napi::Value free = options.Get("free");
  if (free.IsUndefined()) return;
  RequireTextResult(function);
  // The user says that a function is there; nobody can check it.
  function.free_result = reinterpret_cast<void (*)(void*)>(PointerFrom(free));
  function.free_library = OwnerFrom(options.Get("freeOwner"));
}

std::unique_ptr<BoundFunction> NewFunction(Instance& instance, const Napi::Value& name) {
  TypesOf(instance).CollectIfDue();
  PrepareFaultReports();
  auto function = std::make_unique<BoundFunction>(instance.shared_from_this());
  function->name = name.As<Napi::String>();
  return function;
}

void (*ToFunction(void* address))() { return reinterpret_cast<void (*)()>(address); }

// (library: string | null | handle, name: string, symbol: string, returnType, argTypes, library options, function
// options) -> the bound function; lib/ has checked every argument.
Napi::Value Bind(Instance& instance, const Napi::CallbackInfo& info) {
  const auto options = info[6].As<Napi::Object>();
  auto function = NewFunction(instance, info[1]);
  SetSignature(*function, info[3], info[4].As<Napi::Array>(), options);
  SetOptions(*function, options);
  function->library = info[0].IsExternal()
                          ? LibraryFrom(info[0])
                          : Library::OpenForever(PathFrom(info[0]), OpenOptionsFrom(info[5].As<Napi::Object>()));
  function->target =
      ToFunction(function->library->Symbol(info[2].As<Napi::String>(), options.Get("version").As<Napi::String>()));
  return MakeFunction(std::move(function));
}

// (library handle | bound function | null, address: bigint, name: string, handle of a function type or of a pointer to
// one, function options)
Napi::Value BindAddress(Instance& instance, const Napi::CallbackInfo& info) {
  const auto options = info[4].As<Napi::Object>();
  auto function = NewFunction(instance, info[2]);
  function->library = OwnerFrom(info[0]);
  // The user says that a function is there; nobody can check it.
  function->target = ToFunction(PointerFrom(info[1]));
  SetSignature(*function, TypeFrom(instance, info[3]), options);
  SetOptions(*function, options);
  return MakeFunction(std::move(function));
}

// (bound function) -> bigint; throws ERR_FFI_LIBRARY_CLOSED where its code may be gone
Napi::Value FunctionAddress(Instance& /*instance*/, const Napi::CallbackInfo& info) {
  const std::shared_ptr<BoundFunction> function = BoundFunctionOf(info.Env(), info[0]);
  if (function->library) function->library->RequireOpen();
  return Napi::BigInt::New(info.Env(), static_cast<uint64_t>(reinterpret_cast<uintptr_t>(function->target)));
}

// (bound function) -> handle of its function type
Napi::Value TypeOfFunction(Instance& instance, const Napi::CallbackInfo& info) {
  return HandleOf(instance, {&BoundFunctionOf(info.Env(), info[0])->signature->type()});
}

// (errno?: number) -> what the last call that keeps errno left; an argument takes its place
Napi::Value Errno(Instance& instance, const Napi::CallbackInfo& info) {
  int& kept = KeptErrnoOf(instance).value;
  const int value = kept;
  if (!info[0].IsUndefined()) kept = info[0].As<Napi::Number>().Int32Value();
  return Napi::Number::New(info.Env(), value);
}

}  // namespace

void ExportCall(Instance& instance, Napi::Object exports) {
  const auto add = [&](const char* name, auto function) {
    instance.Export(exports, name, [&instance, function](const auto& info) { return function(instance, info); });
  };
  add("bind", Bind);
  add("bindAddress", BindAddress);
  add("functionAddress", FunctionAddress);
  add("typeOfFunction", TypeOfFunction);
  add("errno", Errno);
  instance.Export(exports, "enableFaultReports", [](const Napi::CallbackInfo& info) {
    EnableFaultReports(info[0].As<Napi::Boolean>());
    return info.Env().Undefined();
  });
}

}  // namespace ffi_native
