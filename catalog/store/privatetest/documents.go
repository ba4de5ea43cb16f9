package privatetest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

func documents() []testCase {
	return []testCase{
		{"a document comes back as it was saved", whole},
		{"the second of two writers finds out, and nothing is lost", secondWriter},
		{"a document that is there is not made anew", madeTwice},
		{"a version is never given twice, not even to another document of the name", versions},
		{"only the version that was read is deleted", deletion},
		{"what is against the rules is refused", rules},
		{"collections keep values of a type", typed},
	}
}

func whole(t *testing.T, s *stand) {
	st := s.open(t)
	want := private.Document{Collection: "drafts", ID: "đề/án 1", Subject: "account/lan", Claims: 2,
		Keys: []private.Key{{Name: "unit", Value: "18118"}, {Name: "unit", Value: "18115"}, {Name: "state", Value: "sent"}},
		Due:  s.read().Add(time.Hour + time.Microsecond), Expires: s.read().Add(48 * time.Hour), Body: json.RawMessage(`{"a": [1, "núi Hồng"]}`)}
	saved := save(t, st, want)
	if saved.Version == 0 || !saved.Modified.Equal(s.read()) {
		t.Errorf("saved as version %d of %v, want one of now", saved.Version, saved.Modified)
	}
	for name, from := range map[string]private.Finder{"the writer": st, "a reader": s.OpenReader(t, s.read)} {
		got := find(t, from, want.ID)
		if diff := cmp.Diff(saved, got); diff != "" {
			t.Errorf("%s (-saved +found):\n%s", name, diff)
		}
		want.Version, want.Modified = saved.Version, saved.Modified
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if r, ok := from.(private.Reader); ok && name == "a reader" {
			defer r.Close()
		}
	}
	_, err := st.Find(t.Context(), "drafts", "none")
	checkKind(t, "a document that is not there", err, catalog.NotFound)
	_, err = st.Find(t.Context(), "enquiries", want.ID)
	checkKind(t, "the name in another collection", err, catalog.NotFound)
}

func secondWriter(t *testing.T, s *stand) {
	st := s.open(t)
	other := s.open(t)
	read := save(t, st, draft("1", "first"))
	mine, theirs := read, read
	theirs.Body = json.RawMessage(`"theirs"`)
	theirs = save(t, other, theirs)
	mine.Body = json.RawMessage(`"mine"`)
	err := trySave(t.Context(), st, mine)
	checkKind(t, "a save over a version that was not read", err, catalog.Invalid)
	if !errors.Is(err, private.ErrChanged) {
		t.Errorf("got %v, want ErrChanged", err)
	}
	now := find(t, st, "1")
	if said(now) != "theirs" || now.Version != theirs.Version || now.Version <= read.Version {
		t.Errorf("it says %q as version %d after %d, want theirs", said(now), now.Version, read.Version)
	}
	mine.Version = now.Version // read again and merged
	if got := save(t, st, mine); got.Version <= now.Version {
		t.Errorf("the merged version is %d, want one after %d", got.Version, now.Version)
	}
}

func madeTwice(t *testing.T, s *stand) {
	st := s.open(t)
	save(t, st, draft("1", "first"))
	if err := trySave(t.Context(), st, draft("1", "second")); !errors.Is(err, private.ErrChanged) {
		t.Errorf("made anew over another: got %v, want ErrChanged", err)
	}
	ghost := draft("2", "never there")
	ghost.Version = 1
	if err := trySave(t.Context(), st, ghost); !errors.Is(err, private.ErrChanged) {
		t.Errorf("a version of what is not there: got %v, want ErrChanged", err)
	}
}

func versions(t *testing.T, s *stand) {
	st := s.open(t)
	old := save(t, st, draft("1", "old"))
	write(t, st, func(tx private.Tx) error { return tx.Delete(t.Context(), "drafts", "1", old.Version) })
	anew := save(t, st, draft("1", "new"))
	if anew.Version <= old.Version {
		t.Errorf("the second document is version %d after %d", anew.Version, old.Version)
	}
	old.Body = json.RawMessage(`"from the past"`)
	if err := trySave(t.Context(), st, old); !errors.Is(err, private.ErrChanged) {
		t.Errorf("a save of what was deleted over what came after it: got %v, want ErrChanged", err)
	}
}

func deletion(t *testing.T, s *stand) {
	st := s.open(t)
	first := save(t, st, draft("1", "first"))
	second := save(t, st, first)
	remove := func(version int64) error {
		return st.Write(t.Context(), func(tx private.Tx) error { return tx.Delete(t.Context(), "drafts", "1", version) })
	}
	if err := remove(first.Version); !errors.Is(err, private.ErrChanged) {
		t.Errorf("deletion of an old version: got %v, want ErrChanged", err)
	}
	if err := remove(second.Version); err != nil {
		t.Error(err)
	}
	checkKind(t, "a second deletion", remove(second.Version), catalog.NotFound)
	_, err := st.Find(t.Context(), "drafts", "1")
	checkKind(t, "a deleted document", err, catalog.NotFound)
}

