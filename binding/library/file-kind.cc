// Kinds of files that are taken for shared libraries: linker scripts, archives, programs of other systems.
#include "library/file-kind.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#ifdef __ELF__
#include <link.h>
extern "C" __attribute__((visibility("hidden"))) const ElfW(Ehdr) __ehdr_start;  // made by the linker: our own header
#endif

namespace ffi_native {

namespace {

bool StartsWith(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

// The first bytes of a regular file; empty when there are none or it cannot be read.
std::string ReadStart(const std::string& path) {
  // Not blocking: opening a FIFO would wait for its writer.
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return {};
  std::string bytes(4096, '\0');
  struct stat status;
  ssize_t count = fstat(file, &status) == 0 && S_ISREG(status.st_mode) ? pread(file, bytes.data(), bytes.size(), 0) : 0;
  close(file);
  bytes.resize(std::max<ssize_t>(count, 0));
  return bytes;
}

bool IsText(const std::string& bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [](unsigned char byte) {
    return byte == 0x7f || (byte < 0x20 && !std::strchr("\t\n\v\f\r", byte)) || byte == 0;
  });
}

// The first shared library in the GROUP or INPUT list of a linker script, without its directory; empty when there is
// none. https://sourceware.org/binutils/docs/ld/File-Commands.html
std::string LibraryOfScript(const std::string& script) {
  size_t list = std::min(script.find("GROUP"), script.find("INPUT"));
  if (list == std::string::npos) return {};
  static constexpr char kSeparators[] = " \t\r\n,()";
  for (size_t begin = script.find('(', list); begin != std::string::npos;) {
    begin = script.find_first_not_of(kSeparators, begin);
    if (begin == std::string::npos) break;
    size_t end = std::min(script.find_first_of(kSeparators, begin), script.size());
    std::string name = script.substr(begin, end - begin);
    if (name.find(".so") != std::string::npos) return name.substr(name.rfind('/') + 1);
    begin = end;
  }
  return {};
}

#ifdef __ELF__
std::string MachineName(unsigned machine) {
  switch (machine) {
    case EM_386:
      return "x86";
    case EM_X86_64:
      return "x86-64";
    case EM_ARM:
      return "ARM";
    case EM_AARCH64:
      return "AArch64";
    case EM_PPC64:
      return "PowerPC 64";
    case EM_S390:
      return "s390";
    case EM_RISCV:
      return "RISC-V";
    default:
      return "machine number " + std::to_string(machine);
  }
}

std::string DescribeElf(const std::string& bytes) {
  ElfW(Ehdr) header;  // e_ident, e_type and e_machine lie alike in both classes
  if (bytes.size() < sizeof header) return "The file is a part of an ELF file";
  std::memcpy(&header, bytes.data(), sizeof header);
  const unsigned char* own = __ehdr_start.e_ident;
  bool same_order = header.e_ident[EI_DATA] == own[EI_DATA];
  auto half = [same_order](uint16_t value) { return same_order ? value : __builtin_bswap16(value); };
  if (half(header.e_machine) != __ehdr_start.e_machine || header.e_ident[EI_CLASS] != own[EI_CLASS] || !same_order) {
    return "The file is for another machine: " + MachineName(half(header.e_machine)) +
           (header.e_ident[EI_CLASS] == ELFCLASS32 ? ", 32 bits" : ", 64 bits") +
           (header.e_ident[EI_DATA] == ELFDATA2MSB ? ", big-endian" : "");
  }
  if (half(header.e_type) == ET_REL) return "The file is an object file; link it with `cc -shared` first";
  return {};
}
#endif

}  // namespace

std::string DescribeNonLibrary(const std::string& path) {
  std::string bytes = ReadStart(path);
  if (bytes.empty()) return {};
#ifdef __ELF__
  if (StartsWith(bytes, ELFMAG)) return DescribeElf(bytes);
#else
  if (StartsWith(bytes, "\177ELF")) return "The file is for systems that use ELF, such as Linux";
#endif
  if (StartsWith(bytes, "!<arch>\n") || StartsWith(bytes, "!<thin>\n")) {
    return "The file is a static archive; only a linker can use it";
  }
  if (StartsWith(bytes, "MZ")) return "The file is for Windows";
  if (!IsText(bytes)) return {};
  std::string library = LibraryOfScript(bytes);
  if (!library.empty()) return "The file is a script for the linker; load '" + library + "' instead";
  if (bytes.find("GNU ld script") != std::string::npos) {
    return "The file is a script for the linker that names no shared library";
  }
  return "The file is a text file";
}

}  // namespace ffi_native
