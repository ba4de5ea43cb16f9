package duck

import (
	"encoding/json"
	"testing"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"

	"github.com/google/go-cmp/cmp"
)

func FuzzFilter(f *testing.F) {
	for _, s := range []string{`{"and":[{"column":"ma","op":"in","values":["a",1,true]},{"not":{"match":"x y"}}]}`, `{"bbox":[1,2,3,4],"lon":"lon","lat":"lat"}`,
		`{"column":"von","op":"between","values":[1e400,-0]}`, `{"column":"ma","value":null}`, `{"or":[]}`} {
		f.Add(s)
	}
	e := testEngine(f)
	load(f, e, "ma,von\na,1\n", datasets.Schema{})
	print := func(x *table.Expr) string {
		b, err := json.Marshal(x)
		if err != nil { // a "not" that the engine would refuse as well
			return ""
		}
		return string(b)
	}
	f.Fuzz(func(t *testing.T, s string) {
		x, err := table.ParseFilter("filter", []byte(s))
		if err != nil {
			if catalog.KindOf(err) == catalog.Internal {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		again, err := table.ParseFilter("filter", []byte(print(x)))
		if err != nil {
			t.Fatalf("%q is printed as %q, which is refused: %v", s, print(x), err)
		}
		if diff := cmp.Diff(x, again); diff != "" {
			t.Fatalf("%q: %s", s, diff)
		}
		if _, err := e.Query(t.Context(), table.Query{Ref: ref, Where: x, Limit: 1}); catalog.KindOf(err) == catalog.Internal {
			t.Fatalf("%q: %v", s, err)
		}
	})
}
