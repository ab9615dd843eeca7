// What a process that dies in C says before: which function it was in, with which arguments, and where the fault is.
#pragma once

namespace ffi_native {

// Makes this thread, which is about to call C, and the process ready for reports.
void PrepareFaultReports();

// Whether reports are made; they are unless told.
void EnableFaultReports(bool enabled);

}  // namespace ffi_native
