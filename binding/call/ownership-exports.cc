// own, release, disown; and buffers that share memory of C's. A handle of owned memory is an External, which stands for
// the share of the one who owns it.
#include "call/ownership-exports.h"

#include "call/ownership.h"
#include "core/fault.h"
#include "memory/guarded-access.h"

namespace ffi_native {

namespace {

struct Handle {
  OwnedMemory* memory;  // null when it has been closed
};

using HandleValue = Napi::External<Handle>;

uintptr_t AddressFrom(const Napi::Value& address) {
  bool lossless = false;
  return static_cast<uintptr_t>(address.As<Napi::BigInt>().Uint64Value(&lossless));
}

void FinalizeHandle(Napi::Env /*env*/, Handle* handle) {
  if (handle->memory != nullptr) Ownership::Leave(*handle->memory);
  delete handle;
}

// (bound function, address: bigint, context: bigint | undefined, only: boolean) -> handle
Napi::Value Own(Instance& instance, const Napi::CallbackInfo& info) {
  std::optional<uintptr_t> context;
  if (!info[2].IsUndefined()) context = AddressFrom(info[2]);
  OwnedMemory& memory = Ownership::Of(instance).Own(BoundFunctionOf(info.Env(), info[0]), AddressFrom(info[1]), context,
                                                    info[3].As<Napi::Boolean>());
  auto handle = std::make_unique<Handle>(Handle{&memory});
  const Napi::Value made = HandleValue::New(info.Env(), handle.get(), FinalizeHandle);
  static_cast<void>(handle.release());  // the finalizer deletes it
  return made;
}

// (handle): its owner needs the memory no more
Napi::Value Release(const Napi::CallbackInfo& info) {
  Handle& handle = *info[0].As<HandleValue>().Data();
  OwnedMemory* const memory = std::exchange(handle.memory, nullptr);
  if (memory == nullptr) return info.Env().Undefined();
  if (const std::exception_ptr failure = Ownership::LeaveNow(*memory)) std::rethrow_exception(failure);
  return info.Env().Undefined();
}

// (handle): nobody gives the memory back
Napi::Value Disown(const Napi::CallbackInfo& info) {
  Handle& handle = *info[0].As<HandleValue>().Data();
  OwnedMemory* const memory = std::exchange(handle.memory, nullptr);
  if (memory == nullptr) return info.Env().Undefined();
  memory->Abandon();
  Ownership::Leave(*memory);
  return info.Env().Undefined();
}

void FinalizeBuffer(napi_env /*env*/, void* /*data*/, void* memory) {
  if (memory != nullptr) Ownership::Leave(*static_cast<OwnedMemory*>(memory));
}

// (address: bigint, size: number, handle | undefined) -> an ArrayBuffer over the memory, of which it takes a share
Napi::Value ShareMemory(const Napi::CallbackInfo& info) {
  const uintptr_t address = AddressFrom(info[0]);
  const auto size = static_cast<size_t>(info[1].As<Napi::Number>().Int64Value());
  OwnedMemory* const memory = info[2].IsUndefined() ? nullptr : info[2].As<HandleValue>().Data()->memory;
  ProbeMemory(address, size);
  if (memory != nullptr) Ownership::Share(*memory);  // an empty buffer may be finalized at once
  napi_value buffer = nullptr;
  // The probe has found memory at this address.
  const napi_status status = napi_create_external_arraybuffer(info.Env(), reinterpret_cast<void*>(address), size,
                                                              FinalizeBuffer, memory, &buffer);
  if (status != napi_ok && memory != nullptr) Ownership::Leave(*memory);
  if (status == napi_no_external_buffers_allowed) {
    throw Fault(code::kNoSharedMemory,
                "this runtime does not let JavaScript share memory of C's: leave options.copy out, and copy it");
  }
  if (status != napi_ok) throw Napi::Error::New(info.Env());
  return {info.Env(), buffer};
}

}  // namespace

void ExportOwnership(Instance& instance, Napi::Object exports) {
  instance.Export(exports, "own", [&instance](const Napi::CallbackInfo& info) { return Own(instance, info); });
  instance.Export(exports, "release", Release);
  instance.Export(exports, "disown", Disown);
  instance.Export(exports, "shareMemory", ShareMemory);
}

}  // namespace ffi_native
