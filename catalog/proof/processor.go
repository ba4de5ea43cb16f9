//go:build unix

package proof

import (
	"syscall"
	"testing"
	"time"
)

// Processor is the processor time that the test's process has used so far, which does not depend on
// what else the machine does.
func Processor(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
