// Addresses of buffers, and what the process allows us to do with memory.
#include "memory/exports.h"

#include <cstdlib>

#include "core/fault-handler.h"
#include "core/fault.h"
#include "memory/buffer-address.h"
#include "memory/guarded-access.h"
#include "memory/held-bytes.h"

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
  capabilities["heldBuffers"] = Napi::Boolean::New(info.Env(), CanHoldBytes());
  capabilities["externalBuffers"] = Napi::Boolean::New(info.Env(), AllowsExternalBuffers(info.Env()));
  return capabilities;
}

uintptr_t AddressFrom(const Napi::Value& address) {
  bool lossless = false;
  return static_cast<uintptr_t>(address.As<Napi::BigInt>().Uint64Value(&lossless));
}

// lib/ has checked that it is a safe integer.
size_t SizeFrom(const Napi::Value& size) { return static_cast<size_t>(size.As<Napi::Number>().Int64Value()); }

// (address: bigint, view): fills the view with the bytes there
Napi::Value ReadBytes(const Napi::CallbackInfo& info) {
  auto view = info[1].As<Napi::Uint8Array>();
  if (view.ByteLength() != 0) ReadMemory(view.Data(), AddressFrom(info[0]), view.ByteLength());
  return info.Env().Undefined();
}

// (address: bigint, view): writes the view's bytes there
Napi::Value WriteBytes(const Napi::CallbackInfo& info) {
  const auto view = info[1].As<Napi::Uint8Array>();
  WriteMemory(AddressFrom(info[0]), view.Data(), view.ByteLength());
  return info.Env().Undefined();
}

// (address: bigint, byte: number, size: number)
Napi::Value FillBytes(const Napi::CallbackInfo& info) {
  const auto byte = static_cast<uint8_t>(info[1].As<Napi::Number>().Uint32Value());
  FillMemory(AddressFrom(info[0]), byte, SizeFrom(info[2]));
  return info.Env().Undefined();
}

// (to: bigint, from: bigint, size: number)
Napi::Value CopyBytes(const Napi::CallbackInfo& info) {
  CopyMemory(AddressFrom(info[0]), AddressFrom(info[1]), SizeFrom(info[2]));
  return info.Env().Undefined();
}

// (a: bigint, b: bigint, size: number) -> -1, 0 or 1
Napi::Value CompareBytes(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), CompareMemory(AddressFrom(info[0]), AddressFrom(info[1]), SizeFrom(info[2])));
}

}  // namespace

void ExportMemory(Instance& instance, Napi::Object exports) {
  instance.Export(exports, "bufferAddress",
                  [&instance](const Napi::CallbackInfo& info) { return BufferAddress(instance, info); });
  instance.Export(exports, "memoryCapabilities", MemoryCapabilities);
  instance.Export(exports, "readBytes", ReadBytes);
  instance.Export(exports, "writeBytes", WriteBytes);
  instance.Export(exports, "fillBytes", FillBytes);
  instance.Export(exports, "copyBytes", CopyBytes);
  instance.Export(exports, "compareBytes", CompareBytes);
}

}  // namespace ffi_native
