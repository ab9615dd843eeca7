// One question to Node-API per kind of buffer, the commonest first.
#include "memory/buffer-address.h"

#include "core/fault.h"

namespace ffi_native {

namespace {

// An address has the width of a pointer.
uintptr_t ToAddress(const void* data) { return reinterpret_cast<uintptr_t>(data); }

// A view of no bytes may be one that has lost them: Node-API reports both alike.
void RequireUsable(const Instance& instance, napi_value view) {
  if (!instance.Call(Instance::Hook::kIsUsableView, {view}).As<Napi::Boolean>()) {
    throw Fault(code::kInvalidArgValue, "its buffer is detached or no longer holds it");
  }
}

}  // namespace

std::optional<uintptr_t> AddressOfFilledView(napi_env env, napi_value value) {
  void* data = nullptr;
  size_t length = 0;
  const napi_status status = napi_get_typedarray_info(env, value, nullptr, &length, &data, nullptr, nullptr);
  if (status != napi_ok || length == 0) return std::nullopt;
  return ToAddress(data);
}

std::optional<uintptr_t> AddressOfBuffer(const Instance& instance, napi_value value) {
  napi_env env = instance.env();
  void* data = nullptr;
  size_t length = 0;
  if (napi_get_typedarray_info(env, value, nullptr, &length, &data, nullptr, nullptr) == napi_ok ||
      napi_get_dataview_info(env, value, &length, &data, nullptr, nullptr) == napi_ok) {
    if (length == 0) RequireUsable(instance, value);
    return ToAddress(data);
  }
  if (napi_get_arraybuffer_info(env, value, &data, &length) == napi_ok) {
    bool detached = false;
    if (length == 0) napi_is_detached_arraybuffer(env, value, &detached);
    if (detached) throw Fault(code::kInvalidArgValue, "it is detached");
    return ToAddress(data);
  }
  // Pointers and bound functions know their addresses; Node-API before Node 24 knows a SharedArrayBuffer only by a
  // view.
  const Napi::Value answer = instance.Call(Instance::Hook::kAddress, {value});
  if (answer.IsUndefined()) return std::nullopt;
  if (answer.IsBigInt()) {
    bool lossless = false;
    return static_cast<uintptr_t>(answer.As<Napi::BigInt>().Uint64Value(&lossless));
  }
  if (napi_get_typedarray_info(env, answer, nullptr, &length, &data, nullptr, nullptr) != napi_ok) {
    throw Napi::Error::New(env);
  }
  return ToAddress(data);
}

}  // namespace ffi_native
