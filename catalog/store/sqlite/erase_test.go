package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func TestOfWhatIsErasedTheFileHasNoByteLeft(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const url, secret = "https://example.org/tin/7", "điều không ai được giữ"
	for _, recs := range [][]catalog.Record{{{ID: "place/a", Kind: vocab.Place, Title: text.New("A", ""), Body: text.New(strings.Repeat(secret+" ", 500), ""),
		Provenance: []catalog.Provenance{{URL: url}}}, {ID: "place/b", Kind: vocab.Place, Title: text.New("B", "")}}, {{ID: "place/b", Kind: vocab.Place, Title: text.New("B", "")}}} {
		p, err := s.Publish(t.Context(), "package/p")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range recs {
			if _, err := p.Put(t.Context(), r); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := p.Sweep(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	holds := func() bool {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(b, []byte(secret)) {
				return true
			}
		}
		return false
	}
	if !holds() {
		t.Fatal("the text was nowhere")
	}
	if n, still, err := s.Erase(t.Context(), url); n != 1 || still || err != nil {
		t.Fatalf("erased %d, %v, %v", n, still, err)
	}
	if holds() {
		t.Error("the text is in a file of the store")
	}
}
