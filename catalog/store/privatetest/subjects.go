package privatetest

import (
	"encoding/json"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

func subjects() []testCase {
	return []testCase{
		{"a person is told all that is held of them", told},
		{"a person is forgotten, and the log still holds", forgotten},
	}
}

// secret is what nobody may find any more.
const secret = "Nguyễn Thị Bí Mật, 0912 000 000"

func people(t *testing.T, st private.Store) {
	t.Helper()
	personal, _ := json.Marshal(map[string]string{"name": secret})
	write(t, st, func(tx private.Tx) error {
		for _, d := range []private.Document{
			{Collection: "enquiries", ID: "1", Subject: "reader/1", Body: personal, Keys: []private.Key{{Name: "name", Value: secret}}},
			{Collection: "accounts", ID: secret, Subject: "reader/1", Body: personal},
			{Collection: "enquiries", ID: "2", Subject: "reader/2", Body: json.RawMessage(`"other"`)},
			{Collection: "enquiries", ID: "3", Body: json.RawMessage(`"nobody"`)},
		} {
			if _, err := tx.Save(t.Context(), d); err != nil {
				return err
			}
		}
		for _, e := range []private.Entry{
			{Role: "reader", Action: "ask", Target: "enquiries/1", Subject: "reader/1", Personal: personal},
			{Role: "reader", Action: "ask", Target: "enquiries/2", Subject: "reader/2"},
			{Role: "program", Action: "remind", Target: "enquiries/1"},
			{Role: "reader", Action: "rate", Target: "enquiries/1", Subject: "reader/1", Edition: 2},
		} {
			if _, err := tx.Append(t.Context(), e); err != nil {
				return err
			}
		}
		return nil
	})
}

func told(t *testing.T, s *stand) {
	st := s.open(t)
	people(t, st)
	h := must[private.Holding](t)(st.Of(t.Context(), "reader/1"))
	if len(h.Documents) != 2 || h.Documents[0].Collection != "accounts" || len(h.Entries) != 2 || h.Entries[1].Action != "rate" {
		t.Errorf("held: %+v", h)
	}
	for _, nobody := range []string{"", "reader/9"} {
		if h := must[private.Holding](t)(st.Of(t.Context(), nobody)); len(h.Documents)+len(h.Entries) > 0 {
			t.Errorf("held of %q: %+v", nobody, h)
		}
	}
}

func forgotten(t *testing.T, s *stand) {
	st := s.open(t)
	people(t, st)
	var f private.Forgotten
	write(t, st, func(tx private.Tx) error {
		var err error
		f, err = tx.Forget(t.Context(), "reader/1")
		return err
	})
	if f != (private.Forgotten{Documents: 2, Entries: 2}) {
		t.Errorf("forgot %+v, want 2 documents and 2 entries", f)
	}
	if h := must[private.Holding](t)(st.Of(t.Context(), "reader/1")); len(h.Documents)+len(h.Entries) > 0 {
		t.Errorf("still held: %+v", h)
	}
	log := must[[]private.Entry](t)(st.Entries(t.Context(), 0, 10))
	if len(log) != 4 || !log[0].Forgotten() || log[0].Action != "ask" || log[1].Forgotten() || log[1].Subject != "reader/2" {
		t.Errorf("the log: %+v", log)
	}
	if d := must[[]private.Damage](t)(st.Check(t.Context())); len(d) > 0 {
		t.Errorf("the log is damaged: %v", d)
	}
	for _, q := range []private.Query{{Collection: "accounts"}, private.Query{Collection: "enquiries"}.Equal("name", secret)} {
		if page := must[private.Page](t)(st.List(t.Context(), q)); len(page.Items) > 0 {
			t.Errorf("%+v lists %v", q, page.Items)
		}
	}
	if page := must[private.Page](t)(st.List(t.Context(), private.Query{Collection: "enquiries"})); len(page.Items) != 2 {
		t.Errorf("of others %d documents stay, want 2", len(page.Items))
	}
	if s.Holds != nil && s.Holds(t, secret) {
		t.Error("the name is still somewhere in what is kept")
	}
	err := st.Write(t.Context(), func(tx private.Tx) error { _, err := tx.Forget(t.Context(), ""); return err })
	checkKind(t, "to forget nobody", err, catalog.Invalid)
}
