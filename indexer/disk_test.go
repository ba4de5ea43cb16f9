package indexer_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"honglinh/catalog/store/sqlite"
	"honglinh/indexer"
)

// cramped makes the test binary ingest with little room instead of testing.
const cramped = "HONGLINH_TEST_CRAMPED"

// room is the size beyond which no file of a cramped process grows, in bytes: the
// small catalogue of the test fits, the large one does not.
const room = 2 << 20

// ingestCramped ingests the larger state of the package where no file may outgrow the
// room: to the program that is a disk which fills up in the middle of a run.
func ingestCramped(dir string) error {
	signal.Ignore(syscall.SIGXFSZ) // else the process ends instead of the write failing
	limit := syscall.Rlimit{Cur: room, Max: room}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return nil // the parent misses the error
	}
	s, err := openState(context.Background(), dir, "large")
	if err != nil {
		return err
	}
	_, err = s.Ingest(context.Background())
	if closed := s.Close(); err == nil {
		err = closed
	}
	return err
}

func openState(ctx context.Context, dir, state string) (*indexer.Service, error) {
	return indexer.Open(ctx, indexer.Options{Data: filepath.Join(dir, "data"), NoEmbedded: true, NoTables: true,
		Packages: []string{filepath.Join(dir, state)}})
}

func TestAFullDiskIsSaidLosesNothingAndNeedsNoRepair(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "small", "diem"), map[string]string{"datapackage.json": placesPackage, "diem.csv": places(20, 0)})
	write(t, filepath.Join(dir, "large", "diem"), map[string]string{"datapackage.json": placesPackage, "diem.csv": places(5_000, 0)})
	fill(t, dir, "small", 20)

	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), cramped+"="+dir)
	said, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatal("a run without room ended well")
	}
	if !strings.Contains(string(said), "disk") && !strings.Contains(string(said), "too large") {
		t.Errorf("the run said %q, nothing of the disk", said)
	}
	if strings.Contains(string(said), "goroutine") {
		t.Errorf("the run broke down: %s", said)
	}

	sound(t, dir, "after the disk was full")
	held(t, dir)
	fill(t, dir, "large", 5_000) // there is room again
}

// held fails unless the records of before the full disk are all there.
func held(t *testing.T, dir string) {
	t.Helper()
	st, err := sqlite.Open(t.Context(), filepath.Join(dir, "data"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for i := range 20 {
		if _, err := st.Record(t.Context(), fmt.Sprintf("place/p%d", i)); err != nil {
			t.Errorf("a record of before: %v", err)
		}
	}
}

// fill ingests a state and fails unless the store then has n records.
func fill(t *testing.T, dir, state string, n int) {
	t.Helper()
	s, err := openState(t.Context(), dir, state)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Ingest(t.Context()); err != nil {
		t.Fatal(err)
	}
	counts, err := s.Store().Counts(t.Context())
	if err != nil || counts["place"] != n {
		t.Errorf("%s: %d records, %v, want %d", state, counts["place"], err, n)
	}
}
