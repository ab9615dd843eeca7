// Each access is a plain struct and a function over it, as RunGuarded demands.
#include "memory/guarded-access.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "core/fault-handler.h"
#include "core/fault.h"

namespace ffi_native {

// AddressSanitizer's memcpy and its like look at addresses by themselves, and end the process for one that cannot be:
// that such a one faults is what is tested here.
namespace unchecked {

#ifdef __SANITIZE_ADDRESS__

__attribute__((no_sanitize("address", "undefined"), optimize("no-tree-loop-distribute-patterns"))) void Copy(
    char* to, const char* from, size_t length) {
  for (size_t i = 0; i < length; ++i) to[i] = from[i];
}

__attribute__((no_sanitize("address", "undefined"), optimize("no-tree-loop-distribute-patterns"))) void Fill(
    char* to, uint8_t byte, size_t length) {
  for (size_t i = 0; i < length; ++i) to[i] = static_cast<char>(byte);
}

__attribute__((no_sanitize("address", "undefined"))) int Compare(const char* a, const char* b, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    if (a[i] != b[i]) return static_cast<uint8_t>(a[i]) < static_cast<uint8_t>(b[i]) ? -1 : 1;
  }
  return 0;
}

#else

inline void Copy(char* to, const char* from, size_t length) { memcpy(to, from, length); }
inline void Fill(char* to, uint8_t byte, size_t length) { memset(to, byte, length); }
inline int Compare(const char* a, const char* b, size_t length) { return memcmp(a, b, length); }

#endif

}  // namespace unchecked

namespace {

constexpr size_t kSmallestPage = 4096;  // of all machines: what can be written of it can all be

[[noreturn]] void ThrowViolation(uintptr_t address, const char* verb) {
  char text[40];
  snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
  throw Fault(code::kAccessViolation, std::string("the memory at ") + text + " cannot be " + verb).WithAddress(address);
}

void Run(void (*access)(void*), void* context, uintptr_t begin, const char* verb = "read") {
  if (begin == 0) throw Fault(code::kInvalidPointer, std::string("NULL cannot be ") + verb);
  uintptr_t fault_address = 0;
  if (RunGuarded(access, context, &fault_address)) return;
  // The system names no address for one that the processor refuses outright, as x86-64 does outside of 48 bits, and
  // on s390x the page alone; and libc reads whole vectors, which may begin before what was asked for.
  ThrowViolation(std::max(fault_address, begin), verb);
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
  unchecked::Copy(copy.to, copy.from, copy.length);
}

struct Fill {
  char* to;
  uint8_t byte;
  size_t length;
};

void RunFill(void* context) {
  const auto& fill = *static_cast<const Fill*>(context);
  unchecked::Fill(fill.to, fill.byte, fill.length);
}

// What the compiler cannot know to be 0: it would make a mere load of an addition of 0.
volatile char nothing = 0;

struct Probe {
  char* memory;
  size_t size;
};

void RunProbe(void* context) {
  const auto& probe = *static_cast<const Probe*>(context);
  const auto touch = [](char* byte) { __atomic_fetch_add(byte, nothing, __ATOMIC_RELAXED); };
  for (size_t done = 0; done < probe.size; done += kSmallestPage) touch(probe.memory + done);
  touch(probe.memory + probe.size - 1);
}

struct Compare {
  const char* a;
  const char* b;
  size_t length;
  int order;
};

void RunCompare(void* context) {
  auto& compare = *static_cast<Compare*>(context);
  const int difference = unchecked::Compare(compare.a, compare.b, compare.length);
  compare.order = difference < 0 ? -1 : (difference > 0 ? 1 : 0);
}

// Notes in a fault of a write how many bytes were written before.
template <typename Write>
void CountWritten(size_t written, Write write) {
  try {
    write();
  } catch (Fault& fault) {
    if (fault.code() == code::kAccessViolation) fault.WithWritten(written);
    throw;
  }
}

// What ends at the last address, or would go on at 0, is nobody's memory; a sanitizer would end the process for it.
void RequireNoWrap(uintptr_t address, size_t size, const char* verb = "read") {
  if (size != 0 && address > UINTPTR_MAX - size) ThrowViolation(address, verb);
}

// Writes page by page, so that of each page either all or nothing is written.
template <typename Write>
void WriteByPages(uintptr_t to, size_t size, Write write) {
  for (size_t done = 0; done < size;) {
    const uintptr_t begin = to + done;
    const size_t length = std::min<size_t>(size - done, kSmallestPage - begin % kSmallestPage);
    CountWritten(done, [&] {
      RequireNoWrap(begin, length, "written");
      write(begin, length);
    });
    done += length;
  }
}

template <typename Write>
void WriteByPagesBackwards(uintptr_t to, size_t size, Write write) {
  for (size_t left = size; left > 0;) {
    const size_t in_page = (to + left - 1) % kSmallestPage + 1;
    const size_t length = std::min(left, in_page);
    CountWritten(size - left, [&] {
      RequireNoWrap(to + left - length, length, "written");
      write(to + left - length, length);
    });
    left -= length;
  }
}

// Any number may be tried as an address: that is what the guard is for.
char* ToPointer(uintptr_t address) { return reinterpret_cast<char*>(address); }

}  // namespace

