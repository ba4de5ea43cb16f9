package replica

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/store"
)

func someRows() []store.Row {
	at := time.Date(2026, 12, 1, 8, 0, 0, 123000, time.UTC)
	return []store.Row{
		{Seq: 7, ID: "place/a", Version: 2, Modified: at, Owner: "package/diem", Hash: []byte{1, 2, 3}, Body: []byte(`{"title":{"vi":"Núi <Hồng>\n"}}`)},
		{Seq: 8, ID: "place/b", Version: 3, Removed: true, Modified: at, Owner: "package/diem"},
		{Seq: 9, ID: "place/c", Version: 1, Modified: at, Owner: "desk", Hash: []byte{4}, Body: []byte("\xff damaged \n on the disk")},
	}
}

func TestAPageComesAsItWasSent(t *testing.T) {
	for name, rows := range map[string][]store.Row{"no rows": nil, "some rows": someRows()} {
		var b bytes.Buffer
		if err := writePage(&b, rows); err != nil {
			t.Fatal(err)
		}
		got, err := readPage(&b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Errorf("%s (-sent +got):\n%s", name, diff)
		}
	}
}

func TestAPageThatIsNotWholeIsTold(t *testing.T) {
	var b bytes.Buffer
	if err := writePage(&b, someRows()); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	for n := range len(whole) - 2 { // without the last line break it is whole
		if _, err := readPage(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("cut after %d of %d bytes it is taken", n, len(whole))
		}
	}
	spoilt := bytes.Replace(whole, []byte("package"), []byte("pakkage"), 1)
	if _, err := readPage(bytes.NewReader(spoilt)); !errors.Is(err, errCut) {
		t.Errorf("a page that was changed on its way: %v", err)
	}
}

func FuzzPage(f *testing.F) {
	var b bytes.Buffer
	if err := writePage(&b, someRows()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("{}\n{}\n"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		rows, err := readPage(bytes.NewReader(sent))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := writePage(&again, rows); err != nil {
			t.Fatal(err)
		}
		if got, err := readPage(&again); err != nil || len(got) != len(rows) {
			t.Errorf("%d rows come back as %d, %v", len(rows), len(got), err)
		}
	})
}
