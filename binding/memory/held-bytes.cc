// Node-API can refer to a buffer but not to its bytes, which V8 counts. Node exports V8's functions to addons; they are
// looked for at run time, so that the addon still loads wherever Node-API is, under any version.
#include "memory/held-bytes.h"

#include <dlfcn.h>

namespace ffi_native {

namespace {

// v8::ArrayBuffer::GetBackingStore(), which returns std::shared_ptr<v8::BackingStore>. In the Itanium ABI a method
// takes its object as its first parameter, and a shared_ptr is returned as any class that is not trivial, whatever it
// points to.
using GetBackingStore = std::shared_ptr<void> (*)(void* buffer);

// Where the C++ library of the executable has this name in it, its shared_ptr is ours.
#ifdef __GLIBCXX__
#define SHARED_PTR "St10shared_ptr"
#else
#define SHARED_PTR "NSt3__110shared_ptr"
#endif
constexpr const char* kTakesOurSharedPtr = "_ZN2v811ArrayBuffer3NewEPNS_7IsolateE" SHARED_PTR "INS_12BackingStoreEE";
#undef SHARED_PTR

struct BackingStores {
  GetBackingStore of_array_buffer = nullptr;
  GetBackingStore of_shared_array_buffer = nullptr;
  // V8 stopped to reallocate when it dropped this function (after V8 12.4, which is in Node 22).
  bool can_reallocate = dlsym(RTLD_DEFAULT, "_ZN2v811ArrayBuffer9Allocator10ReallocateEPvmm") != nullptr;

  BackingStores() {
    if (dlsym(RTLD_DEFAULT, kTakesOurSharedPtr) == nullptr) return;
    of_array_buffer = Find("_ZN2v811ArrayBuffer15GetBackingStoreEv");
    of_shared_array_buffer = Find("_ZN2v817SharedArrayBuffer15GetBackingStoreEv");
  }

  bool complete() const { return of_array_buffer != nullptr && of_shared_array_buffer != nullptr; }

 private:
  static GetBackingStore Find(const char* name) {
    // POSIX gives the addresses of functions and of objects one width; dlsym depends on it.
    return reinterpret_cast<GetBackingStore>(dlsym(RTLD_DEFAULT, name));
  }
};

const BackingStores& Stores() {
  static const BackingStores stores;
  return stores;
}

}  // namespace

bool CanHoldBytes() { return Stores().complete(); }

bool MayMoveHeldBytes() { return Stores().can_reallocate; }

std::shared_ptr<void> HoldBytes(napi_env env, napi_value buffer) {
  if (!CanHoldBytes()) return nullptr;
  bool is_array_buffer = false;
  napi_is_arraybuffer(env, buffer, &is_array_buffer);
  const GetBackingStore get = is_array_buffer ? Stores().of_array_buffer : Stores().of_shared_array_buffer;
  // A napi_value is V8's handle, which is also what a method of V8's API has for its object.
  return get(buffer);
}

}  // namespace ffi_native