void ReadMemory(void* to, uintptr_t from, size_t size) {
  RequireNoWrap(from, size);
  Copy copy{ToPointer(from), static_cast<char*>(to), size};
  Run(RunCopy, &copy, from);
}

void WriteMemory(uintptr_t to, const void* from, size_t size) {
  WriteByPages(to, size, [&](uintptr_t begin, size_t length) {
    Copy copy{static_cast<const char*>(from) + (begin - to), ToPointer(begin), length};
    Run(RunCopy, &copy, begin, "written");
  });
}

void FillMemory(uintptr_t to, uint8_t byte, size_t size) {
  WriteByPages(to, size, [&](uintptr_t begin, size_t length) {
    Fill fill{ToPointer(begin), byte, length};
    Run(RunFill, &fill, begin, "written");
  });
}

void CopyMemory(uintptr_t to, uintptr_t from, size_t size) {
  char page[kSmallestPage];
  const auto copy = [&](uintptr_t begin, size_t length) {
    ReadMemory(page, from + (begin - to), length);
    Copy write{page, ToPointer(begin), length};
    Run(RunCopy, &write, begin, "written");
  };
  // What lies ahead of the source and over it is copied from the end, as memmove does.
  if (to > from && to - from < size) return WriteByPagesBackwards(to, size, copy);
  WriteByPages(to, size, copy);
}

void ProbeMemory(uintptr_t address, size_t size) {
  if (size == 0) return;
  // An end beyond the last address is no memory at all.
  if (address + (size - 1) < address) ThrowViolation(address, "read and written");
  Probe probe{ToPointer(address), size};
  Run(RunProbe, &probe, address, "read and written");
}

int CompareMemory(uintptr_t a, uintptr_t b, size_t size) {
  Compare compare{ToPointer(a), ToPointer(b), size, 0};
  if (size == 0) return 0;
  for (const uintptr_t address : {a, b}) RequireNoWrap(address, size);
  if (a == 0 || b == 0) throw Fault(code::kInvalidPointer, "NULL cannot be read");
  uintptr_t fault_address = 0;
  if (RunGuarded(RunCompare, &compare, &fault_address)) return compare.order;
  // Of two addresses, the one that the processor refuses outright is the higher one.
  if (fault_address == 0) fault_address = std::max(a, b);
  for (const uintptr_t begin : {a, b}) {
    // s390x names the page alone.
    if (fault_address / kSmallestPage == begin / kSmallestPage) fault_address = std::max(fault_address, begin);
  }
  ThrowViolation(fault_address, "read");
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
