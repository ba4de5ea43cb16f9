package zeroresults

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/text"
)

func TestZeroResultSearchesAreCountedWithoutTheirAskers(t *testing.T) {
	v := New(nil)
	for range 3 {
		v.Add("  Sân   GOLF ", text.VI)
	}
	v.Add("san golf", text.VI) // the same without marks
	for range 5 {
		v.Add("0912 345 678", text.VI)
		v.Add("an@example.com", text.VI)
		v.Add("một câu rất dài kể chuyện riêng của một người nào đó mà không ai khác được phép biết", text.VI)
	}
	v.Add("asked once", text.EN)
	want := []Search{{Text: "sân golf", Lang: text.VI, Count: 4}}
	if diff := cmp.Diff(want, v.Top(10)); diff != "" {
		t.Error(diff)
	}
}

func TestTheCountOutlivesARestart(t *testing.T) {
	var kept []byte
	v := New(func(state []byte) { kept = state })
	for range 4 {
		v.Add("biogas", text.EN)
	}
	again := New(nil)
	if err := again.Load(kept); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v.Top(5), again.Top(5)); diff != "" {
		t.Error(diff)
	}
}

func TestTheCountHasRoomForSoManyOnly(t *testing.T) {
	v := New(nil)
	for i := range maxSearches + 50 {
		v.Add(string(rune('a'+i%26))+string(rune('a'+i/26)), text.EN)
	}
	if n := len(v.counts); n > maxSearches {
		t.Errorf("got %d kept, want at most %d", n, maxSearches)
	}
}
