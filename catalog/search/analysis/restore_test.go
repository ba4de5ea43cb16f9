package analysis_test

import (
	"errors"
	"strings"
	"testing"

	"honglinh/catalog/search/analysis"

	"github.com/google/go-cmp/cmp"
)

func toned(s string) []string { return analysis.Prepare(s, "vi").Toned }

func smallRestorer() *analysis.Restorer {
	b := analysis.NewRestorerBuilder(nil)
	for _, s := range []string{
		"khu công nghiệp Nam Hồng kêu gọi đầu tư", "đường Nguyễn Ái Quốc", "phố Dương", "dự án khu đô thị",
		"thu hút đầu tư vào khu công nghiệp", "đất công nghiệp", "bản đồ đất", "ban quản lý dự án", "đường quốc lộ",
	} {
		b.Add(toned(s))
	}
	return b.Build()
}

func TestRestorerPutsMarksBack(t *testing.T) {
	r := smallRestorer()
	for _, c := range []struct{ name, in, want string }{
		{"wholly unmarked", "khu cong nghiep", "khu công nghiệp"},
		{"the neighbour decides", "ban do", "bản đồ"},
		{"the neighbour decides otherwise", "ban quan ly", "ban quản lí"},
		{"half marked: typed marks stay", "khu công nghiep", "khu công nghiệp"},
		{"half a syllable: đuong", "đuong", "đường"},
		{"a known word with marks is never changed", "dương", "dương"},
		{"unknown words stay and part the rest", "logistics dau tu 5G", "logistics đầu tư 5g"},
		{"nothing", "", ""},
	} {
		got := strings.Join(r.Restore(analysis.Tokens(c.in)), " ")
		if got != c.want {
			t.Errorf("%s: %q restored to %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestRestorerIsTheSameAfterStoring(t *testing.T) {
	r := smallRestorer()
	b, err := r.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var again analysis.Restorer
	if err := again.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	in := analysis.Tokens("ban quan ly du an khu cong nghiep")
	if diff := cmp.Diff(r.Restore(in), again.Restore(in)); diff != "" {
		t.Errorf("restored (-before +after):\n%s", diff)
	}
	for n := range len(b) {
		if err := new(analysis.Restorer).UnmarshalBinary(b[:n]); !errors.Is(err, analysis.ErrRestorer) {
			t.Fatalf("%d of %d bytes: %v", n, len(b), err)
		}
	}
}

// The reference measured 98 % of the syllables of questions right when the model had seen
// the searched texts; questions also hold names that no text has.
func TestRestorerOnQuestionsOfTheCorpus(t *testing.T) {
	b := analysis.NewRestorerBuilder(nil)
	var a analysis.Analyzer
	for _, p := range lines[passage](t, "relevance-dev/docs.vi.jsonl") {
		b.Add(a.Prepare(p.Title+". "+p.Text, "vi").Toned)
	}
	r := b.Build()
	right, all := 0, 0
	for _, q := range lines[passage](t, "relevance-dev/queries.vi.jsonl") {
		want := analysis.Tokens(q.Text)
		for i, got := range r.Restore(analysis.Tokens(analysis.Unmark(q.Text))) {
			if i >= len(want) || want[i].Kind != analysis.Word {
				continue
			}
			all++
			if got == want[i].Text {
				right++
			}
		}
	}
	stored, _ := r.MarshalBinary()
	share := float64(right) / float64(all)
	t.Logf("%d of %d syllables right (%.3f), model %d bytes", right, all, share, len(stored))
	if share < 0.85 {
		t.Errorf("only %.3f of the syllables right", share)
	}
}

func FuzzRestorerBytes(f *testing.F) {
	b, _ := smallRestorer().MarshalBinary()
	f.Add(b, "ban do")
	f.Fuzz(func(t *testing.T, b []byte, q string) {
		var r analysis.Restorer
		if r.UnmarshalBinary(b) == nil {
			r.Restore(analysis.Tokens(q))
		}
	})
}

func BenchmarkRestore(b *testing.B) {
	build := analysis.NewRestorerBuilder(nil)
	for _, p := range lines[passage](b, "relevance-dev/docs.vi.jsonl") {
		build.Add(toned(p.Text))
	}
	r := build.Build()
	in := analysis.Tokens("nhung khu cong nghiep nao dang keu goi dau tu nuoc ngoai tai tinh ha tinh nam nay")
	for b.Loop() {
		r.Restore(in)
	}
}