func rules(t *testing.T, s *stand) {
	st := s.open(t)
	long := strings.Repeat("x", 513)
	many := make([]private.Key, private.MaxKeys+1)
	for i := range many {
		many[i] = private.Key{Name: "k", Value: "v"}
	}
	for _, c := range []struct {
		name string
		make func(d *private.Document)
		want catalog.FaultKind
	}{
		{"no collection", func(d *private.Document) { d.Collection = "" }, catalog.Invalid},
		{"a collection with capitals", func(d *private.Document) { d.Collection = "Drafts" }, catalog.Invalid},
		{"no id", func(d *private.Document) { d.ID = "" }, catalog.Invalid},
		{"a long id", func(d *private.Document) { d.ID = long }, catalog.Invalid},
		{"an id with a NUL", func(d *private.Document) { d.ID = "a\x00" }, catalog.Invalid},
		{"an id that is no UTF-8", func(d *private.Document) { d.ID = "\xff" }, catalog.Invalid},
		{"a long subject", func(d *private.Document) { d.Subject = long }, catalog.Invalid},
		{"a key without a value", func(d *private.Document) { d.Keys = []private.Key{{Name: "unit"}} }, catalog.Invalid},
		{"a key without a name", func(d *private.Document) { d.Keys = []private.Key{{Value: "1"}} }, catalog.Invalid},
		{"too many keys", func(d *private.Document) { d.Keys = many }, catalog.Invalid},
		{"no content", func(d *private.Document) { d.Body = nil }, catalog.Invalid},
		{"content that is no JSON", func(d *private.Document) { d.Body = json.RawMessage(`{`) }, catalog.Invalid},
		{"too much content", func(d *private.Document) { d.Body = make([]byte, private.MaxBody+1) }, catalog.TooLarge},
	} {
		d := draft("1", "x")
		c.make(&d)
		checkKind(t, c.name, trySave(t.Context(), st, d), c.want)
	}
	page := must[private.Page](t)(st.List(t.Context(), private.Query{Collection: "drafts"}))
	if len(page.Items) != 0 {
		t.Errorf("the refused left %v", page.Items)
	}
}

// note is a value of the typed collection of the suite.
type note struct {
	Text  string    `json:"text"`
	Unit  string    `json:"unit,omitempty"`
	By    string    `json:"by,omitempty"`
	Send  time.Time `json:"send,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

func notes() private.Collection[note] {
	return private.Collection[note]{Name: "notes",
		Keys: func(n note) []private.Key {
			if n.Unit == "" {
				return nil
			}
			return []private.Key{{Name: "unit", Value: n.Unit}}
		},
		Subject: func(n note) string { return n.By },
		Due:     func(n note) time.Time { return n.Send },
		Expires: func(n note) time.Time { return n.Until },
	}
}

func typed(t *testing.T, s *stand) {
	ctx, st, c := t.Context(), s.open(t), notes()
	it := private.Item[note]{ID: "1", Value: note{Text: "gửi", Unit: "18118", By: "account/lan", Send: s.read(), Until: s.read().Add(time.Hour)}}
	write(t, st, func(tx private.Tx) error {
		var err error
		it, err = c.Save(ctx, tx, it)
		return err
	})
	got := must[private.Item[note]](t)(c.Find(ctx, st, "1"))
	if diff := cmp.Diff(it, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	page, next, err := c.List(ctx, st, private.Query{}.Equal("unit", "18118"))
	if diff := cmp.Diff([]private.Item[note]{it}, page); diff != "" || next != "" || err != nil {
		t.Errorf("listed, next %q, %v (-want +got):\n%s", next, err, diff)
	}
	if h := must[private.Holding](t)(st.Of(ctx, "account/lan")); len(h.Documents) != 1 {
		t.Errorf("held of its subject: %v", h)
	}
	claimed, err := c.Claim(ctx, st, time.Minute, 5)
	if err != nil || len(claimed) != 1 || claimed[0].Claims != 1 || claimed[0].Value.Text != "gửi" {
		t.Fatalf("claimed %+v, %v", claimed, err)
	}
	write(t, st, func(tx private.Tx) error { return c.Delete(ctx, tx, claimed[0]) })
	_, err = c.Find(ctx, st, "1")
	checkKind(t, "after the deletion", err, catalog.NotFound)
	save(t, st, private.Document{Collection: "notes", ID: "2", Body: json.RawMessage(`[1]`)})
	_, err = c.Find(ctx, st, "2")
	checkKind(t, "a document that is no note", err, catalog.Internal)
}
