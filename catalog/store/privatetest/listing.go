package privatetest

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

func listing() []testCase {
	return []testCase{
		{"documents are listed in pages, by id or by a key", lists},
		{"a list follows what is saved and deleted", keysFollow},
		{"a page is bounded in number and size", pageBounds},
		{"a query that cannot be answered is refused", badQueries},
	}
}

func keyed(id string, keys ...string) private.Document {
	d := draft(id, id)
	for i := 0; i+1 < len(keys); i += 2 {
		d.Keys = append(d.Keys, private.Key{Name: keys[i], Value: keys[i+1]})
	}
	return d
}

// walk lists all pages of a query.
func walk(t *testing.T, st private.Reader, q private.Query) []string {
	t.Helper()
	out := []string{}
	for {
		page := must[private.Page](t)(st.List(t.Context(), q))
		for _, d := range page.Items {
			if said(d) != d.ID {
				t.Errorf("%s says %q", d.ID, said(d))
			}
			out = append(out, d.ID)
		}
		if q.After = page.Next; q.After == "" {
			return out
		}
		if len(page.Items) == 0 || len(out) > 5000 {
			t.Fatalf("the pages of %+v do not end", q)
		}
	}
}

func lists(t *testing.T, s *stand) {
	st := s.open(t)
	for _, d := range []private.Document{
		keyed("c", "day", "2026-07-03", "unit", "x"), keyed("a", "day", "2026-07-01", "unit", "x"), keyed("b", "day", "2026-07-02", "unit", "y"),
		keyed("e", "day", "2026-07-02", "unit", "x", "unit", "y"), keyed("d"), keyed("ñ", "unit", "z"), keyed("'%_", "unit", "z'"),
	} {
		save(t, st, d)
	}
	other := keyed("zz", "unit", "x")
	other.Collection = "notes"
	save(t, st, other)
	q := private.Query{Collection: "drafts"}
	day := private.Query{Collection: "drafts", Key: "day"}
	between := day
	between.From, between.To = "2026-07-02", "2026-07-02~"
	for _, c := range []struct {
		name string
		q    private.Query
		want []string
	}{
		{"all, by id", q, []string{"'%_", "a", "b", "c", "d", "e", "ñ"}},
		{"one value", q.Equal("unit", "x"), []string{"a", "c", "e"}},
		{"a value of several", q.Equal("unit", "y"), []string{"b", "e"}},
		{"a value with a quote", q.Equal("unit", "z'"), []string{"'%_"}},
		{"a value that nothing has", q.Equal("unit", "%"), []string{}},
		{"those that have the key, by value", day, []string{"a", "b", "e", "c"}},
		{"between", between, []string{"b", "e"}},
		{"from", private.Query{Collection: "drafts", Key: "day", From: "2026-07-03"}, []string{"c"}},
		{"to", private.Query{Collection: "drafts", Key: "day", To: "2026-07-01"}, []string{"a"}},
		{"both values of one", private.Query{Collection: "drafts", Key: "unit", From: "x", To: "y"}, []string{"a", "c", "e", "b", "e"}},
	} {
		for most, want := range map[int]int{1000: len(c.want), len(c.want): len(c.want), 1: min(1, len(c.want)), 0: 0} {
			if n := must[int](t)(st.Count(t.Context(), c.q, most)); n != want {
				t.Errorf("%s: counted %d of %d up to %d", c.name, n, len(c.want), most)
			}
		}
		for _, limit := range []int{0, 1, 2} {
			c.q.Limit = limit
			if diff := cmp.Diff(c.want, walk(t, st, c.q)); diff != "" {
				t.Errorf("%s, %d a page (-want +got):\n%s", c.name, limit, diff)
			}
		}
	}
}

func keysFollow(t *testing.T, s *stand) {
	st := s.open(t)
	d := save(t, st, keyed("a", "state", "draft"))
	d.Keys[0].Value = "sent"
	d = save(t, st, d)
	q := private.Query{Collection: "drafts"}
	if got := walk(t, st, q.Equal("state", "draft")); len(got) != 0 {
		t.Errorf("the old value still finds %v", got)
	}
	if diff := cmp.Diff([]string{"a"}, walk(t, st, q.Equal("state", "sent"))); diff != "" {
		t.Errorf("the new value (-want +got):\n%s", diff)
	}
	write(t, st, func(tx private.Tx) error { return tx.Delete(t.Context(), "drafts", "a", d.Version) })
	if got := walk(t, st, q.Equal("state", "sent")); len(got) != 0 {
		t.Errorf("after the deletion it finds %v", got)
	}
	save(t, st, keyed("a"))
	if got := walk(t, st, q.Equal("state", "sent")); len(got) != 0 {
		t.Errorf("another document of the name is found as %v", got)
	}
}

func pageBounds(t *testing.T, s *stand) {
	st := s.open(t)
	write(t, st, func(tx private.Tx) error {
		for i := range private.MaxPage + 1 {
			if _, err := tx.Save(t.Context(), draft(fmt.Sprintf("%03d", i), "x")); err != nil {
				return err
			}
		}
		return nil
	})
	page := must[private.Page](t)(st.List(t.Context(), private.Query{Collection: "drafts", Limit: 10 * private.MaxPage}))
	if len(page.Items) != private.MaxPage || page.Next == "" {
		t.Errorf("a page holds %d, next %q, want %d and more", len(page.Items), page.Next, private.MaxPage)
	}
	large, n := make(json.RawMessage, private.MaxBody), private.MaxPageBytes/private.MaxBody+2
	for i := range large {
		large[i] = ' '
	}
	large[0] = '1'
	for i := range n {
		save(t, st, private.Document{Collection: "photos", ID: fmt.Sprint(i), Body: large})
	}
	page = must[private.Page](t)(st.List(t.Context(), private.Query{Collection: "photos"}))
	if len(page.Items) >= n || page.Next == "" {
		t.Errorf("%d large documents are one page", len(page.Items))
	}
	rest := must[private.Page](t)(st.List(t.Context(), private.Query{Collection: "photos", After: page.Next}))
	if len(page.Items)+len(rest.Items) != n {
		t.Errorf("%d and %d of %d large documents are listed", len(page.Items), len(rest.Items), n)
	}
}

func badQueries(t *testing.T, s *stand) {
	st := s.open(t)
	save(t, st, keyed("a", "unit", "x"))
	for name, q := range map[string]private.Query{
		"no collection":           {},
		"bounds without a key":    {Collection: "drafts", From: "a"},
		"no value of a key":       private.Query{Collection: "drafts"}.Equal("unit", ""),
		"a value without a key":   private.Query{Collection: "drafts"}.Equal("", "x"),
		"a cursor that is not so": {Collection: "drafts", After: "~~"},
		"a cursor of another":     {Collection: "drafts", After: "e30"},
	} {
		if _, err := st.Count(t.Context(), q, 10); q.After == "" {
			checkKind(t, name+", counted", err, catalog.Invalid)
		}
		page, err := st.List(t.Context(), q)
		if checkKind(t, name, err, catalog.Invalid); len(page.Items) > 0 {
			t.Errorf("%s: listed %v", name, page.Items)
		}
	}
}
