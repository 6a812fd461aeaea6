// Zeroes memory as it is given back. A visitor's text passes through strings that nobody wipes by hand (a label being
// laid out, a reply of the inspection socket); with this none of them stays readable in the free part of the heap. It
// replaces the global operator delete of this program; SQLite's own memory is not touched, the same rows are in its
// file anyway. Sanitizers bring their own allocator and are left alone.
#include <malloc.h>
#include <string.h>

#include <cstddef>
#include <cstdlib>
#include <new>

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  explicit_bzero(memory, malloc_usable_size(memory));
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

#endif
