package indexer

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// put writes files below a folder.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

const threePoints = "id,ten,lat,lon\na,Đền A,18.5,105.7\nb,Đền B,2048765.2,543210.5\nc,Đền C,18.5,105.7\n"

const pointsPackage = `{"name":"diem","resources":[{"name":"diem","path":"diem.csv","format":"csv","type":"table",
"schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"lat","type":"number"},{"name":"lon","type":"number"}]},
"honglinh":{"kind":"place","id":"id","title":{"vi":"ten"},"lat":"lat","lon":"lon"}}]}`

// prepare opens a service over one package and copies it.
func prepare(t *testing.T, limits Limits) (*Service, gathered, *batch) {
	t.Helper()
	src := t.TempDir()
	put(t, src, map[string]string{"diem/datapackage.json": pointsPackage, "diem/diem.csv": threePoints})
	s, err := Open(t.Context(), Options{Data: t.TempDir(), Packages: []string{src}, NoEmbedded: true, NoTables: true, Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	rep := &Report{}
	g := s.gather(rep)
	batches := s.copyAll(t.Context(), g, rep)
	if len(batches) != 1 || len(rep.Refused) > 0 {
		t.Fatalf("%d packages, refused %v", len(batches), rep.Refused)
	}
	return s, g, batches[0]
}

func TestAPackageThatBreaksTheProgramDownIsRefusedWithItsPlace(t *testing.T) {
	s, _, b := prepare(t, Limits{})
	land := &unitOutlines{fill: func() error { panic("a mistake of ours") }}
	rep := &Report{}
	read, err := s.attempt(t.Context(), b, land, rep)
	if read || err != nil {
		t.Fatalf("read %v, %v, want the package left out and the run going on", read, err)
	}
	if len(rep.Refused) != 1 || rep.Read != 0 {
		t.Fatalf("%+v", rep)
	}
	r := rep.Refused[0]
	if !strings.HasSuffix(r.File, "diem/diem.csv") || r.Row < 2 || !strings.Contains(r.Reason, "a mistake of ours") || !strings.Contains(r.Remedy, "kept") {
		t.Errorf("%+v", r)
	}
}

func TestAPackageBeyondALimitIsRefusedAndNamesTheSetting(t *testing.T) {
	for _, c := range []struct {
		name    string
		limits  Limits
		setting string
	}{
		{"too many rows", Limits{Rows: 2}, "--package-rows"},
		{"too long", Limits{Time: time.Nanosecond}, "--package-time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, _, b := prepare(t, c.limits)
			rep := &Report{}
			read, err := s.attempt(t.Context(), b, &unitOutlines{}, rep)
			if read || err != nil || len(rep.Refused) != 1 || !strings.Contains(rep.Refused[0].Remedy, c.setting) {
				t.Errorf("read %v, %v, refused %v; want one refusal that names %s", read, err, rep.Refused, c.setting)
			}
		})
	}
}

func TestAStoppedRunIsNoRefusal(t *testing.T) {
	s, _, b := prepare(t, Limits{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rep := &Report{}
	if read, err := s.attempt(ctx, b, &unitOutlines{}, rep); read || err == nil || len(rep.Refused) > 0 {
		t.Errorf("read %v, %v, refused %v; want the run ended", read, err, rep.Refused)
	}
}

func TestAPackageLargerThanTheLimitIsNotCopied(t *testing.T) {
	s, g, b := prepare(t, Limits{})
	s.opt.Limits.Bytes = 20
	rep := &Report{}
	if got := s.copyAll(t.Context(), g, rep); len(got) > 0 || len(rep.Refused) != 1 || !strings.Contains(rep.Refused[0].Remedy, "--package-bytes") {
		t.Errorf("copied %d, refused %v", len(got), rep.Refused)
	}
	if b.listed != 0 || g.list[0].pkg != nil {
		t.Error("it still counts as readable")
	}
}
