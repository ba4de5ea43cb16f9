// Package harvesttest is the suite that every protocol passes: all of a portal comes
// in, a second run asks conditionally and writes nothing, a run that is killed goes on,
// and a portal that fails takes nothing away.
package harvesttest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
)

// Rig is a portal of a protocol, which has at least two items.
type Rig struct {
	Protocol harvest.Protocol
	// Portal answers; it need not know of validators.
	Portal http.Handler
	// Source says how it is harvested; its Address is a path.
	Source harvest.Source
	// Items are how many it has.
	Items int
	// Change changes one of them.
	Change func()
}

// Stand is a portal that is served, and a data folder.
type Stand struct {
	Source harvest.Source
	Data   string
	Rig    Rig
	server *httptest.Server
	// Asked counts requests, Plain those without a condition; robots.txt is none.
	Asked, Plain atomic.Int64
	// Broken has the portal answer 500, Garbage what is no answer.
	Broken, Garbage atomic.Bool
	// Stop is called before the request of that number; 0 never.
	Stop atomic.Int64
	stop context.CancelFunc
}

// New serves the portal until the test ends.
func New(t testing.TB, r Rig) *Stand {
	s := &Stand{Rig: r, Source: r.Source, Data: t.TempDir()}
	s.server = httptest.NewServer(s)
	t.Cleanup(s.server.Close)
	s.Source.Address = s.server.URL + r.Source.Address
	s.Source.AllowHosts = []string{strings.TrimPrefix(s.server.URL, "http://")}
	s.Source.Pace = "0s"
	if s.Source.Name == "" {
		s.Source.Name = "nguon"
	}
	if err := s.Source.Check([]string{r.Protocol.Name()}); err != nil {
		t.Fatal(err)
	}
	return s
}

// ServeHTTP gives every answer a validator of its content.
func (s *Stand) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	if n := s.Asked.Add(1); n == s.Stop.Load() {
		s.stop()
	}
	if r.Header.Get("If-None-Match") == "" {
		s.Plain.Add(1)
	}
	switch {
	case s.Broken.Load():
		http.Error(w, "no", http.StatusInternalServerError)
		return
	case s.Garbage.Load():
		fmt.Fprint(w, "\x00<<<{{{[[[\xff")
		return
	}
	rec := httptest.NewRecorder()
	s.Rig.Portal.ServeHTTP(rec, r)
	sum := sha256.Sum256(rec.Body.Bytes())
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	if rec.Code == http.StatusOK && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
	w.Header().Set("ETag", tag)
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes()) // a client that left is none of ours
}

