package datapackage_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer/datapackage"
)

// What foreign keys refer to is there; a row that refers to nothing is refused at its
// column, one whose value is missing is not.
func TestForeignKeys(t *testing.T) {
	files := map[string]string{
		"xa.csv":  "ma,so,tren\na,1,\nb,2,a\nc,3,z\na,4,\n",
		"dat.csv": "id,xa,so\n1,a,1\n2,q,1\n3,,\n4,b,1\n5,b,\n",
	}
	for _, c := range []struct {
		sentence, keysOfXa, keysOfDat string
		refused                       []string
		problems                      int
	}{
		{"to another resource", ``, `{"fields":["xa"],"reference":{"resource":"xa","fields":["ma"]}}`, []string{`dat.csv 3 xa: "q" is in no row of xa (ma) that is taken in`}, 0},
		{"written as one name", ``, `{"fields":"xa","reference":{"resource":"xa","fields":"ma"}}`, []string{`dat.csv 3 xa: "q" is in no row of xa (ma) that is taken in`}, 0},
		{"of two columns", ``, `{"fields":["xa","so"],"reference":{"resource":"xa","fields":["ma","so"]}}`,
			[]string{`dat.csv 3 xa: "q, 1" is in no row of xa (ma, so) that is taken in`, `dat.csv 5 xa: "b, 1" is in no row of xa (ma, so) that is taken in`}, 0},
		{"to itself", `{"fields":["tren"],"reference":{"resource":"","fields":["ma"]}}`, ``, []string{`xa.csv 4 tren: "z" is in no row of xa (ma) that is taken in`}, 0},
		{"to itself, as v2 may leave it out", `{"fields":["tren"],"reference":{"fields":["ma"]}}`, ``, []string{`xa.csv 4 tren: "z" is in no row of xa (ma) that is taken in`}, 0},
		{"to no resource", ``, `{"fields":["xa"],"reference":{"resource":"xs","fields":["ma"]}}`, nil, 1},
		{"to no column", ``, `{"fields":["xa"],"reference":{"resource":"xa","fields":["mma"]}}`, nil, 1},
		{"of no column", ``, `{"fields":["xaa"],"reference":{"resource":"xa","fields":["ma"]}}`, nil, 1},
		{"of two to one", ``, `{"fields":["xa","so"],"reference":{"resource":"xa","fields":["ma"]}}`, nil, 1},
		{"of nothing", ``, `{"reference":{"resource":"xa"}}`, nil, 1},
		{"with a key that nobody knows", ``, `{"fields":["xa"],"referenc":{},"reference":{"resource":"xa","fields":["ma"]}}`, []string{`dat.csv 3 xa: "q" is in no row of xa (ma) that is taken in`}, 1},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			pkg, problems := datasets.Parse(fmt.Appendf(nil, `{"name":"p","resources":[
				{"name":"xa","path":"xa.csv","schema":{"fields":[{"name":"ma"},{"name":"so","type":"integer"},{"name":"tren"}],"uniqueKeys":[["ma"]],"foreignKeys":[%s]}},
				{"name":"dat","path":"dat.csv","schema":{"fields":[{"name":"id"},{"name":"xa"},{"name":"so","type":"integer"}],"foreignKeys":[%s]}}]}`, c.keysOfXa, c.keysOfDat))
			if pkg == nil || len(problems) != c.problems {
				t.Fatalf("problems %v, want %d", problems, c.problems)
			}
			for _, p := range problems {
				if p.Why.Reason[text.VI] == "" || p.Why.Reason[text.EN] == "" || p.Fatal {
					t.Error(p)
				}
			}
			fsys := fstest.MapFS{}
			for name, content := range files {
				fsys[name] = &fstest.MapFile{Data: []byte(content)}
			}
			src := datapackage.NewSource(datapackage.Reader{FS: fsys, Dir: "."}, pkg, "", nil)
			got := &sink{}
			for _, res := range pkg.Resources {
				if err := src.Read(t.Context(), res, got); err != nil {
					t.Fatal(err)
				}
			}
			var refused []string
			for _, r := range got.refused {
				if r.Code == "key-double" {
					continue // row 5 of xa, in every case
				}
				refused = append(refused, fmt.Sprintf("%s %d %s: %s", r.File, r.Row, r.Column, r.Reason))
			}
			if diff := cmp.Diff(c.refused, refused); diff != "" {
				t.Error(diff)
			}
		})
	}
}
