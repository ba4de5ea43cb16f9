package source_test

import (
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/indexer/source"
)

func TestARefusalCannotSteerATerminal(t *testing.T) {
	r := source.Refusal{File: "a\x1b]0;owned\x07.csv", Row: 2, Column: "t\u202eên", Reason: "\x1b[2J\u009b31m is\r\nno number", Remedy: "write \u2066one"}
	got := r.String()
	if strings.ContainsFunc(got, func(c rune) bool { return c < ' ' || c >= 0x7f && c < 0xa0 || text.Unseen(c) }) {
		t.Errorf("%q acts on a terminal", got)
	}
	if want := `a\u001b]0;owned\u0007.csv row 2 column t\u202eên: \u001b[2J\u009b31m is\u000d\u000ano number; write \u2066one`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	w := source.Warning{File: "b.csv", Row: 3, Column: "ten", ID: "place/a", Code: "html-stripped", Reason: "a\x00b"}
	if got, want := w.String(), `b.csv row 3 column ten (place/a): html-stripped: a\u0000b`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWhatActsOnTheDirectionOfWritingIsTakenOutAndCounted(t *testing.T) {
	for _, c := range []struct {
		in, want string
		n        int
	}{
		{"Phường Nam Hồng Lĩnh", "Phường Nam Hồng Lĩnh", 0},
		{"dòng 1\n\tdòng 2", "dòng 1\n\tdòng 2", 0},
		{"số\u202e1234\u202c", "số1234", 2},
		{"a\x00b\x1b[1mc", "ab[1mc", 2},
		{"\ufeffđầu", "đầu", 1},
		{"नमस्\u200dते", "नमस्\u200dते", 0},
	} {
		if got, n := text.Shown(c.in); got != c.want || n != c.n {
			t.Errorf("%q: got %q, %d taken out, want %q, %d", c.in, got, n, c.want, c.n)
		}
	}
}
