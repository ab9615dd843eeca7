// Asynchronous calls by their numbers, the pool, and lanes.
#include "call/async-exports.h"

#include <memory>
#include <utility>
#include <vector>

#include "call/async-calls.h"
#include "call/running-calls.h"
#include "core/owned-external.h"

namespace ffi_native {

namespace {

using Lane = std::shared_ptr<Pool>;

std::vector<napi_value> ElementsOf(const Napi::Array& array) {
  std::vector<napi_value> elements;
  const uint32_t count = array.Length();
  elements.reserve(count);
  for (uint32_t i = 0; i < count; ++i) elements.push_back(array.Get(i));
  return elements;
}

// ([bound function, array of its arguments, function that takes the result, function that takes an error]), an array
// that is for this alone -> the number of the call: it has been queued
Napi::Value CallAsync(Instance& instance, const Napi::CallbackInfo& info) {
  auto kept = info[0].As<Napi::Array>();
  BoundFunction& function = *BoundFunctionOf(info.Env(), kept.Get(AsyncCall::kFunction));
  AsyncCalls& calls = AsyncCalls::Of(instance);
  auto call =
      std::make_unique<AsyncCall>(calls, function, ElementsOf(kept.Get(AsyncCall::kArguments).As<Napi::Array>()), kept);
  return Napi::Number::New(info.Env(), static_cast<double>(calls.Start(std::move(call))));
}

// (number of a call) -> whether it had not begun, and never will
Napi::Value CancelAsync(Instance& instance, const Napi::CallbackInfo& info) {
  const auto id = static_cast<uint64_t>(info[0].As<Napi::Number>().Int64Value());
  return Napi::Boolean::New(info.Env(), AsyncCalls::Of(instance).Cancel(id));
}

// (object): it is kept until the calls that are under way have ended
Napi::Value KeepForCalls(Instance& instance, const Napi::CallbackInfo& info) {
  RunningCallsOf(instance).Keep(info[0].As<Napi::Object>());
  return info.Env().Undefined();
}

// () -> handle
Napi::Value OpenLane(const Napi::CallbackInfo& info) {
  return OwnedExternal(info.Env(), std::make_unique<Lane>(std::make_shared<Pool>(1)));
}

// (number of threads)
Napi::Value ResizePool(const Napi::CallbackInfo& info) {
  SharedPool().Resize(info[0].As<Napi::Number>().Uint32Value());
  return info.Env().Undefined();
}

}  // namespace

std::shared_ptr<Pool> LaneFrom(const Napi::Value& handle) { return *handle.As<Napi::External<Lane>>().Data(); }

void ExportAsync(Instance& instance, Napi::Object exports) {
  instance.Export(exports, "callAsync", [&](const auto& info) { return CallAsync(instance, info); });
  instance.Export(exports, "cancelAsync", [&](const auto& info) { return CancelAsync(instance, info); });
  instance.Export(exports, "keepForCalls", [&](const auto& info) { return KeepForCalls(instance, info); });
  instance.Export(exports, "openLane", OpenLane);
  instance.Export(exports, "resizePool", ResizePool);
}

}  // namespace ffi_native
