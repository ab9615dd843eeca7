// A pipe that nobody reads must not keep a dying process: it is asked before each piece whether it takes one.
#include "core/signal-text.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <climits>

namespace ffi_native {

SignalText& SignalText::operator<<(char character) {
  if (length_ < sizeof text_) text_[length_++] = character;
  return *this;
}

SignalText& SignalText::operator<<(const char* text) {
  while (*text != '\0') *this << *text++;
  return *this;
}

SignalText& SignalText::Hex(uint64_t number) {
  int shift = 60;
  while (shift > 0 && number >> shift == 0) shift -= 4;
  *this << "0x";
  for (; shift >= 0; shift -= 4) *this << "0123456789abcdef"[number >> shift & 15];
  return *this;
}

void SignalText::WriteTo(int descriptor) const {
  constexpr size_t kPiece = 512;  // what every system writes to a pipe as one, and without waiting
  for (size_t done = 0; done < length_;) {
    pollfd target = {descriptor, POLLOUT, 0};
    if (poll(&target, 1, 1000) != 1 || (target.revents & POLLOUT) == 0) return;
    const ssize_t written = write(descriptor, text_ + done, std::min(kPiece, length_ - done));
    if (written <= 0) return;
    done += static_cast<size_t>(written);
  }
}

}  // namespace ffi_native
