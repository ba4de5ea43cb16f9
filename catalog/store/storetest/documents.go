package storetest

import (
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func documents() []testCase {
	return []testCase{
		{"side documents are kept beside the records", sideDocuments},
		{"a side document has a limit", largeDocument},
	}
}

func sideDocuments(t *testing.T, r Rig) {
	s := r.open(t)
	_, err := s.Document(t.Context(), "k")
	checkKind(t, "a document that is not there", err, catalog.NotFound)
	for _, v := range [][]byte{[]byte("one"), []byte("two \x00\xff"), nil} {
		if err := s.PutDocument(t.Context(), "k", v); err != nil {
			t.Fatal(err)
		}
		if b := must[[]byte](t)(s.Document(t.Context(), "k")); string(b) != string(v) {
			t.Errorf("got %q, want %q", b, v)
		}
	}
	if seq := must[int64](t)(s.Seq(t.Context())); seq != 0 {
		t.Errorf("a side document is change %d of the sequence, want none", seq)
	}
}

func largeDocument(t *testing.T, r Rig) {
	s := r.open(t)
	if err := s.PutDocument(t.Context(), "k", []byte("before")); err != nil {
		t.Fatal(err)
	}
	checkKind(t, "a document over the limit", s.PutDocument(t.Context(), "k", make([]byte, store.MaxDocument+1)), catalog.TooLarge)
	if b := must[[]byte](t)(s.Document(t.Context(), "k")); string(b) != "before" {
		t.Errorf("the refused document left %d bytes", len(b))
	}
}
