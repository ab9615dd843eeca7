// One loading of the JavaScript half (`instantiate` in addon.cc): its hooks, and the state that each area keeps for it.
// A process may hold many: one per worker thread, vm context or cleared require cache. Nothing here is shared by them.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <string>
#include <typeindex>
#include <unordered_map>

#include "core/fault.h"

namespace ffi_native {

// Throws the value of an error that Node-API reported. Not Napi::Error's own way, which throws again (and so ends the
// process) when the thread is being terminated and can throw no more.
void Rethrow(const Napi::Error& error) noexcept;

// JavaScript cannot be entered any more: the thread is being terminated. Nothing can be thrown for it.
struct Terminated {};

// Throws what Node-API reports.
inline void Check(napi_env env, napi_status status) {
  if (status != napi_ok) throw Napi::Error::New(env);
}

class Instance : public std::enable_shared_from_this<Instance> {
 public:
  // What JavaScript does for us, so that errors and descriptions are of its realm and stand once.
  enum class Hook {
    kCreateError,   // (code, message, details) -> an Error of the JavaScript side's classes
    kDescribe,      // (value) -> how a message names a value that was received
    kAddress,       // (value) -> the address of what has one: a BigInt, or a Uint8Array over it; undefined
    kBuffersOf,     // (value, whether bytes can be held, may move then) -> the buffers it points into; null: resizable
    kIsUsableView,  // (view) -> whether a view of no bytes is neither detached nor out of its buffer's bounds
    kTypeHandle,    // (value) -> the handle of a CType, the text of a string, or undefined
    kContents,   // (value, type handle) -> the bytes of a union that came from C, or of a view, of that type; of a view
                 // of an array its elements; undefined for all other values
    kMakeUnion,  // (type handle, bytes, rules of conversion) -> the value of a union
    kMakePointer,  // (address, type handle of what is there) -> a Pointer
    kCopyBack,     // (object or array, another): gives the first the contents of the second; a name that it refuses
    kSystemError,  // (name of a function, errno) -> an Error that says how it failed
    // lib/core/record-code.js, for call/record-code.cc:
    kWriteRecordCode,  // (index, fields) -> whether there is code to read objects, too; undefined for no code at all
    kPackRecord,       // (index, object) -> how far its members were written to the scratch memory
    kMakeRecord,       // (index, ...given values) -> an object of what is in the scratch memory
    kRecordScratch,    // () -> a Uint8Array over the scratch memory
    // lib/callback/reports.js:
    kWarnLateCall,  // (name of a callback): C has called it after its end
    kNameCallback,  // (thrown value, name of a callback) -> the value, which tells the name if it is an Error
    kCount,
  };

  using Callback = std::function<Napi::Value(const Napi::CallbackInfo&)>;

  // `hooks` has one function per Hook, by the names in instance.cc. They are referred to weakly: whatever JavaScript
  // object can reach this instance must keep them alive (KeepHooks), or a vm context could never be collected.
  Instance(Napi::Env env, const Napi::Object& hooks);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  Napi::Env env() const { return env_; }
  Napi::Value Call(Hook hook, std::initializer_list<napi_value> arguments) const;
  napi_value Call(Hook hook, const napi_value* arguments, size_t count) const;
  std::string Describe(napi_value value) const;
  // Whether what Node-API gives as thrown is the end of its thread, by worker.terminate() or process.exit().
  bool IsTerminated(napi_value thrown) const;
  // The JavaScript value of the C++ exception that is being handled; call it in a catch block only. Throws Terminated.
  napi_value CurrentError() const;
  // Throws in JavaScript what the C++ exception that is being handled stands for; call it in a catch block only.
  void ThrowCurrent() const noexcept;

  // The property, `hooks.key`, by which a JavaScript object of ours keeps the hooks alive and is known as ours.
  napi_property_descriptor KeepHooks() const;

  // Makes a function of the export object. It keeps this instance alive; what its callback throws is thrown in
  // JavaScript by ThrowCurrent().
  void Export(Napi::Object exports, const char* name, Callback callback);

  // The state of one area, made at its first use: `instance.Area<TypesArea>()`.
  template <typename State>
  State& Area() {
    std::shared_ptr<void>& slot = areas_[std::type_index(typeid(State))];
    if (!slot) slot = std::make_shared<State>();
    return *static_cast<State*>(slot.get());
  }

 private:
  Napi::Value CreateError(const Fault& fault) const;

  Napi::Env env_;
  Napi::ObjectReference hook_object_;
  Napi::FunctionReference hooks_[static_cast<size_t>(Hook::kCount)];
  std::unordered_map<std::type_index, std::shared_ptr<void>> areas_;
};

}  // namespace ffi_native
