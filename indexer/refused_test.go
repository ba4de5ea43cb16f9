package indexer_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets/table"
	"honglinh/indexer"
)

// published takes a package in, and returns the rows of a table as they are published,
// nil where there is no table, with the rows that the report names.
func published(t *testing.T, name, descriptor string, files map[string]string) (rowsOf func(string) []string, refused []string) {
	t.Helper()
	src := t.TempDir()
	all := map[string]string{name + "/datapackage.json": descriptor}
	for file, content := range files {
		all[name+"/"+file] = content
	}
	write(t, src, all)
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
	t.Cleanup(func() { s.Close() })
	for _, r := range ingest(t, s).Refused {
		refused = append(refused, fmt.Sprintf("%s %d %s", r.File[len(src)+len(name)+2:], r.Row, r.Code))
	}
	return func(tab string) []string {
		res, err := s.State().Tables.Query(t.Context(), table.Query{Ref: table.Ref{Dataset: name, Table: tab}, Limit: table.Unlimited})
		if err != nil {
			return nil
		}
		rows, err := res.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range rows {
			out = append(out, fmt.Sprint(r[0]))
		}
		return out
	}, refused
}

// A file that cannot be held against its schema is refused whole: it publishes no table.
func TestAFileThatIsRefusedWholePublishesNoTable(t *testing.T) {
	t.Parallel()
	rows, refused := published(t, "p", `{"name":"p","title":"P","resources":[
{"name":"a","path":"a.csv","schema":{"fields":[{"name":"ma","type":"integer"},{"name":"t","type":"date","format":"%d/%m/%Y","constraints":{"minimum":"2025-01-01"}}]}},
{"name":"b","path":"b.csv","schema":{"fields":[{"name":"ma","type":"integer"}]}}]}`,
		map[string]string{"a.csv": "ma,t\n1,05/03/2026\n2,31/12/2024\n", "b.csv": "ma\n7\n"})
	if diff := cmp.Diff([]string{"a.csv 0 file-bad"}, refused); diff != "" {
		t.Error(diff)
	}
	if got := rows("a"); got != nil {
		t.Errorf("the table of the refused file has %v", got)
	}
	if diff := cmp.Diff([]string{"7"}, rows("b")); diff != "" {
		t.Error(diff)
	}
}

// A plot that is refused leaves none of its corners in the table, whatever it is refused for.
func TestARefusedPlotLeavesNoneOfItsRowsInTheTable(t *testing.T) {
	t.Parallel()
	plot := func(id, x, y string) string {
		return id + "," + x + "000," + y + "000\n" + id + "," + x + "000," + y + "100\n" + id + "," + x + "100," + y + "100\n"
	}
	rows, refused := published(t, "p", `{"name":"p","title":"P","licenses":[{"name":"CC-BY-4.0"}],"resources":[{"name":"a","path":"a.csv","schema":{"fields":[{"name":"thua"},{"name":"X"},{"name":"Y"}]},
"honglinh":{"kind":"place","id":"thua","title":{"vi":"thua"},"corners":{"x":"X","y":"Y"},"crs":"EPSG:9209"}}]}`,
		map[string]string{"a.csv": "thua,X,Y\n" + plot("good", "2046", "545") +
			plot("letters", "2046", "546") + "letters,abc,546000\n" + // 5 to 8
			"few,2046000,547000\nfew,2046000,547100\n" + // 9, 10
			plot("far", "9546", "545") + // 11 to 13
			plot("split", "2047", "545") + plot("fine", "2047", "546") + "split,2047000,545000\n" + // 14 to 20
			"first,abc,1\n" + plot("first", "2048", "545")}) // 21 to 24
	if diff := cmp.Diff([]string{"good", "good", "good", "fine", "fine", "fine"}, rows("a")); diff != "" {
		t.Errorf("rows of the table (-want +got):\n%s\nrefused %v", diff, refused)
	}
	if len(refused) != 5 {
		t.Errorf("refused %v, want five plots", refused)
	}
}

