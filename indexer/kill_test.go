package indexer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"honglinh/catalog/search"
	"honglinh/catalog/store/sqlite"
	"honglinh/indexer"
)

// child makes the test binary ingest instead of testing: it is killed.
const child = "HONGLINH_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(child); dir != "" {
		if err := ingestForever(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if dir := os.Getenv(cramped); dir != "" {
		if err := ingestCramped(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	if err := indexer.RemoveShipped(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// ingestForever alternates between two states of one package until it is killed.
func ingestForever(dir string) error {
	ctx := context.Background()
	for i := 0; ; i++ {
		s, err := indexer.Open(ctx, indexer.Options{Data: filepath.Join(dir, "data"), NoEmbedded: true, NoTables: true,
			Packages: []string{filepath.Join(dir, "state"+strconv.Itoa(i%2))}})
		if err != nil {
			return err
		}
		if _, err := s.Ingest(ctx); err != nil {
			return err
		}
		// What was acknowledged must be there after any kill.
		seq, err := s.Store().Seq(ctx)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "acknowledged"), []byte(strconv.FormatInt(seq, 10)), 0o644); err != nil {
			return err
		}
		if err := s.Close(); err != nil {
			return err
		}
	}
}

const placesPackage = `{"name":"diem","title":"Điểm","resources":[{"name":"diem","path":"diem.csv","format":"csv","type":"table",
"schema":{"fields":[{"name":"id","type":"string","constraints":{"required":true}},{"name":"ten","type":"string"},{"name":"lat","type":"number"},{"name":"lon","type":"number"}]},
"honglinh":{"kind":"place","id":"id","title":{"vi":"ten"},"lat":"lat","lon":"lon"}}]}`

// write writes the files of a package folder.
func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, body := range files {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func places(n, salt int) string {
	var b strings.Builder
	b.WriteString("id,ten,lat,lon\n")
	for i := range n {
		fmt.Fprintf(&b, "p%d,Đền thờ số %d đợt %d,18.5,105.7\n", i+salt*n/3, i, salt)
	}
	return b.String()
}

func kills() int {
	switch {
	case os.Getenv("HONGLINH_SOAK") != "":
		return 200
	case testing.Short():
		return 5
	}
	return 25
}

func TestKilledAtAnyInstantNothingAcknowledgedIsLost(t *testing.T) {
	dir := t.TempDir()
	for state := range 2 {
		write(t, filepath.Join(dir, "state"+strconv.Itoa(state), "diem"), map[string]string{
			"datapackage.json": placesPackage, "diem.csv": places(2500, state)})
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// A fixed seed would kill at the same instants of a run that never takes
	// the same time twice; the instant is printed instead.
	for i := range kills() {
		wait := time.Duration(rand.IntN(900)) * time.Millisecond
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), child+"="+dir)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(wait)
		_ = cmd.Process.Kill() // SIGKILL
		if err := cmd.Wait(); err == nil || stderr.Len() > 0 {
			t.Fatalf("kill %d after %v: the child ended by itself: %v %s", i, wait, err, stderr.String())
		}
		sound(t, dir, fmt.Sprintf("kill %d after %v", i, wait))
	}
	whole(t, dir)
}

// sound holds the folder against what was acknowledged.
func sound(t *testing.T, dir, when string) {
	t.Helper()
	data := filepath.Join(dir, "data")
	if _, err := os.Stat(filepath.Join(data, "catalogue.sqlite")); err != nil {
		return // killed before there was a store
	}
	st, err := sqlite.Open(t.Context(), data, sqlite.Options{})
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	defer st.Close()
	damage, err := st.Check(t.Context())
	if err != nil || len(damage) > 0 {
		t.Fatalf("%s: damage %v, %v", when, damage, err)
	}
	found, err := indexer.Check(t.Context(), indexer.Options{Data: data})
	for _, f := range found {
		if f.Grade == indexer.Damage {
			t.Errorf("%s: check finds %+v", when, f)
		}
	}
	if err != nil {
		t.Errorf("%s: check: %v", when, err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "acknowledged"))
	if err != nil || len(raw) == 0 {
		return
	}
	want, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := st.Seq(t.Context()); err != nil || got < want {
		t.Fatalf("%s: sequence %d, %v; %d was acknowledged", when, got, err, want)
	}
}

// whole lets a run end and holds index and store against the source.
func whole(t *testing.T, dir string) {
	t.Helper()
	data := filepath.Join(dir, "data")
	s, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoEmbedded: true, NoTables: true, Packages: []string{filepath.Join(dir, "state0")}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Ingest(t.Context()); err != nil {
		t.Fatal(err)
	}
	a, err := s.State().Finder.Search(t.Context(), search.Query{Text: "đền thờ", Kinds: []string{"place"}})
	if err != nil || a.Total != 2500 {
		t.Errorf("found %d, %v, want 2500", a.Total, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := indexer.Check(t.Context(), indexer.Options{Data: data})
	if err != nil || len(found) > 0 {
		t.Errorf("after the kills: %v, %v", found, err)
	}
}
