// Callbacks as handles, and functions that are arguments.
#include "callback/exports.h"

#include <memory>

#include "call/function-argument.h"
#include "callback/callback.h"
#include "core/owned-external.h"
#include "types/handle.h"

namespace ffi_native {

namespace {

using Handle = Napi::External<std::shared_ptr<Callback>>;

// That of callbacks which have none of their own.
struct UsualGrace {
  Inbox::Grace grace = std::chrono::milliseconds(1000);
};

// Milliseconds, or null, which is without end.
Inbox::Grace GraceFrom(const Napi::Value& value) {
  if (value.IsNull()) return std::nullopt;
  return std::chrono::milliseconds(value.As<Napi::Number>().Int64Value());
}

napi_value GivenOrNull(const Napi::Value& value) {
  return value.IsUndefined() ? nullptr : static_cast<napi_value>(value);
}

// What lib/callback/callback-options.js has checked.
CallbackOptions OptionsFrom(Instance& instance, const Napi::Object& given) {
  CallbackOptions options;
  ValueRules rules{instance};
  rules.int64_as_number = given.Get("int64AsNumber").As<Napi::Boolean>();
  rules.text_results = given.Get("textResults").As<Napi::Boolean>();
  rules.typed_pointers = given.Get("typedPointers").As<Napi::Boolean>();
  options.rules = rules.Bits();
  options.name = given.Get("name").As<Napi::String>();
  options.waits = given.Get("wait").As<Napi::Boolean>();
  const Napi::Value grace = given.Get("grace");
  options.grace = grace.IsUndefined() ? instance.Area<UsualGrace>().grace : GraceFrom(grace);
  options.on_error = GivenOrNull(given.Get("onError"));
  options.default_return = GivenOrNull(given.Get("defaultReturn"));
  return options;
}

struct CloseAndDelete {
  void operator()(std::shared_ptr<Callback>* callback) const {
    (*callback)->Close();
    delete callback;
  }
};

// (handle or text of a function type or of a pointer to one, function, options) -> handle; it is closed with the handle
Napi::Value OpenCallback(Instance& instance, const Napi::CallbackInfo& info) {
  TypesOf(instance).CollectIfDue();
  std::unique_ptr<std::shared_ptr<Callback>, CloseAndDelete> callback(new std::shared_ptr<Callback>(Callback::Open(
      instance, TypeFrom(instance, info[0]), info[1], OptionsFrom(instance, info[2].As<Napi::Object>()))));
  return OwnedExternal(info.Env(), std::move(callback));
}

Callback& CallbackFrom(const Napi::Value& handle) { return **handle.As<Handle>().Data(); }

// (handle) -> bigint
Napi::Value AddressOfCallback(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(), static_cast<uint64_t>(CallbackFrom(info[0]).address()));
}

// (handle)
Napi::Value CloseCallback(const Napi::CallbackInfo& info) {
  CallbackFrom(info[0]).Close();
  return info.Env().Undefined();
}

// (whether callbacks keep the process alive from now on): once for each callback that does or does not any more
Napi::Value HoldThread(Instance& instance, const Napi::CallbackInfo& info) {
  const std::shared_ptr<JsThread> thread = JsThread::Of(instance);
  if (info[0].As<Napi::Boolean>()) {
    thread->Hold();
  } else {
    thread->Release();
  }
  return info.Env().Undefined();
}

// (milliseconds | null)
Napi::Value SetCallbackGrace(Instance& instance, const Napi::CallbackInfo& info) {
  instance.Area<UsualGrace>().grace = GraceFrom(info[0]);
  return info.Env().Undefined();
}

// A function that C may call until the call returns to which it is given.
uintptr_t MakeArgument(const ValueRules& rules, QualType type, napi_value function, Copies& copies,
                       const Place& place) {
  struct Closing {
    explicit Closing(std::shared_ptr<Callback> callback) : callback(std::move(callback)) {}
    Closing(const Closing&) = delete;
    Closing& operator=(const Closing&) = delete;
    ~Closing() { callback->Close(); }
    std::shared_ptr<Callback> callback;
  };
  CallbackOptions options;
  options.name = NameOf(place);
  options.rules = rules.Bits();
  options.grace = rules.instance.Area<UsualGrace>().grace;
  options.keeps_function = true;
  const auto kept = Within(
      options.name, [&] { return std::make_shared<Closing>(Callback::Open(rules.instance, type, function, options)); });
  copies.Keep(kept);
  return kept->callback->address();
}

}  // namespace

void ExportCallback(Instance& instance, Napi::Object exports) {
  instance.Export(exports, "openCallback", [&](const auto& info) { return OpenCallback(instance, info); });
  instance.Export(exports, "addressOfCallback", AddressOfCallback);
  instance.Export(exports, "closeCallback", CloseCallback);
  instance.Export(exports, "holdThread", [&](const auto& info) { return HoldThread(instance, info); });
  instance.Export(exports, "setCallbackGrace", [&](const auto& info) { return SetCallbackGrace(instance, info); });
  FunctionArgumentsOf(instance).make = MakeArgument;
}

}  // namespace ffi_native
