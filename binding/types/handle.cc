// A handle is an External that owns a TypeHandle; the table of handles refers to it weakly.
#include "types/handle.h"

#include "core/owned-external.h"
#include "types/parser.h"
#include "types/scope.h"

namespace ffi_native {

namespace {

struct QualTypeHash {
  size_t operator()(QualType type) const {
    return std::hash<const Type*>()(type.type) ^ (static_cast<size_t>(type.qualifiers) << 1);
  }
};

struct TypeHandle {
  std::shared_ptr<Instance> instance;  // the table that owns the type
  QualType type;
  TypeRoot root;
};

struct TypesArea {
  TypeTable table;
  std::unordered_map<QualType, Napi::Reference<Napi::Value>, QualTypeHash> handles;
};

struct ForgetAndDelete {
  void operator()(TypeHandle* handle) const {
    auto& handles = handle->instance->Area<TypesArea>().handles;
    const auto entry = handles.find(handle->type);
    // A new handle may have been made between this one's death and its finalizer.
    if (entry != handles.end() && entry->second.Value().IsEmpty()) handles.erase(entry);
    delete handle;
  }
};

}  // namespace

TypeTable& TypesOf(Instance& instance) { return instance.Area<TypesArea>().table; }

Napi::Value HandleOf(Instance& instance, QualType type) {
  auto& reference = instance.Area<TypesArea>().handles[type];
  Napi::Value known = reference.IsEmpty() ? Napi::Value() : reference.Value();
  if (!known.IsEmpty()) return known;
  std::unique_ptr<TypeHandle, ForgetAndDelete> handle(
      new TypeHandle{instance.shared_from_this(), type, TypeRoot(type.type)});
  Napi::Value made = OwnedExternal(instance.env(), std::move(handle));
  reference = Napi::Reference<Napi::Value>::New(made, 0);
  return made;
}

QualType TypeFrom(Instance& instance, const Napi::Value& handle_or_text) {
  if (handle_or_text.IsExternal()) return handle_or_text.As<Napi::External<TypeHandle>>().Data()->type;
  TypeTable& table = TypesOf(instance);
  Scope scope(table);
  return ParseTypeName(table, scope, handle_or_text.As<Napi::String>().Utf8Value());
}

}  // namespace ffi_native
