// A JavaScript value that owns something of ours: it is destroyed when the value has been collected.
#pragma once

#include <napi.h>

#include <memory>

namespace ffi_native {

template <typename T, typename Deleter>
Napi::Value OwnedExternal(Napi::Env env, std::unique_ptr<T, Deleter> owned) {
  const Napi::Value made =
      Napi::External<T>::New(env, owned.get(), [](Napi::Env /*env*/, T* object) { Deleter()(object); });
  // It is the value's from here on. In a thread that is being terminated there is none, and New() has thrown.
  static_cast<void>(owned.release());
  return made;
}

}  // namespace ffi_native
