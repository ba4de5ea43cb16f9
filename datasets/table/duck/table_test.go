package duck

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

var ref = table.Ref{Dataset: "khu", Table: "cong-nghiep"}

const sample = `ma,ten,dien_tich,von,ngay,mo
001,Cụm công nghiệp Nam Hồng,19.50,"1.234,5",2015-12-16,true
002,"Cụm, ""Cổng Khánh""",50,"276,0",2023-01-02,false
003,Đường tránh,,,2024-02-29,
`

func source(csv string, schema datasets.Schema) table.Source {
	return table.Source{Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(csv)), nil }, Schema: schema, File: "khu.csv"}
}

func testEngine(t testing.TB) *Engine {
	t.Helper()
	e, err := Open(context.Background(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func load(t testing.TB, e *Engine, csv string, schema datasets.Schema) *table.Report {
	t.Helper()
	r, err := e.Load(context.Background(), ref, source(csv, schema))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func all(t testing.TB, e *Engine, q table.Query) [][]any {
	t.Helper()
	q.Ref = ref
	r, err := e.Query(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestEveryRowDecidesTheTypeAndNothingIsLost(t *testing.T) {
	e := testEngine(t)
	v := load(t, e, sample, datasets.Schema{}).Version
	types := map[string]table.Type{}
	for _, c := range v.Columns {
		types[c.Name] = c.Type
	}
	want := map[string]table.Type{"ma": table.Text, "ten": table.Text, "dien_tich": table.Number, "von": table.Number, "ngay": table.Date, "mo": table.Boolean}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Error(diff)
	}
	ma, _ := v.Column("ma")
	if got := ma.Evidence.Reason[text.EN]; got != "text because 3 values start with 0" {
		t.Errorf("reason = %q", got)
	}
	area, _ := v.Column("dien_tich")
	if area.Evidence.Rewritten != 1 || area.Evidence.Missing != 1 {
		t.Errorf("evidence = %+v, want one rewritten (19.50) and one missing", area.Evidence)
	}
	rows := all(t, e, table.Query{})
	wantRows := [][]any{
		{"001", "Cụm công nghiệp Nam Hồng", 19.5, 1234.5, "2015-12-16", true},
		{"002", `Cụm, "Cổng Khánh"`, 50.0, 276.0, "2023-01-02", false},
		{"003", "Đường tránh", nil, nil, "2024-02-29", nil},
	}
	if diff := cmp.Diff(wantRows, rows); diff != "" {
		t.Error(diff)
	}
}

func TestQuery(t *testing.T) {
	e := testEngine(t)
	load(t, e, sample, datasets.Schema{})
	names := func(w *table.Expr) table.Query { return table.Query{Select: []table.Item{{Column: "ma"}}, Where: w} }
	for _, tc := range []struct {
		name string
		q    table.Query
		want [][]any
	}{
		{"contains without marks", names(&table.Expr{Op: table.Contains, Column: "ten", Values: []any{"cong khanh"}}), [][]any{{"002"}}},
		{"đ is d", names(&table.Expr{Op: table.Prefix, Column: "ten", Values: []any{"duong"}}), [][]any{{"003"}}},
		{"greater", names(&table.Expr{Op: table.Gt, Column: "dien_tich", Values: []any{"20"}}), [][]any{{"002"}}},
		{"missing", names(&table.Expr{Op: table.Null, Column: "von"}), [][]any{{"003"}}},
		{"in or not", names(&table.Expr{Op: table.Or, Args: []table.Expr{{Op: table.In, Column: "ma", Values: []any{"001"}}, {Op: table.Not, Args: []table.Expr{{Op: table.NotNull, Column: "von"}}}}}), [][]any{{"001"}, {"003"}}},
		{"between dates", names(&table.Expr{Op: table.Between, Column: "ngay", Values: []any{"2023", "2023-12-31"}}), [][]any{{"002"}}},
		{"words anywhere in the row", table.Query{Select: []table.Item{{Column: "ma"}}, Text: "nam 2015 cum"}, [][]any{{"001"}}},
		{"a value is data", names(&table.Expr{Op: table.Eq, Column: "ten", Values: []any{`' OR 1=1 --`}}), nil},
		{"one of a list in the cell", names(&table.Expr{Op: table.AnyOf, Column: "ten", Values: []any{"x", "Đường tránh"}}), [][]any{{"003"}}},
		{"a pattern", names(&table.Expr{Op: table.Like, Column: "ten", Values: []any{"Cụm%"}}), [][]any{{"001"}, {"002"}}},
		{"order with missing last", table.Query{Select: []table.Item{{Column: "ma"}}, Order: []table.Order{{By: "dien_tich", Desc: true}}}, [][]any{{"002"}, {"001"}, {"003"}}},
		{"group by year", table.Query{GroupBy: []table.Item{{Column: "ngay", Func: "year"}}, Select: []table.Item{{Column: "ngay", Func: "year", As: "nam"}, {Func: "count"}, {Column: "von", Func: "sum"}}},
			[][]any{{"2015", int64(1), 1234.5}, {"2023", int64(1), 276.0}, {"2024", int64(1), nil}}},
		{"having", table.Query{GroupBy: []table.Item{{Column: "mo"}}, Select: []table.Item{{Column: "mo"}, {Func: "count", As: "n"}}, Having: &table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Ge, Column: "n", Values: []any{1}}, {Op: table.NotNull, Column: "mo"}}}},
			[][]any{{false, int64(1)}, {true, int64(1)}}},
		{"statistics", table.Query{Select: []table.Item{{Column: "dien_tich", Func: "median"}, {Column: "dien_tich", Func: "quantile", Arg: 1}, {Column: "ten", Func: "distinct"}, {Column: "ma", Func: "max"}}},
			[][]any{{34.75, 50.0, int64(3), "003"}}},
		{"range", table.Query{GroupBy: []table.Item{{Column: "dien_tich", Func: "range", Arg: 10}}}, [][]any{{10.0, int64(1)}, {50.0, int64(1)}, {nil, int64(1)}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, all(t, e, tc.q)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestABadQuerySaysWhatWouldBeRight(t *testing.T) {
	e := testEngine(t)
	load(t, e, sample, datasets.Schema{})
	deep := table.Expr{Op: table.Null, Column: "ma"}
	for range table.MaxDepth + 1 {
		deep = table.Expr{Op: table.Not, Args: []table.Expr{deep}}
	}
	for _, tc := range []struct {
		name, part string
		kind       catalog.FaultKind
		q          table.Query
	}{
		{"unknown column names the nearest", `"dien_tich"`, catalog.Invalid, table.Query{Select: []table.Item{{Column: "dientich"}}}},
		{"wrong type of value", "a number such as", catalog.Invalid, table.Query{Where: &table.Expr{Op: table.Gt, Column: "von", Values: []any{"nhiều"}}}},
		{"sum of text", "wants a number", catalog.Invalid, table.Query{Select: []table.Item{{Column: "ten", Func: "sum"}}}},
		{"unknown function", `"median"`, catalog.Invalid, table.Query{Select: []table.Item{{Column: "von", Func: "mediann"}}}},
		{"unknown operator", "no operator", catalog.Invalid, table.Query{Where: &table.Expr{Op: "; drop", Column: "von"}}},
		{"too deep", "deeper than", catalog.TooLarge, table.Query{Where: &deep}},
		{"identifier with SQL in it", "no column", catalog.Invalid, table.Query{Select: []table.Item{{Column: `ma" FROM x; --`}}}},
		{"sort by nothing", "cannot sort", catalog.Invalid, table.Query{Order: []table.Order{{By: "1; DROP"}}}},
		{"ungrouped column", "group_by", catalog.Invalid, table.Query{GroupBy: []table.Item{{Column: "ma"}}, Select: []table.Item{{Column: "ten"}}}},
		{"foreign cursor", "does not belong", catalog.Invalid, table.Query{Cursor: "abc"}},
		{"unknown version", "no version", catalog.NotFound, table.Query{Version: "9.9.9"}},
		{"before the first version", "did not exist", catalog.NotFound, table.Query{AsOf: "1999"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.q.Ref = ref
			_, err := e.Query(context.Background(), tc.q)
			if catalog.KindOf(err) != tc.kind || !strings.Contains(fmt.Sprint(err), tc.part) && !nearestIs(err, tc.part) {
				t.Errorf("got %v, want %s with %q", err, tc.kind, tc.part)
			}
		})
	}
}

func nearestIs(err error, part string) bool {
	f, ok := err.(*catalog.Fault)
	return ok && fmt.Sprintf("%q", f.Nearest) == part
}

func TestPagesJoinToTheWholeWhateverTheOrder(t *testing.T) {
	e := testEngine(t)
	var b strings.Builder
	b.WriteString("id,g,x\n")
	for i := range 1000 {
		x := fmt.Sprint(i % 17)
		if i%5 == 0 {
			x = ""
		}
		fmt.Fprintf(&b, "%d,g%d,%s\n", i, i%3, x)
	}
	load(t, e, b.String(), datasets.Schema{})
	for _, order := range [][]table.Order{nil, {{By: "x"}}, {{By: "x", Desc: true}}, {{By: "g"}, {By: "x", Desc: true}}} {
		whole := all(t, e, table.Query{Order: order, Limit: table.Unlimited})
		var pages [][]any
		cursor := ""
		for {
			r, err := e.Query(context.Background(), table.Query{Ref: ref, Order: order, Limit: 37, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := r.All(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, rows...)
			if cursor = r.Cursor(); cursor == "" {
				break
			}
			if len(pages) == 74 { // an update in between must not move a row
				load(t, e, b.String()+"1001,g0,3\n", datasets.Schema{})
			}
		}
		if diff := cmp.Diff(whole, pages[:min(len(pages), len(whole))]); diff != "" || len(pages) != len(whole) {
			t.Errorf("order %v: %d rows in pages, %d in all\n%s", order, len(pages), len(whole), diff)
		}
		e = testEngine(t)
		load(t, e, b.String(), datasets.Schema{})
	}
}

func TestVersionsFollowTheDataPackageRecipe(t *testing.T) {
	now := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	opt := Options{Now: func() time.Time { return now }}
	e, err := Open(context.Background(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	schema := datasets.Schema{PrimaryKey: []string{"id"}}
	type step struct {
		name, csv, number       string
		change                  table.Change
		added, removed, altered int
	}
	for _, s := range []step{
		{"first", "id,a\n1,x\n2,y\n", "1.0.0", table.First, 2, 0, 0},
		{"rows added", "id,a\n1,x\n2,y\n3,z\n", "1.1.0", table.Minor, 1, 0, 0},
		{"a value corrected", "id,a\n1,x\n2,Y\n3,z\n", "1.1.1", table.Patch, 0, 0, 1},
		{"a row removed", "id,a\n2,Y\n3,z\n", "2.0.0", table.Major, 0, 1, 0},
		{"a column added", "id,a,b\n2,Y,1\n3,z,2\n", "3.0.0", table.Major, 0, 0, 0},
	} {
		v := load(t, e, s.csv, schema).Version
		if v.Number != s.number || v.Change != s.change || v.Added != s.added || v.Removed != s.removed || v.Changed != s.altered {
			t.Errorf("%s: got %s %s +%d -%d ~%d, want %+v", s.name, v.Number, v.Change, v.Added, v.Removed, v.Changed, s)
		}
		now = now.AddDate(0, 1, 0)
	}
	if r := load(t, e, "id,a,b\n2,Y,1\n3,z,2\n", schema); !r.Unchanged {
		t.Error("the same table again made a new version")
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if e, err = Open(context.Background(), dir, opt); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if got := all(t, e, table.Query{AsOf: "2025-02-15"}); len(got) != 3 || got[1][1] != "y" {
		t.Errorf("as of February: %v, want the second version", got)
	}
	var changes []table.RowChange
	counts, err := e.Diff(context.Background(), ref, "1.0.0", "1.1.1", func(r table.RowChange) error { changes = append(changes, r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	want := []table.RowChange{
		{Change: "changed", Key: map[string]any{"id": int64(2)}, Cells: []table.CellChange{{Column: "a", Old: "y", New: "Y"}}},
		{Change: "added", Key: map[string]any{"id": int64(3)}, Row: map[string]any{"id": int64(3), "a": "z"}},
	}
	if diff := cmp.Diff(want, changes); diff != "" || counts != (table.Counts{Added: 1, Changed: 1}) {
		t.Errorf("%+v\n%s", counts, diff)
	}
}

func TestABadFileIsRefusedWithItsPlace(t *testing.T) {
	for _, tc := range []struct{ name, csv, where, reason string }{
		{"not UTF-8", "a,b\n1,2\n\xff,3\n", "khu.csv:3", "not UTF-8"},
		{"duplicate headers", "a,A\n1,2\n", "khu.csv:1", "both named"},
		{"empty", "", "khu.csv", "empty"},
		{"nameless column", "a,\n1,2\n", "khu.csv:1", "no name"},
		{"our own name", "_row\n1\n", "khu.csv:1", "our own"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := testEngine(t).Load(context.Background(), ref, source(tc.csv, datasets.Schema{}))
			var f *catalog.Fault
			if !asFault(err, &f) || f.Where != tc.where || !strings.Contains(f.Error(), tc.reason) {
				t.Errorf("got %v, want %s: %s", err, tc.where, tc.reason)
			}
		})
	}
}

func asFault(err error, f **catalog.Fault) bool {
	return errors.As(err, f)
}

func TestRaggedRowsAreNamedAndTheRestGoesIn(t *testing.T) {
	e := testEngine(t)
	r := load(t, e, "\xef\xbb\xbfa,b\r\n1,2\r\n3\r\n4,5,6\r\n7,8\r\n", datasets.Schema{})
	if r.RejectedTotal != 2 || r.Version.Rows != 2 || len(r.Rejected) != 2 || r.Rejected[0].Line != 3 || r.Rejected[1].Line != 4 {
		t.Errorf("got %+v with %d rows, want lines 3 and 4 refused", r, r.Version.Rows)
	}
}

func TestStrangeColumnNamesAreNames(t *testing.T) {
	e := testEngine(t)
	load(t, e, "select,\"Diện tích FROM \"\"x\"\"\",order by\n1,2,3\n", datasets.Schema{})
	got := all(t, e, table.Query{Select: []table.Item{{Column: `Diện tích FROM "x"`}, {Column: "select", Func: "", As: "from"}}, Order: []table.Order{{By: "order by", Desc: true}}})
	if diff := cmp.Diff([][]any{{int64(2), int64(1)}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheEngineReachesNothingOutside(t *testing.T) {
	e := testEngine(t)
	for _, s := range []string{`SELECT * FROM read_text('/etc/passwd')`, `COPY (SELECT 1) TO '/tmp/honglinh-evil'`, `INSTALL httpfs`, `SET memory_limit='9GB'`, `ATTACH '/tmp/x.duckdb'`} {
		if _, err := e.db.Exec(s); err == nil {
			t.Errorf("%s was allowed", s)
		}
	}
}

func TestFoldOfTheEngineIsFoldOfTheCatalogue(t *testing.T) {
	e := testEngine(t)
	for _, s := range []string{"Cụm công nghiệp Cổng Khánh", "ĐƯỜNG ở Ước", "Ðiều", "  a  b ", "Hồng", "ỹ ằ ỗ", "KỸ thuật", "công ty", "ly", " ma \t so\n1 ", "my-ky (hy) ys", "a\u00a0b\u200bc", "MÝ", "ỳ", " x", "x ", "a  b", "A-1", "Ÿ", "a\u3000b", "a\u2003b", "\ufeffa"} {
		var quick string
		c := table.Column{Name: "s", Folding: lacks([]byte(s))}
		if err := e.db.QueryRow(`SELECT `+foldSQL(c)+` FROM (SELECT ? AS s)`, s).Scan(&quick); err != nil || quick != openSyllable(text.Fold(s)) {
			t.Errorf("fold(%q) with %b is %q, want %q (%v)", s, c.Folding, quick, openSyllable(text.Fold(s)), err)
		}
		var got string
		if err := e.db.QueryRow(`SELECT fold(?)`, s).Scan(&got); err != nil || got != openSyllable(text.Fold(s)) {
			t.Errorf("fold(%q) = %q, want %q (%v)", s, got, openSyllable(text.Fold(s)), err)
		}
	}
}

func TestALongQueryIsEnded(t *testing.T) {
	e, err := Open(context.Background(), t.TempDir(), Options{Timeout: time.Nanosecond})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	load(t, e, sample, datasets.Schema{})
	if _, err := e.Query(context.Background(), table.Query{Ref: ref}); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("got %v, want Busy", err)
	}
}

func sha(b []byte) [32]byte { return sha256.Sum256(b) }

func TestGroupsAreSortedOnlyByWhatTheyShow(t *testing.T) {
	e := testEngine(t)
	load(t, e, sample, datasets.Schema{})
	q := table.Query{Ref: ref, GroupBy: []table.Item{{Column: "ma"}}, Select: []table.Item{{Func: "count"}}, Order: []table.Order{{By: "ma"}}}
	_, err := e.Query(context.Background(), q)
	want := `invalid: order: the groups have no output column "ma" to sort by; add it to select`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	q.Select = append(q.Select, table.Item{Column: "ma"})
	if got := all(t, e, q); len(got) != 3 {
		t.Errorf("with it selected: %v", got)
	}
}

func parquetPath(t testing.TB, e *Engine, ref table.Ref, v *table.Version) string {
	t.Helper()
	file, err := e.local(t.Context(), ref, v.Number, "")
	if err != nil {
		t.Fatal(err)
	}
	return file
}
