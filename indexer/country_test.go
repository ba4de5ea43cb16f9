package indexer_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/proof"
	"honglinh/catalog/text"
	"honglinh/indexer"
)

// Limits of the import of a country's communes. The time is that of the
// processor, which does not depend on what else the machine does.
const (
	mostTime     = 10 * time.Second
	mostMebibyte = 300 // above what the process, which other tests use too, had before
)

// busy is the processor time that the process has used.
func busy(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// countryPackage maps the country's communes as units.
const countryPackage = `{"name":"ca-nuoc","title":"Xã, phường cả nước","resources":[{"name":"xa","path":"xa.geojson",
"honglinh":{"kind":"unit","id":"ma","title":{"vi":"name","en":"name_en"},"code":"code","level":"cap"}}]}`

// country writes a package of every commune-level unit of Viet Nam.
func country(t testing.TB, dir string) int {
	t.Helper()
	f, err := os.Open(proof.Shared(t, "data", "vn-wards.geojson.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Features []struct {
			Type       string          `json:"type"`
			Properties map[string]any  `json:"properties"`
			Geometry   json.RawMessage `json:"geometry"`
		} `json:"features"`
	}
	if err := json.NewDecoder(z).Decode(&all); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	out.WriteString(`{"type":"FeatureCollection","features":[`)
	for i := range all.Features {
		p := all.Features[i].Properties
		if p["name"] == nil {
			p["name"] = p["slug"]
		}
		p["ma"] = fmt.Sprintf("%s-%d", text.Slug(fmt.Sprint(p["name"]), 60), i)
		p["cap"] = "commune"
		b, err := json.Marshal(all.Features[i])
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(b)
	}
	out.WriteString("]}")
	write(t, dir, map[string]string{"datapackage.json": countryPackage, "xa.geojson": out.String()})
	return len(all.Features)
}

// resident is the memory of the process in MiB, 0 where the system does not tell.
func resident() int {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if v, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(v)[0]) // 0 where the system writes something else
			return kb / 1024
		}
	}
	return 0
}

// peak watches the memory until stop is called.
func peak() (stop func() int) {
	done, out := make(chan bool), make(chan int)
	go func() {
		most := 0
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-tick.C:
				most = max(most, resident())
			case <-done:
				tick.Stop()
				out <- max(most, resident())
				return
			}
		}
	}()
	return func() int { done <- true; return <-out }
}

func TestTheCommunesOfTheWholeCountryComeInCheckedAndIndexed(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED with -short: it imports a country")
	}
	src := t.TempDir()
	n := country(t, src)
	debug.FreeOSMemory()
	before := resident()
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	stop := peak()
	start, used := time.Now(), busy(t)
	rep := ingest(t, s)
	took, used, memory := time.Since(start), busy(t)-used, stop()-before
	for _, r := range rep.Refused {
		t.Errorf("refused: %s", r)
	}
	list := s.State().Geometry["ca-nuoc"]
	if rep.Added != n+1 || len(list) != 1 || list[0].WithGeometry != n || list[0].Areas != n {
		t.Errorf("got %s, %+v", rep.Summary(), list)
	}
	t.Logf("%d units checked, stored and indexed in %v of processor time (%v on the clock), %d MiB above the %d before", n, used, took, memory, before)
	for _, f := range list[0].Findings {
		t.Logf("%s: %d", f.Code, f.Count)
	}
	t.Logf("mended %v", list[0].Mended)
	if !proof.Racing && used > mostTime {
		t.Errorf("took %v, want at most %v", used, mostTime)
	}
	if !proof.Racing && memory > mostMebibyte {
		t.Errorf("took %d MiB, want at most %d", memory, mostMebibyte)
	}
	exact(t, s)
	start = time.Now()
	if again := ingest(t, s); again.Unchanged != n+1 {
		t.Errorf("again: %s", again.Summary())
	}
	t.Logf("again, unchanged, in %v", time.Since(start))
}

// exact asks the index of outlines which unit holds a point, and tries the answer.
func exact(t *testing.T, s *indexer.Service) {
	t.Helper()
	var fs []spatial.Feature
	units, err := s.Store().Kind(t.Context(), "unit")
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range units {
		fs = append(fs, spatial.Feature{ID: u.ID, Geometry: u.Geometry.Geometry()})
	}
	l, refused := spatial.New(fs)
	if len(refused) > 0 {
		t.Error(refused)
	}
	if got := l.At(orb.Point{105.7, 18.5}, spatial.Filter{}); len(got) != 1 {
		t.Errorf("%d units hold the point", len(got))
	}
}
