package proof

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

// witness is a test that notes how it was ended.
type witness struct {
	testing.TB
	ended string
}

func (w *witness) Helper() {}
func (w *witness) Fatalf(format string, args ...any) {
	w.ended = "failed: " + fmt.Sprintf(format, args...)
	runtime.Goexit()
}
func (w *witness) Skipf(format string, args ...any) {
	w.ended = "skipped: " + fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func ending(t *testing.T, test func(testing.TB)) string {
	w := &witness{TB: t}
	done := make(chan struct{})
	go func() { defer close(done); test(w) }()
	<-done
	return w.ended
}

func TestWhatIsMissingSkipsAtHomeAndFailsWhereCIIsSet(t *testing.T) {
	lacking := map[string]func(testing.TB){
		"a program": func(t testing.TB) { Tool(t, "no-such-program", "no-such-package") },
		"a file":    func(t testing.TB) { Shared(t, "no", "such", "file") },
	}
	for name, test := range lacking {
		t.Setenv("CI", "")
		if got := ending(t, test); !strings.HasPrefix(got, "skipped: SKIPPED, NOT PROVED: ") {
			t.Errorf("%s at home: %q", name, got)
		}
		t.Setenv("CI", "true")
		if got := ending(t, test); !strings.HasPrefix(got, "failed: NOT PROVED: ") {
			t.Errorf("%s in CI: %q", name, got)
		}
	}
}

func TestTheRootHoldsTheModule(t *testing.T) {
	if _, err := os.Stat(Root(t) + "/catalog/proof/proof.go"); err != nil {
		t.Error(err)
	}
}
