package indexer

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/indexer/source"
)

func TestAReadingIsKeptWholeOrNotAtAll(t *testing.T) {
	r := &reading{Print: "p", Label: "l", Records: map[string]noted{}}
	r.add("place/a", noted{Sum: "1"})
	r.add("place/b", noted{Sum: "2", Kept: true, Warnings: []source.Warning{{File: "f.csv", Row: 3}}})
	raw, err := r.encode()
	if err != nil {
		t.Fatal(err)
	}
	got := decodeReading(raw)
	if got == nil || got.Records != nil || got.Unchanged != 1 || len(got.Doubts) != 1 {
		t.Fatalf("read %+v, want its head", got)
	}
	if err := got.open(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.Records, got.Records); diff != "" {
		t.Errorf("records (-kept +read):\n%s", diff)
	}
	for i := range raw {
		damaged := append([]byte{}, raw...)
		damaged[i] ^= 1
		if got := decodeReading(damaged); got != nil && got.open() != nil {
			t.Errorf("with byte %d damaged it counts, and cannot be opened", i)
		}
	}
}
