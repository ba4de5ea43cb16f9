package syllables_test

import (
	"bytes"
	"strings"
	"testing"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/syllables"
)

func TestMarksArePutBackWithoutAnyCollection(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a procedure", "dang ky ho kinh doanh", "đăng kí hộ kinh doanh"},
		{"a question", "bao nhieu nguoi", "bao nhiêu người"},
		{"a profession", "nha khoa hoc", "nhà khoa học"},
		{"no Vietnamese word", "logistics", "logistics"},
	} {
		if got := strings.Join(syllables.Base().Restore(analysis.Tokens(c.in)), " "); got != c.want {
			t.Errorf("%s: %q restored to %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestACollectionCountsMoreThanTheBase(t *testing.T) {
	in := analysis.Tokens("chinh sua")
	if got := strings.Join(syllables.Base().Restore(in), " "); got != "chỉnh sửa" {
		t.Fatalf("the base restores %q", got)
	}
	b := analysis.NewRestorerBuilder(syllables.Base())
	for range 40 { // the base has help texts of an office program
		b.Add([]string{"bột", "chính", "sữa"})
	}
	if got := strings.Join(b.Build().Restore(in), " "); got != "chính sữa" {
		t.Errorf("restored to %q in a collection about milk", got)
	}
}

func TestTheModelIsSmallAndWritesAsItReads(t *testing.T) {
	var packed bytes.Buffer
	if err := syllables.Write(&packed, syllables.Base()); err != nil {
		t.Fatal(err)
	}
	if packed.Len() > 2<<20 {
		t.Errorf("%d bytes, want at most 2 MB", packed.Len())
	}
	if _, err := syllables.Read(bytes.NewReader(packed.Bytes())); err != nil {
		t.Errorf("read again: %v", err)
	}
	if _, err := syllables.Read(bytes.NewReader(packed.Bytes()[:packed.Len()/2])); err == nil {
		t.Error("half of the counts are read without an error")
	}
}
