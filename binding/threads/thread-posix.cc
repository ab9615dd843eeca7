// POSIX threads: std::thread leaves the size of the stack to the C library, and musl's is 128 KiB.
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <system_error>
#include <utility>

#include "threads/thread.h"

namespace ffi_native {

namespace {

using Body = std::function<void()>;

constexpr size_t kUsualStack = size_t{8} << 20;  // where the system sets no limit
constexpr size_t kSmallestStack = size_t{1} << 20;

size_t StackSize() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return kUsualStack;
  constexpr size_t kPage = size_t{64} << 10;  // no machine has larger ones
  return std::max(kSmallestStack, static_cast<size_t>(limit.rlim_cur) / kPage * kPage);
}

void* RunBody(void* given) {
  const std::unique_ptr<Body> body(static_cast<Body*>(given));
  (*body)();
  return nullptr;
}

class Attributes {
 public:
  Attributes() {
    pthread_attr_init(&attributes_);
    pthread_attr_setdetachstate(&attributes_, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes_, StackSize());
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { pthread_attr_destroy(&attributes_); }

  const pthread_attr_t* get() const { return &attributes_; }

 private:
  pthread_attr_t attributes_;
};

}  // namespace

void StartThread(Body body) {
  auto given = std::make_unique<Body>(std::move(body));
  pthread_t thread;
  const int error = pthread_create(&thread, Attributes().get(), RunBody, given.get());
  if (error != 0) throw std::system_error(error, std::generic_category());
  static_cast<void>(given.release());  // the thread deletes it
}

}  // namespace ffi_native
