package bleveengine_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/text"
)

// answers are what an engine finds in each order, with its counts.
func answers(t *testing.T, e *bleveengine.Engine) []search.Result {
	t.Helper()
	var out []search.Result
	box := orb.Bound{Min: orb.Point{105, 18}, Max: orb.Point{105.5, 19}}
	for _, req := range []search.Request{
		{Sort: search.ByTitle}, {Sort: search.ByDate}, {Sort: search.ByCapital}, {Sort: search.ByArea}, {Text: wordPlan("dat"), Lang: text.EN},
		{Filter: search.Filter{Areas: []search.Area{{Box: &box}}}}, {Sort: search.ByDistance, Near: &orb.Point{105.2, 18.2}}, {Filter: search.Filter{Span: &[2]int32{19010, 19020}}},
	} {
		req.Limit = 100
		for _, c := range search.Columns() {
			req.Facets = append(req.Facets, search.FacetRequest{Column: c, Limit: 20})
		}
		res, err := e.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		res.Next = nil // names the state
		out = append(out, res)
	}
	return out
}

// varied is a document with something in every column that there can be.
func varied(i int) search.Document {
	d := plain(fmt.Sprintf("plan/%d", i), "quy hoach dat "+fmt.Sprint(i))
	d.SortTitle, d.Day, d.Quality = fmt.Sprintf("tên %03d", i), int32(19000+i), float64(i%7)/7
	d.Codes[search.TopicColumn] = []string{"a", fmt.Sprint("b", i%5)}
	if i%2 == 0 {
		capital, area, p := float64(i), float64(3*i), orb.Point{105 + float64(i)/100, 18.3}
		d.Capital, d.Area, d.Point, d.Langs = &capital, &area, &p, []text.Lang{text.EN}
		d.Bound = &orb.Bound{Min: p, Max: orb.Point{p[0] + 1, p[1] + 1}}
		d.From, d.To = int32(19000+i), int32(19005+i)
	}
	return d
}

func TestTheColumnsKeptBesideAnIndexAreThoseOfItsRows(t *testing.T) {
	dir := t.TempDir()
	e, err := bleveengine.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	var docs []search.Document
	for i := range 60 {
		docs = append(docs, varied(i))
	}
	changed := varied(3)
	changed.SortTitle = "zz"
	for i, b := range []search.Batch{{Put: docs}, {Put: []search.Document{changed}, Delete: []string{"plan/8"}}} {
		b.Seq = int64(i + 1)
		if err := e.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	want := answers(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(dir, "columns")
	whole, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	for name, b := range map[string][]byte{"as it was written": whole, "that is missing": nil, "that is cut": whole[:len(whole)/2], "that is damaged": flipped, "of another program": []byte("x")} {
		if err := os.Remove(kept); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if b != nil {
			if err := os.WriteFile(kept, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		again, err := bleveengine.Open(dir)
		if err != nil {
			t.Fatalf("a file %s: %v", name, err)
		}
		if diff := cmp.Diff(want, answers(t, again)); diff != "" {
			t.Errorf("a file %s (-before +after):\n%s", name, diff)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(kept); err != nil || len(b) != len(whole) {
			t.Errorf("a file %s: afterwards there are %d bytes of %d, %v", name, len(b), len(whole), err)
		}
	}
}

func TestColumnsOfAnEarlierStateAreNotTaken(t *testing.T) {
	dir := t.TempDir()
	e, err := bleveengine.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Apply(t.Context(), search.Batch{Seq: 1, Put: []search.Document{varied(1)}}); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(filepath.Join(dir, "columns"))
	if err != nil {
		t.Fatal(err)
	}
	if e, err = bleveengine.Open(dir); err != nil {
		t.Fatal(err)
	}
	now := varied(1)
	now.SortTitle, now.Codes = "khác", map[search.Column][]string{search.KindColumn: {"khac"}}
	if err := e.Apply(t.Context(), search.Batch{Seq: 2, Put: []search.Document{now}}); err != nil {
		t.Fatal(err)
	}
	want := answers(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "columns"), old, 0o600); err != nil { // as after a kill
		t.Fatal(err)
	}
	if e, err = bleveengine.Open(dir); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if diff := cmp.Diff(want, answers(t, e)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}
