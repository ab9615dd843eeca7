// Libraries in JavaScript's hands are Externals that own a share of the Library; lib/ keeps them in private fields.
#include "library/exports.h"

#include "core/owned-external.h"

namespace ffi_native {

namespace {

using Handle = std::shared_ptr<Library>;

// The address of a symbol has the width of a pointer.
Napi::Value AddressValue(Napi::Env env, const void* address) {
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(address)));
}

// (path: string | null, options) -> handle
Napi::Value OpenLibrary(const Napi::CallbackInfo& info) {
  return OwnedExternal(info.Env(), std::make_unique<Handle>(Library::OpenToClose(
                                       PathFrom(info[0]), OpenOptionsFrom(info[1].As<Napi::Object>()))));
}

// (handle, name, version: string, which may be empty) -> bigint
Napi::Value SymbolAddress(const Napi::CallbackInfo& info) {
  return AddressValue(info.Env(), LibraryFrom(info[0])->Symbol(info[1].As<Napi::String>(), info[2].As<Napi::String>()));
}

// (handle, name) -> bigint
Napi::Value VariableAddress(const Napi::CallbackInfo& info) {
  return AddressValue(info.Env(), LibraryFrom(info[0])->Variable(info[1].As<Napi::String>()));
}

// (handle, name) -> boolean
Napi::Value HasSymbol(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), LibraryFrom(info[0])->Has(info[1].As<Napi::String>()));
}

// (handle) -> Promise of undefined, when no call runs in the library any more; it is closed at once, and only once
Napi::Value CloseLibrary(const Napi::CallbackInfo& info) {
  napi_env env = info.Env();
  napi_deferred unloaded = nullptr;
  napi_value promise = nullptr;
  if (napi_create_promise(env, &unloaded, &promise) != napi_ok) throw Napi::Error::New(env);
  LibraryFrom(info[0])->Close([env, unloaded] {
    // It fails where the thread is being terminated, and nobody waits any more. Throwing would end the process: this
    // may be while an exception of the last call is under way.
    napi_value undefined = nullptr;
    napi_get_undefined(env, &undefined);
    napi_resolve_deferred(env, unloaded, undefined);
  });
  return {env, promise};
}

}  // namespace

OpenOptions OpenOptionsFrom(const Napi::Object& options) {
  const std::string symbols = options.Get("symbols").As<Napi::String>();
  OpenOptions result;
  result.symbols = symbols == "own"       ? SymbolScope::kOwn
                   : symbols == "process" ? SymbolScope::kProcess
                                          : SymbolScope::kAuto;
  result.lazy = options.Get("resolve").As<Napi::String>().Utf8Value() == "lazy";
  result.global = options.Get("scope").As<Napi::String>().Utf8Value() == "global";
  return result;
}

std::optional<std::string> PathFrom(const Napi::Value& path) {
  if (path.IsNull()) return std::nullopt;
  return path.As<Napi::String>().Utf8Value();
}

std::shared_ptr<Library> LibraryFrom(const Napi::Value& handle) { return *handle.As<Napi::External<Handle>>().Data(); }

void ExportLibrary(Instance& instance, Napi::Object exports) {
  instance.Export(exports, "openLibrary", OpenLibrary);
  instance.Export(exports, "symbolAddress", SymbolAddress);
  instance.Export(exports, "variableAddress", VariableAddress);
  instance.Export(exports, "hasSymbol", HasSymbol);
  instance.Export(exports, "closeLibrary", CloseLibrary);
}

}  // namespace ffi_native
