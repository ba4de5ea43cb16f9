package ogc_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"honglinh/catalog/proof"
)

// TestOtherPeoplesClients runs GDAL and OWSLib, unchanged, against a small catalogue with every kind of geometry; `make conformance`
// runs them against the shipped one.
func TestOtherPeoplesClients(t *testing.T) {
	if testing.Short() {
		t.Skip("starts other programs")
	}
	s := newStand(t, sample(), nil)
	for _, script := range []string{"ogc-gdal.py", "ogc-owslib.py"} {
		t.Run(script, func(t *testing.T) { client(t, script, s.URL+"/ogc") })
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
	python := filepath.Join(filepath.Dir(path), "..", "venv", "bin", "python")
	if _, err := os.Stat(python); err != nil {
		python = "python3"
	}
	cmd := exec.CommandContext(ctx, python, path, root)
	cmd.Env = append(os.Environ(), "GDAL_HTTP_TIMEOUT=30", "NO_PROXY=*", "no_proxy=*")
	out, err := cmd.CombinedOutput()
	var status *exec.ExitError
	switch {
	case errors.As(err, &status) && status.ExitCode() == 3, errors.Is(err, exec.ErrNotFound):
		proof.Missing(t, "what "+script+" needs", "run .ci/setup clients: "+string(out))
	case err != nil:
		t.Errorf("%v\n%s", err, out)
	default:
		t.Logf("%s", out)
	}
}
