package frame

import (
	"strings"
	"testing"
)

// answered is a page that tells how long it took.
type answered struct{ Took string }

// Passing implements Passing.
func (a answered) Passing() string { return a.Took }

func TestTheTimeASearchTookMakesNoOtherPage(t *testing.T) {
	s := &Frame{Options: Options{Ingested: func() Ingest { return Ingest{} }}}
	quick := s.validator([]byte("<p>12 results</p><p>1 ms</p>"), answered{Took: "1 ms"})
	slow := s.validator([]byte("<p>12 results</p><p>27 ms</p>"), answered{Took: "27 ms"})
	other := s.validator([]byte("<p>13 results</p><p>27 ms</p>"), answered{Took: "27 ms"})
	if quick.ETag != slow.ETag || !strings.HasPrefix(quick.ETag, "W/") {
		t.Errorf("tags %s and %s, want one weak tag", quick.ETag, slow.ETag)
	}
	if other.ETag == slow.ETag {
		t.Error("another result has the same tag")
	}
}
