package indexer_test

import (
	"bytes"
	"context"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/indexer"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/protocols"
)

func TestWhatIsTakenOutOnRequestIsInNoVersionAndItsTombstoneStays(t *testing.T) {
	t.Parallel()
	portal := httptest.NewServer(pages(12))
	defer portal.Close()
	data := t.TempDir()
	protocol, _ := protocols.Find("sitemap")
	run := func(removed ...harvest.Removal) {
		t.Helper()
		src := harvest.Source{Name: "cong", Protocol: "sitemap", Profile: "nukeviet", Address: portal.URL + "/sitemap.xml", Pace: "0s",
			AllowHosts: []string{strings.TrimPrefix(portal.URL, "http://")}, Removed: removed}
		if err := src.Check(protocols.Names()); err != nil {
			t.Fatal(err)
		}
		if _, err := harvest.Run(t.Context(), src, protocol, harvest.Options{Data: data, Agent: "t", Sleep: func(context.Context, time.Duration) error { return nil }}); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true})
	defer s.Close()
	ids := func() map[string]string {
		t.Helper()
		found, err := s.Store().Kind(t.Context(), "article")
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, r := range found {
			out[strings.TrimPrefix(r.Provenance[0].URL, portal.URL)] = r.ID
		}
		return out
	}
	run()
	ingest(t, s)
	before := ids()
	id, other := before["/tin/1.html"], before["/tin/11.html"]
	if id == "" || other == "" {
		t.Fatalf("got %v", before)
	}
	run(harvest.Removal{Address: portal.URL + "/tin/1.html", Reason: "theo yêu cầu", On: "2026-11-30"})
	if rep := ingest(t, s); rep.Removed != 1 || rep.Erased != 1 {
		t.Errorf("got %s, %d erased", rep.Summary(), rep.Erased)
	}
	versions, err := s.Store().Versions(t.Context(), id)
	if err != nil || len(versions) != 2 || !versions[0].Removed || !versions[1].Removed {
		t.Errorf("the history: %+v, %v", versions, err)
	}
	if _, err := s.Store().RecordVersion(t.Context(), id, 1); catalog.KindOf(err) != catalog.Gone {
		t.Errorf("the version before: %v", err)
	}
	if r, err := s.Store().RecordVersion(t.Context(), other, 1); err != nil || r.Title.IsZero() {
		t.Errorf("another one: %v, %v", r, err)
	}
	if d, err := s.Store().Check(t.Context()); err != nil || len(d) > 0 {
		t.Errorf("the check: %v, %v", d, err)
	}
	for _, folder := range []string{"packages", "index", "harvest"} {
		if kept := holding(t, filepath.Join(data, folder), "Tin số 1: khởi công"); len(kept) > 0 {
			t.Errorf("it is still in %v", kept)
		}
	}
	if kept := holding(t, filepath.Join(data, "packages"), "Tin số 11: khởi công"); len(kept) != 1 {
		t.Errorf("another one is in %v", kept)
	}
	if rep := ingest(t, s); rep.Erased != 0 || rep.Removed != 0 {
		t.Errorf("again: %s, %d erased", rep.Summary(), rep.Erased)
	}
	if taken, err := harvest.TakenOut(data); err != nil || len(taken) == 0 || !strings.HasSuffix(taken[0], "/tin/1.html") {
		t.Errorf("%s: %v, %v", filepath.Base(data), taken, err)
	}
	run()
	if rep := ingest(t, s); rep.Added != 1 || ids()["/tin/1.html"] == "" {
		t.Errorf("the removal was taken back: %s", rep.Summary())
	}
}

// holding are the files below a folder that have the words in them.
func holding(t *testing.T, dir, words string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(name)
		if err == nil && bytes.Contains(b, []byte(words)) {
			out = append(out, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