// A row that refers to one that is refused is refused too, and so on, whatever stage refused
// the first: a cell, a reference or a record.
func TestRowsThatReferToRefusedOnesAreRefused(t *testing.T) {
	t.Parallel()
	fk := func(to string) string {
		return `,"foreignKeys":[{"fields":"c","reference":{"resource":"` + to + `","fields":"id"}}]`
	}
	table := func(name, more string) string {
		return `{"name":"` + name + `","path":"` + name + `.csv","schema":{"fields":[{"name":"id"},{"name":"c"}]` + more + `}}`
	}
	rows, refused := published(t, "p", `{"name":"p","title":"P","licenses":[{"name":"CC-BY-4.0"}],"resources":[`+
		table("d", fk("c"))+","+table("c", fk("b"))+","+table("b", fk("a"))+`,{"name":"a","path":"a.csv","schema":{"fields":[{"name":"id","type":"integer"}]}},`+
		table("self", fk(""))+","+table("q", fk("place"))+","+table("r", fk("q"))+`,
{"name":"place","path":"place.csv","schema":{"fields":[{"name":"id"},{"name":"lat","type":"number"},{"name":"lon","type":"number"}]},"honglinh":{"kind":"place","id":"id","title":{"vi":"id"},"lat":"lat","lon":"lon"}}]}`,
		map[string]string{"a.csv": "id\n1\nx\n", "b.csv": "id,c\n10,1\n11,7\n", "c.csv": "id,c\n20,10\n21,11\n", "d.csv": "id,c\n30,20\n31,21\n",
			"self.csv": "id,c\n1,\n3,9\n4,3\n5,4\n6,6\n7,8\n8,7\n", "place.csv": "id,lat,lon\na,18.5,105.7\nb,105.7,18.5\n", "q.csv": "id,c\n1,a\n2,b\n", "r.csv": "id,c\nx,1\ny,2\n"})
	for tab, want := range map[string][]string{"a": {"1"}, "b": {"10"}, "c": {"20"}, "d": {"30"}, "self": {"1", "6", "7", "8"}, "place": {"a"}, "q": {"1"}, "r": {"x"}} {
		if diff := cmp.Diff(want, rows(tab)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tab, diff)
		}
	}
	if len(refused) != 10 {
		t.Errorf("refused %v", refused)
	}
}

// Addresses that nobody should follow, days of the year 0, and keys that differ in how
// their letters are put together only are refused.
func TestValuesThatHurtOrDoNotExistAreRefused(t *testing.T) {
	t.Parallel()
	rows, refused := published(t, "p", `{"name":"p","title":"P","licenses":[{"name":"CC-BY-4.0"}],"resources":[
{"name":"a","path":"a.csv","schema":{"fields":[{"name":"ma"},{"name":"u"},{"name":"d"}]},"honglinh":{"kind":"place","id":"ma","title":{"vi":"ma"},"source_url":"u","date":"d"}},
{"name":"b","path":"b.csv","schema":{"fields":[{"name":"ten"}],"primaryKey":["ten"]}}]}`,
		map[string]string{"a.csv": "ma,u,d\n1,https://x.example/a:b,2025\n2,javascript:alert(1),2025\n3,JavaScript:alert(1),2025\n4,x.example:8080/a,2025\n5,data:text/html;x,\n6,,0000-01-01\n7,Số liệu: sở cung cấp,\n",
			"b.csv": "ten\nPhường\nPhu\u031bo\u031b\u0300ng\n"})
	if diff := cmp.Diff([]string{"a.csv 3 url-scheme", "a.csv 4 url-scheme", "a.csv 6 url-scheme", "a.csv 7 not-date", "b.csv 3 key-double"}, refused); diff != "" {
		t.Error(diff)
	}
	for tab, want := range map[string][]string{"a": {"1", "4", "7"}, "b": {"Phường"}} {
		if diff := cmp.Diff(want, rows(tab)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tab, diff)
		}
	}
}
