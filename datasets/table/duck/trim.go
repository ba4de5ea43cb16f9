package duck

/*
#include <stddef.h>
// malloc_trim is glibc's; other C libraries give memory back by themselves.
extern int malloc_trim(size_t pad) __attribute__((weak));
static void give_back(void) { if (malloc_trim) malloc_trim(0); }
*/
import "C"

// Trim gives memory that loads needed back to the system: the C allocator keeps
// it otherwise.
func (e *Engine) Trim() { C.give_back() }
