package datapackage_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/indexer/datapackage"
)

// Constraints and keys hold instants and lengths of time, however they are written.
func TestInstantsAndLengthsAreCompared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sentence, schema, rows string
		refused                []string
	}{
		{"a latest moment", `"fields":[{"name":"t","type":"datetime","constraints":{"maximum":"2024-12-31T20:00:00Z"}}]`,
			"2024-12-31T19:00:00-07:00\n2024-12-31T23:59:00+07:00\n2024-12-31T20:00:00Z\n2024-12-31T20:00:00.5Z\n", []string{"2 too-large", "5 too-large"}},
		{"an earliest time", `"fields":[{"name":"t","type":"time","constraints":{"minimum":"08:00"}}]`, "07:59:59\n08:00:00\n", []string{"2 too-small"}},
		{"a shortest length", `"fields":[{"name":"t","type":"duration","constraints":{"minimum":"P2D"}}]`,
			"PT36H\nP1D\nP2D\nPT100H\nP1W\nP1M\n-P3D\nPT47H59M59.9S\n", []string{"2 too-small", "3 too-small", "8 too-small", "9 too-small"}},
		{"months", `"fields":[{"name":"t","type":"duration","constraints":{"minimum":"P1Y"}}]`, "P11M\nP12M\nP365D\nP300D\nP1Y1D\n", []string{"2 too-small", "5 too-small"}},
		{"a key of moments", `"fields":[{"name":"t","type":"datetime"}],"primaryKey":"t"`,
			"2024-12-31T23:59:00+07:00\n2024-12-31T16:59:00Z\n2024-12-31T16:59:00\n", []string{"3 key-double"}},
		{"a key of lengths", `"fields":[{"name":"t","type":"duration","constraints":{"unique":true}}]`, "PT24H\nP1D\nP12M\nP1Y\n", []string{"3 key-double", "5 key-double"}},
		{"a list of moments", `"fields":[{"name":"t","type":"datetime","constraints":{"enum":["2024-12-31T16:59:00Z"]}}]`,
			"2024-12-31T23:59:00+07:00\n2024-12-31T16:59:00+07:00\n", []string{"3 not-in-list"}},
		{"a reference to moments", `"fields":[{"name":"t","type":"datetime"}],"foreignKeys":[{"fields":"t","reference":{"resource":"b","fields":"t"}}]`,
			"2024-12-31T23:59:00+07:00\n2024-12-31T16:59:00+07:00\n", []string{"3 reference-missing"}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			pkg, problems := datasets.Parse(fmt.Appendf(nil, `{"name":"p","resources":[{"name":"a","path":"a.csv","schema":{%s}},
				{"name":"b","path":"b.csv","schema":{"fields":[{"name":"t","type":"datetime"}]}}]}`, c.schema))
			if pkg == nil || len(problems) > 0 {
				t.Fatal(problems)
			}
			fsys := fstest.MapFS{"a.csv": {Data: []byte("t\n" + c.rows)}, "b.csv": {Data: []byte("t\n2024-12-31T16:59:00Z\n")}}
			got := &sink{}
			if err := datapackage.NewSource(datapackage.Reader{FS: fsys, Dir: "."}, pkg, "", nil).Read(t.Context(), pkg.Resources[0], got); err != nil {
				t.Fatal(err)
			}
			var refused []string
			for _, r := range got.refused {
				refused = append(refused, fmt.Sprintf("%d %s", r.Row, r.Code))
			}
			if diff := cmp.Diff(c.refused, refused); diff != "" {
				t.Error(diff)
			}
		})
	}
}
