package proof

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Missing ends the test for want of something: skipped on a developer's machine,
// failed where the environment has CI. Remedy says how to get it.
func Missing(t testing.TB, what, remedy string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("NOT PROVED: %s is missing: %s", what, remedy)
	}
	t.Skipf("SKIPPED, NOT PROVED: %s is missing: %s", what, remedy)
}

// Tool returns the path of a program that the test runs; it is in Debian's package.
func Tool(t testing.TB, program, debian string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		Missing(t, program, "apt-get install "+debian)
	}
	return path
}

// Browser returns the path of Chromium under any of its names.
func Browser(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, "chromium", "apt-get install chromium")
	return ""
}

// Shared returns the path of a file or folder of the data that are kept beside the
// checkout, in ../shared.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{Root(t), "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		Missing(t, filepath.Join(append([]string{"shared"}, elem...)...), "put the folder shared beside the checkout")
	}
	return path
}

// Root returns the folder of go.mod above the test.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}
