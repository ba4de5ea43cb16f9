package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// build is the program as a process of its own, built at first use and once for all tests.
// HONGLINH_PROGRAM names another one, to hold two against each other.
type build struct {
	once sync.Once
	dir  string
	err  error
}

var asProcess build

func TestMain(m *testing.M) {
	if data := os.Getenv(publishesIn); data != "" {
		if err := publishUntilKilled(data); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if err := os.RemoveAll(asProcess.dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// program returns the file of the built program.
func (b *build) program(tb testing.TB) string {
	tb.Helper()
	if other := os.Getenv("HONGLINH_PROGRAM"); other != "" {
		return other
	}
	b.once.Do(func() {
		if b.dir, b.err = os.MkdirTemp("", "honglinh-program-"); b.err != nil {
			return
		}
		out, err := exec.Command("go", "build", "-ldflags", "-s -w", "-o", filepath.Join(b.dir, "honglinh"), ".").CombinedOutput()
		if err != nil {
			b.err = fmt.Errorf("build: %w\n%s", err, out)
		}
	})
	if b.err != nil {
		tb.Fatal(b.err)
	}
	return filepath.Join(b.dir, "honglinh")
}
