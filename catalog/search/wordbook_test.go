package search_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

func entry(id string, names []string, words ...string) search.Entry {
	e := search.Entry{ID: id, Words: words}
	for _, n := range names {
		e.Names = append(e.Names, search.Suggestion{Text: n, Kind: "plan", ID: id})
	}
	return e
}

func bookOf(entries ...search.Entry) *search.Wordbook {
	var c search.WordChanges
	for _, e := range entries {
		c.Put(e)
	}
	w := &search.Wordbook{}
	w.Apply(1, &c)
	return w
}

type failing interface {
	Helper()
	Fatal(...any)
	Context() context.Context
}

// told is what a Wordbook says of some words and of what begins with each.
func told(t failing, w *search.Wordbook, words []string) (out []any) {
	t.Helper()
	counts, err := w.Frequencies(t.Context(), words)
	if err != nil {
		t.Fatal(err)
	}
	near, err := w.Similar(t.Context(), words, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		names, err := w.Suggest(t.Context(), search.SuggestRequest{Prefix: word, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, names)
	}
	return append(out, counts, near)
}

// drawWord makes words that are often near each other.
func drawWord(t *rapid.T, label string) string {
	return rapid.StringOfN(rapid.SampledFrom([]rune("aabcđ1")), 1, 11, -1).Draw(t, label)
}

func drawEntry(t *rapid.T, id string) search.Entry {
	var words []string
	for i := range rapid.IntRange(0, 8).Draw(t, "words") {
		words = append(words, drawWord(t, fmt.Sprint(id, i)))
	}
	slices.Sort(words)
	var names []string
	for i := range rapid.IntRange(0, 3).Draw(t, "names") {
		names = append(names, drawWord(t, fmt.Sprint(id, "name", i))+" khu")
	}
	return entry(id, names, slices.Compact(words)...)
}

func TestAWordbookThatWasChangedIsTheOneOfWhatIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shelf := map[string]search.Entry{}
		w := &search.Wordbook{}
		var asked []string
		for step := range rapid.IntRange(1, 5).Draw(t, "steps") {
			var c search.WordChanges
			for range rapid.IntRange(0, 6).Draw(t, "changes") {
				id := fmt.Sprintf("plan/%d", rapid.IntRange(0, 7).Draw(t, "id"))
				if old, ok := shelf[id]; ok {
					c.Take(old)
					delete(shelf, id)
				}
				if rapid.IntRange(0, 3).Draw(t, "remove") > 0 {
					shelf[id] = drawEntry(t, id)
					c.Put(shelf[id])
					asked = append(asked, shelf[id].Words...)
				}
			}
			w.Apply(int64(step+1), &c)
			if w.Seq() != int64(step+1) {
				t.Fatal("sequence", w.Seq())
			}
			asked = append(asked, drawWord(t, "asked"))
			var left []search.Entry
			for _, e := range shelf {
				left = append(left, e)
			}
			want := told(t, bookOf(left...), asked)
			if diff := cmp.Diff(want, told(t, w, asked)); diff != "" {
				t.Fatal(diff)
			}
			b, err := w.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			var back search.Wordbook
			if err := back.UnmarshalBinary(b); err != nil || back.Seq() != w.Seq() {
				t.Fatal(back.Seq(), err)
			}
			if diff := cmp.Diff(want, told(t, &back, asked)); diff != "" {
				t.Fatal("read back: " + diff)
			}
		}
	})
}

func TestSimilarWordsAreThoseWithFewEdits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEntry(t, "plan/1")
		for i := range 20 {
			e.Words = append(e.Words, drawWord(t, fmt.Sprint("w", i)))
		}
		slices.Sort(e.Words)
		e.Words = slices.Compact(e.Words)
		word := drawWord(t, "word")
		allowed := map[bool]int{true: 1}[utf8.RuneCountInString(word) >= 4]
		if utf8.RuneCountInString(word) >= 9 {
			allowed = 2
		}
		var want []string
		for n := 1; n <= allowed; n++ {
			for _, other := range e.Words {
				if text.Edits(word, other) == n && []rune(word)[0] == []rune(other)[0] {
					want = append(want, other)
				}
			}
		}
		near, err := bookOf(e).Similar(t.Context(), []string{word}, 100)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range near[0] {
			got = append(got, n.Word)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("near %q: %q, want %q", word, got, want)
		}
	})
}

func TestOfWordsEquallyNearTheMostFrequentComesFirst(t *testing.T) {
	w := bookOf(entry("plan/1", nil, "khach", "khachs", "khacht"), entry("plan/2", nil, "khacht"), entry("plan/3", nil, "khachs", "khacht", "khachhang"))
	near, err := w.Similar(t.Context(), []string{"khachh"}, 3)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]search.WordCount{{{Word: "khacht", Count: 3}, {Word: "khachs", Count: 2}, {Word: "khach", Count: 1}}}
	if diff := cmp.Diff(want, near); diff != "" {
		t.Error(diff)
	}
}

func TestADamagedWordbookIsRefused(t *testing.T) {
	b, err := bookOf(entry("plan/1", []string{"Quy hoạch"}, "hoach", "quy"), entry("plan/2", nil, "quy")).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		var w search.Wordbook
		if err := w.UnmarshalBinary(b[:i]); !errors.Is(err, search.ErrWordbook) {
			t.Fatalf("the first %d bytes: %v", i, err)
		}
		wrong := slices.Clone(b)
		wrong[i] ^= 0x10
		if err := w.UnmarshalBinary(wrong); !errors.Is(err, search.ErrWordbook) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
}
