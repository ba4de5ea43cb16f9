package search_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"honglinh/catalog/search"
)

func TestCompleterCompletesFromTheStartOfAnyWord(t *testing.T) {
	c := search.NewCompleter([]search.Suggestion{
		{Text: "Cụm công nghiệp Cổng Khánh", Kind: "opportunity"}, {Text: "Công viên", Kind: "place"}, {Text: "Khu công nghiệp Bắc Hồng", Kind: "plan"},
		{Text: "công viên", Kind: "place"}, {Text: "", Kind: "place"}, {Text: "!!!", Kind: "place"},
	})
	for _, x := range []struct {
		name, prefix string
		want         []string
	}{
		{"the start of the text comes first, then the shorter text", "cong", []string{"Công viên", "Khu công nghiệp Bắc Hồng", "Cụm công nghiệp Cổng Khánh"}},
		{"several words that stand together", "cong ngh", []string{"Khu công nghiệp Bắc Hồng", "Cụm công nghiệp Cổng Khánh"}},
		{"words that stand apart", "cum khanh", []string{"Cụm công nghiệp Cổng Khánh"}},
		{"words in another order", "hong khu", []string{"Khu công nghiệp Bắc Hồng"}},
		{"a long prefix", "khu cong nghiep bac", []string{"Khu công nghiệp Bắc Hồng"}},
		{"the middle of a word is no start", "ong", nil},
		{"nothing", "", nil},
		{"a word that no text has", "xyz", nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			var got []string
			for _, s := range c.Complete(x.prefix, 5, nil) {
				got = append(got, s.Text)
			}
			if diff := gocmp.Diff(x.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := c.Complete("cong vien", 5, nil); len(got) != 1 || got[0].Count != 2 {
		t.Errorf("a text given twice: %v, want it once with count 2", got)
	}
}

func TestCompleterFindsWhatASearchOfAllEntriesFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"an", "ao", "ba", "ban", "bang", "nghiepnghiep", "nghiepnghia", "c"})
		texts := rapid.SliceOfN(rapid.SliceOfN(word, 1, 4), 1, 12).Draw(t, "texts")
		entries := make([]search.Suggestion, len(texts))
		for i, words := range texts {
			entries[i] = search.Suggestion{Text: strings.Join(words, " ")}
		}
		prefix := rapid.SampledFrom([]string{"a", "ba", "ban", "b", "nghiepnghi", "nghiepnghiep c", "an b"}).Draw(t, "prefix")
		want := map[string]bool{}
		for _, e := range entries {
			if strings.Contains(" "+e.Text, " "+prefix) {
				want[e.Text] = true
			}
		}
		got := map[string]bool{}
		for _, s := range search.NewCompleter(entries).Complete(prefix, 100, nil) {
			got[s.Text] = true
		}
		for text := range want {
			if !got[text] {
				t.Fatalf("prefix %q does not offer %q of %v", prefix, text, texts)
			}
		}
	})
}

func TestTheBestCompletionsOfACommonBeginningAreThoseOfASortOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "an", "ao", "ba", "ban", "bang", "c", "nghiepnghiep"})
		texts := rapid.SliceOfNDistinct(rapid.SliceOfN(word, 1, 6), 1, 400, func(w []string) string { return strings.Join(w, " ") }).Draw(t, "texts")
		prefix, limit := rapid.SampledFrom([]string{"a", "b", "ba", "c", "nghiepnghi"}).Draw(t, "prefix"), rapid.IntRange(1, 30).Draw(t, "limit")
		type found struct{ place, length, entry int }
		var all []found
		entries := make([]search.Suggestion, len(texts))
		for i, words := range texts {
			entries[i] = search.Suggestion{Text: strings.Join(words, " ")}
			if at := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, prefix) }); at >= 0 {
				all = append(all, found{at, len(entries[i].Text), i})
			}
		}
		slices.SortFunc(all, func(a, b found) int {
			return cmp.Or(a.place-b.place, a.length-b.length, a.entry-b.entry)
		})
		var want, got []string
		for _, f := range all[:min(limit, len(all))] {
			want = append(want, entries[f.entry].Text)
		}
		for _, s := range search.NewCompleter(entries).Complete(prefix, limit, nil) {
			got = append(got, s.Text)
		}
		if !slices.Equal(want, got) {
			t.Fatalf("%q, %d of %v:\n%q\nwant\n%q", prefix, limit, texts, got, want)
		}
	})
}

func TestWhatKeepRefusesIsNotOffered(t *testing.T) {
	var entries []search.Suggestion
	for _, s := range []string{"Cảng", "Cầu Bến Thủy", "Chợ Hồng Lĩnh", "Cụm công nghiệp Nam Hồng", "Khu công nghiệp"} {
		entries = append(entries, search.Suggestion{Text: s, Kind: "place"})
	}
	c := search.NewCompleter(entries)
	for _, prefix := range []string{"c", "co", "k", "nghiep nam"} {
		if len(c.Complete(prefix, 3, nil)) == 0 {
			t.Errorf("%q: nothing is offered", prefix)
		}
		if none := c.Complete(prefix, 3, func(search.Suggestion) bool { return false }); len(none) != 0 {
			t.Errorf("%q: %v, want what keep lets through only", prefix, none)
		}
	}
}