// Run makes one run; days moves its clock.
func (s *Stand) Run(t testing.TB, days int) harvest.Report {
	t.Helper()
	rep, err := s.run(t, t.Context(), days)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func (s *Stand) run(t testing.TB, ctx context.Context, days int) (harvest.Report, error) {
	s.Asked.Store(0)
	s.Plain.Store(0)
	now := time.Now().AddDate(0, 0, days)
	return harvest.Run(ctx, s.Source, s.Rig.Protocol, harvest.Options{Data: s.Data, Agent: "honglinh-test", Hosts: &client.Hosts{},
		Now: func() time.Time { return now }, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
}

// Files are the files that the packages consist of, by name, with their content.
func (s *Stand) Files(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	dirs, err := harvest.Packages(s.Data)
	if err != nil {
		t.Fatal(err)
	}
	dir := dirs[s.Source.Name]
	if dir == "" {
		return out
	}
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p) // below dir
		out[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Holding are the files of the source's folder that hold the words.
func (s *Stand) Holding(t testing.TB, words string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(harvest.Folder(s.Data, s.Source.Name), func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(p)
		if bytes.Contains(b, []byte(words)) {
			out = append(out, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// written is when anything of the source was last written, but its status.
func (s *Stand) written(t testing.TB) map[string]time.Time {
	t.Helper()
	out := map[string]time.Time{}
	dir := harvest.Folder(s.Data, s.Source.Name)
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(p, "status.json") || strings.HasSuffix(p, "lock") {
			return err
		}
		info, err := d.Info()
		if err == nil {
			out[p] = info.ModTime()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Run runs the suite; fresh makes a portal.
func Run(t *testing.T, fresh func(t *testing.T) Rig) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, s *Stand)
	}{
		{"all of it comes in as packages that are read without a doubt", whole},
		{"a second run asks conditionally and writes nothing", second},
		{"a change is one change", change},
		{"a run that is killed goes on, and nothing is lost or doubled", killed},
		{"a portal that fails takes nothing away", failing},
		{"a dry run writes nothing", dry},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, New(t, fresh(t)))
		})
	}
}

func whole(t *testing.T, s *Stand) {
	rep := s.Run(t, 0)
	if rep.Items != s.Rig.Items || rep.Added != s.Rig.Items || rep.Stopped != "" || rep.RefusedCount != 0 || !rep.Written {
		t.Fatalf("got %+v, want %d items added", rep, s.Rig.Items)
	}
	s.readable(t)
	if again := s.Run(t, 0); again.Added+again.Changed != 0 {
		t.Errorf("again: %v", again)
	}
}

// readable reads the descriptors of the packages.
func (s *Stand) readable(t *testing.T) {
	t.Helper()
	dirs, err := harvest.Packages(s.Data)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for name := range s.Files(t) {
		dir, isPackage := strings.CutSuffix(name, "/datapackage.json")
		if !isPackage {
			continue
		}
		found++
		p, problems := datasets.Read(os.DirFS(dirs[s.Source.Name]), dir)
		if p == nil || len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if found == 0 {
		t.Error("no package was written")
	}
}

func second(t *testing.T, s *Stand) {
	s.Run(t, 0)
	before := s.written(t)
	rep := s.Run(t, 1)
	if rep.Unchanged != s.Rig.Items || rep.Added+rep.Changed+rep.Missing != 0 || rep.Written || rep.Stopped != "" {
		t.Errorf("got %+v", rep)
	}
	if s.Plain.Load() != 0 {
		t.Errorf("%d of %d requests were not conditional", s.Plain.Load(), s.Asked.Load())
	}
	after := s.written(t)
	for p, at := range after {
		if !before[p].Equal(at) {
			t.Errorf("%s was written", p)
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d files became %d", len(before), len(after))
	}
}

func change(t *testing.T, s *Stand) {
	s.Run(t, 0)
	before := s.Files(t)
	s.Rig.Change()
	rep := s.Run(t, 1)
	if rep.Changed != 1 || rep.Added != 0 || rep.Unchanged != s.Rig.Items-1 || !rep.Written {
		t.Errorf("got %+v", rep)
	}
	if after := s.Files(t); fmt.Sprint(before) == fmt.Sprint(after) {
		t.Error("the packages are as before")
	}
}

func killed(t *testing.T, s *Stand) {
	want := New(t, s.Rig)
	want.Source.Name = s.Source.Name
	want.Run(t, 0)
	for n := int64(1); ; n++ {
		ctx, stop := context.WithCancel(t.Context())
		s.stop = stop
		s.Stop.Store(n)
		_, err := s.run(t, ctx, 0)
		stop()
		if err == nil {
			break
		}
		if n > 1000 {
			t.Fatal("it does not come to its end")
		}
	}
	s.Stop.Store(0)
	got := strings.ReplaceAll(fmt.Sprint(s.Files(t)), s.server.URL, want.server.URL)
	if w := fmt.Sprint(want.Files(t)); len(got) != len(w) {
		t.Errorf("got %d bytes of packages, want %d:\n%.3000s\n%.3000s", len(got), len(w), got, w)
	}
	if rep := s.Run(t, 0); rep.Items != s.Rig.Items {
		t.Errorf("got %+v", rep)
	}
}

// toldInBoth checks that what went wrong is told in both languages.
func toldInBoth(t *testing.T, rep harvest.Report) {
	t.Helper()
	if told := rep.Stop(); rep.Stopped != "" && (told[text.VI] == "" || told[text.VI] == told[text.EN]) {
		t.Errorf("why it stopped is told in one language only: %v", told)
	}
	for _, x := range rep.Refused {
		if told := x.Text(); told[text.VI] == "" || told[text.VI] == told[text.EN] {
			t.Errorf("why %s was refused is told in one language only: %v", x.Where, told)
		}
	}
}

func failing(t *testing.T, s *Stand) {
	s.Run(t, 0)
	before := fmt.Sprint(s.Files(t))
	for day, fault := range []*atomic.Bool{&s.Broken, &s.Garbage, &s.Broken, &s.Garbage} {
		fault.Store(true)
		rep := s.Run(t, day+1)
		fault.Store(false)
		if rep.Stopped == "" && rep.RefusedCount == 0 && !rep.Held {
			t.Errorf("day %d: nothing is said: %+v", day, rep)
		}
		toldInBoth(t, rep)
		if rep.Gone != 0 || rep.Items != s.Rig.Items || fmt.Sprint(s.Files(t)) != before {
			t.Errorf("day %d: the packages changed: %+v", day, rep)
		}
	}
	if rep := s.Run(t, 9); rep.Items != s.Rig.Items || rep.Added+rep.Changed != 0 || rep.Stopped != "" {
		t.Errorf("it does not come back: %+v", rep)
	}
	if fmt.Sprint(s.Files(t)) != before {
		t.Error("the packages are not as before")
	}
}

func dry(t *testing.T, s *Stand) {
	rep, err := harvest.Run(t.Context(), s.Source, s.Rig.Protocol, harvest.Options{Data: s.Data, Agent: "honglinh-test", DryRun: true})
	if err != nil || rep.Added != s.Rig.Items || rep.Written {
		t.Errorf("got %+v, %v", rep, err)
	}
	if left, err := os.ReadDir(s.Data); err != nil || len(left) != 0 {
		t.Errorf("%v is there, %v", left, err)
	}
}
