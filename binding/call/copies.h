// What a conversion makes besides the value itself: copies of strings and objects, and notes on buffers to look up once
// more and on what C will have written. It lasts as long as the call for which it is made.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "call/place.h"
#include "types/type.h"

namespace ffi_native {

class Copies {
 public:
  static constexpr size_t kAlignment = 16;

  // Whether strings and objects may be copied: not for a value that outlives the conversion, as one in memory does.
  enum class Text { kAllowed, kRefused };

  explicit Copies(Text text = Text::kAllowed) : text_(text) {}
  Copies(const Copies&) = delete;
  Copies& operator=(const Copies&) = delete;

  bool AllowsText() const { return text_ == Text::kAllowed; }

  // Memory for a copy, aligned for any scalar.
  char* Allocate(size_t size) {
    const size_t rounded = (size + kAlignment - 1) / kAlignment * kAlignment;
    if (rounded > ScratchLeft()) return Overflow(rounded);
    char* memory = scratch_;
    scratch_ += rounded;
    return memory;
  }
  // Memory for a copy whose size is not known yet: what is written there, up to ScratchLeft() bytes, stays if the next
  // Allocate() asks for as much.
  char* scratch() { return scratch_; }
  size_t ScratchLeft() const { return scratch_end_ - scratch_; }

  // A pointer whose buffer is looked up again before the call.
  struct Deferred {
    void* slot;
    napi_value value;
    std::string name;  // of its place
  };
  void Defer(void* slot, napi_value value, std::string name) {
    Extra().deferred.push_back({slot, value, std::move(name)});
  }
  // Null when there are none.
  const std::vector<Deferred>* deferred() const { return extras_ ? &extras_->deferred : nullptr; }

  // Memory that C writes, and the object or array that it is copied back into.
  struct Out {
    napi_value target;
    const char* memory;
    QualType type;                  // of the object, or of an element of the array
    std::optional<uint32_t> count;  // of an array's elements
    Place place;                    // of the argument
  };
  void NoteOut(const Out& out) { Extra().outs.push_back(out); }
  // Null when there are none.
  const std::vector<Out>* outs() const { return extras_ && !extras_->outs.empty() ? &extras_->outs : nullptr; }
  std::vector<Out>* outs() { return extras_ && !extras_->outs.empty() ? &extras_->outs : nullptr; }

  // What the value needs as long as the copies live.
  void Keep(std::shared_ptr<void> needed) { Extra().needed.push_back(std::move(needed)); }
  void LetGo() {
    if (extras_) extras_->needed.clear();
  }

  // Whether a conversion may have run code of the user's, so that buffers may be elsewhere now.
  void NoteUserCode() { ran_user_code_ = true; }
  bool ran_user_code() const { return ran_user_code_; }

 protected:
  // With room for small copies, for which no memory needs to be allocated. It need not be initialised.
  Copies(char* scratch, size_t scratch_size)
      : text_(Text::kAllowed), scratch_(scratch), scratch_end_(scratch + scratch_size) {}

  // What does not fit inline; `size` is a multiple of kAlignment.
  char* Overflow(size_t size) {
    auto& blocks = Extra().blocks;
    blocks.emplace_back(new Unit[size / sizeof(Unit)]);
    return blocks.back().get()->bytes;
  }

 private:
  struct alignas(kAlignment) Unit {
    char bytes[kAlignment];
  };

  // What most calls do without.
  struct Extras {
    ~Extras();
    std::vector<std::unique_ptr<Unit[]>> blocks;
    std::vector<Deferred> deferred;
    std::vector<Out> outs;
    std::vector<std::shared_ptr<void>> needed;
  };

  Extras& Extra() {
    if (!extras_) extras_ = std::make_unique<Extras>();
    return *extras_;
  }

  Text text_;
  bool ran_user_code_ = false;
  char* scratch_ = nullptr;
  char* scratch_end_ = nullptr;
  std::unique_ptr<Extras> extras_;  // behind one pointer, so that a call without any has one thing to check
};

}  // namespace ffi_native
