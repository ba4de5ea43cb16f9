package jsonlist

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMembersOfAListAreCutByBracketsAlone(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
		end      error
	}{
		{"members", ` {"a":1} , {"b":[2,3]}]`, []string{`{"a":1} `, `{"b":[2,3]}`}, io.EOF},
		{"an empty list", " ]", nil, io.EOF},
		{"brackets and quotes in texts", `{"a":"]}\",["},{"b":"\\"}]`, []string{`{"a":"]}\",["}`, `{"b":"\\"}`}, io.EOF},
		{"a member that is no JSON costs itself only", `{"a":NaN},{"b":2}]`, []string{`{"a":NaN}`, `{"b":2}`}, io.EOF},
		{"a member that is too long", `{"a":"` + strings.Repeat("x", 100) + `"},{"b":2}]`, []string{"too long", `{"b":2}`}, io.EOF},
		{"a list that is cut short", `{"a":1},{"b":`, []string{`{"a":1}`}, errCut},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := NewSplitter(strings.NewReader(c.in), 50)
			var got []string
			for {
				b, err := s.Next()
				if errors.Is(err, ErrTooLong) {
					got = append(got, "too long")
					continue
				}
				if err != nil {
					if !errors.Is(err, c.end) {
						t.Errorf("ended with %v, want %v", err, c.end)
					}
					break
				}
				got = append(got, string(b))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzSplitter(f *testing.F) {
	f.Add(`[{"a":"]}\""},[1,2],"x",3,null]`)
	f.Fuzz(func(t *testing.T, in string) {
		var want []json.RawMessage
		valid := json.Unmarshal([]byte(in), &want) == nil && strings.HasPrefix(strings.TrimSpace(in), "[")
		_, rest, _ := strings.Cut(in, "[")
		s := NewSplitter(strings.NewReader(rest), 1<<20)
		n := 0
		for {
			b, err := s.Next()
			if err != nil {
				break
			}
			if n++; valid && (n > len(want) || strings.TrimSpace(string(b)) != string(want[n-1])) {
				t.Fatalf("member %d is %q of %q", n, b, in)
			}
		}
		if valid && n != len(want) {
			t.Fatalf("%d members of %q, want %d", n, in, len(want))
		}
	})
}
