// The end of what few calls have.
#include "call/copies.h"

namespace ffi_native {

Copies::Extras::~Extras() = default;  // here, so that each frame has one call of it instead of its whole code

}  // namespace ffi_native
