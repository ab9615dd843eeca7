// Addresses of buffers, and what the process allows us to do with memory.
#include "memory/exports.h"

#include <cstdlib>

#include "core/fault-handler.h"
#include "core/fault.h"
#include "memory/buffer-address.h"

namespace ffi_native {

namespace {

// (buffer) -> bigint
Napi::Value BufferAddress(const Instance& instance, const Napi::CallbackInfo& info) {
  std::optional<uintptr_t> address;
  try {
    address = AddressOfBuffer(instance, info[0]);
  } catch (const Fault& fault) {
    throw Fault(fault.code(), "buffer cannot be used: " + fault.message());
  }
  if (!address) {
    throw Fault(code::kInvalidArgType,
                "buffer must be a Buffer, a typed array, a DataView, an ArrayBuffer or a SharedArrayBuffer, received " +
                    instance.Describe(info[0]));
  }
  return Napi::BigInt::New(info.Env(), static_cast<uint64_t>(*address));
}

// Whether an ArrayBuffer over memory that is not V8's can be made: Electron forbids it.
bool AllowsExternalBuffers(napi_env env) {
  void* memory = malloc(1);
  napi_value buffer;
  const auto release = [](napi_env /*env*/, void* data, void* /*hint*/) { free(data); };
  if (napi_create_external_arraybuffer(env, memory, 1, release, nullptr, &buffer) == napi_ok) return true;
  free(memory);
  return false;
}

Napi::Value MemoryCapabilities(const Napi::CallbackInfo& info) {
  Napi::Object capabilities = Napi::Object::New(info.Env());
  capabilities["guardedAccess"] = Napi::Boolean::New(info.Env(), CanGuardAccess());
  capabilities["externalBuffers"] = Napi::Boolean::New(info.Env(), AllowsExternalBuffers(info.Env()));
  return capabilities;
}

}  // namespace

void ExportMemory(Instance& instance, Napi::Object exports) {
  instance.Export(exports, "bufferAddress",
                  [&instance](const Napi::CallbackInfo& info) { return BufferAddress(instance, info); });
  instance.Export(exports, "memoryCapabilities", MemoryCapabilities);
}

}  // namespace ffi_native
