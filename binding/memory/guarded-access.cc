// Each access is a plain struct and a function over it, as RunGuarded demands.
#include "memory/guarded-access.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "core/fault-handler.h"
#include "core/fault.h"

namespace ffi_native {

namespace {

void Run(void (*access)(void*), void* context, uintptr_t begin, const char* verb = "read") {
  if (begin == 0) throw Fault(code::kInvalidPointer, std::string("NULL cannot be ") + verb);
  uintptr_t fault_address = 0;
  if (RunGuarded(access, context, &fault_address)) return;
  // The system names no address for one that the processor refuses outright, as x86-64 does outside of 48 bits; and
  // libc reads whole vectors, which may begin before what was asked for.
  const uintptr_t address = std::max(fault_address, begin);
  char text[40];
  snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
  throw Fault(code::kAccessViolation, std::string("the memory at ") + text + " cannot be " + verb).WithAddress(address);
}

template <typename Unit>
struct CopyToNul {
  const Unit* from;
  Unit* to;
  size_t limit;
  size_t length;  // units before the NUL, or `limit` when there is none within it
};

// C aligns its text; an address that it does not is read all the same.
template <typename Unit>
Unit UnitAt(const Unit* text, size_t i) {
  Unit unit;
  memcpy(&unit, text + i, sizeof unit);
  return unit;
}

template <typename Unit>
void RunCopyToNul(void* context) {
  auto& copy = *static_cast<CopyToNul<Unit>*>(context);
  if constexpr (sizeof(Unit) == 1) {
    const void* end = memccpy(copy.to, copy.from, 0, copy.limit);
    copy.length = end == nullptr ? copy.limit : static_cast<size_t>(static_cast<const Unit*>(end) - copy.to) - 1;
  } else {
    copy.length = 0;
    while (copy.length < copy.limit && (copy.to[copy.length] = UnitAt(copy.from, copy.length)) != 0) ++copy.length;
  }
}

template <typename Unit>
struct Measure {
  const Unit* text;
  size_t length;
};

template <typename Unit>
void RunMeasure(void* context) {
  auto& measure = *static_cast<Measure<Unit>*>(context);
  if constexpr (sizeof(Unit) == 1) {
    measure.length = strlen(measure.text);
  } else {
    while (UnitAt(measure.text, measure.length) != 0) ++measure.length;
  }
}

struct Copy {
  const char* from;
  char* to;
  size_t length;
};

void RunCopy(void* context) {
  const auto& copy = *static_cast<const Copy*>(context);
  memcpy(copy.to, copy.from, copy.length);
}

// Any number may be tried as an address: that is what the guard is for.
char* ToPointer(uintptr_t address) { return reinterpret_cast<char*>(address); }

}  // namespace

void ReadMemory(void* to, uintptr_t from, size_t size) {
  Copy copy{ToPointer(from), static_cast<char*>(to), size};
  Run(RunCopy, &copy, from);
}

void WriteMemory(uintptr_t to, const void* from, size_t size) {
  Copy copy{static_cast<const char*>(from), ToPointer(to), size};
  Run(RunCopy, &copy, to, "written");
}

template <typename Unit>
GuardedText<Unit>::GuardedText(uintptr_t address) {
  const auto* text = reinterpret_cast<const Unit*>(ToPointer(address));  // read by UnitAt(), however it is aligned
  CopyToNul<Unit> copy{text, short_, kShort, 0};
  Run(RunCopyToNul<Unit>, &copy, address);
  length_ = copy.length;
  if (length_ < kShort) return;
  Measure<Unit> measure{text, 0};
  Run(RunMeasure<Unit>, &measure, address);
  length_ = measure.length;
  long_ = std::unique_ptr<Unit[]>(new Unit[length_]);
  ReadMemory(long_.get(), address, length_ * sizeof(Unit));
}

template class GuardedText<char>;
template class GuardedText<char16_t>;
template class GuardedText<char32_t>;

}  // namespace ffi_native
