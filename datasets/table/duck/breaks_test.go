package duck

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// TestBreaksInsideCellsAreKept loads what quotes may hold: the engine's own
// reader takes a break of one kind only.
func TestBreaksInsideCellsAreKept(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want [][]any
	}{
		"CR LF in a cell that is not the last":     {"ma,ghi\r\n1,\"dòng 1\r\ndòng 2\"\r\n2,b\r\n", [][]any{{int64(1), "dòng 1\r\ndòng 2"}, {int64(2), "b"}}},
		"every break there is":                     {"ma,ghi\n1,\"a\rb\nc\r\nd\"\n2,\"x\r\"\n3,\"\ny\"\n", [][]any{{int64(1), "a\rb\nc\r\nd"}, {int64(2), "x\r"}, {int64(3), "\ny"}}},
		"our own signs":                            {"ma,ghi\n1,\"\x1e1\x1f\"\n2,\x1e0\x1e\n", [][]any{{int64(1), "\x1e1\x1f"}, {int64(2), "\x1e0\x1e"}}},
		"lone CR ends lines":                       {"ma,ghi\r1,a\r2,\"b\nc\"\r", [][]any{{int64(1), "a"}, {int64(2), "b\nc"}}},
		"a column of numbers with a break in one":  {"ma,so\n1,5\n2,\"6\r\n7\"\n", [][]any{{int64(1), "5"}, {int64(2), "6\r\n7"}}},
		"quotes and commas":                        {"ma,ghi\n1,\"a,\"\"b\"\"\"\n2,\"'\\\"\n", [][]any{{int64(1), `a,"b"`}, {int64(2), `'\`}}},
		"a code for a missing value beside breaks": {"ma,ghi\n1,\"a\nb\"\n2,\n", [][]any{{int64(1), "a\nb"}, {int64(2), nil}}},
	} {
		t.Run(name, func(t *testing.T) {
			e := testEngine(t)
			load(t, e, c.file, datasets.Schema{})
			if diff := cmp.Diff(c.want, all(t, e, table.Query{})); diff != "" {
				t.Error(diff)
			}
			var csv strings.Builder
			if _, err := e.CSV(t.Context(), table.Query{Ref: ref}, &csv, table.CSVOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
}
