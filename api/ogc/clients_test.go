package ogc_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"honglinh/catalog/geo/layers"
)

// TestOtherPeoplesClients runs GDAL and OWSLib, unchanged, against the face. Where they are missing the test says so and skips.
func TestOtherPeoplesClients(t *testing.T) {
	if testing.Short() {
		t.Skip("starts other programs")
	}
	for name, set := range map[string]*layers.Set{"sample": sample(), "shipped": shipped(t)} {
		s := newStand(t, set, nil)
		for _, script := range []string{"ogc-gdal.py", "ogc-owslib.py"} {
			t.Run(name+" "+script, func(t *testing.T) { client(t, script, s.URL+"/ogc") })
		}
	}
}

// client runs a script against a landing page.
func client(t *testing.T, script, root string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", ".ci", "conformance", script))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "python3", path, root)
	cmd.Env = append(os.Environ(), "GDAL_HTTP_TIMEOUT=30", "NO_PROXY=*", "no_proxy=*")
	out, err := cmd.CombinedOutput()
	var status *exec.ExitError
	switch {
	case errors.As(err, &status) && status.ExitCode() == 3, errors.Is(err, exec.ErrNotFound):
		t.Skipf("SKIPPED, NOT PROVED: %s", out)
	case err != nil:
		t.Errorf("%v\n%s", err, out)
	default:
		t.Logf("%s", out)
	}
}
