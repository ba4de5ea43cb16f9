package table

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
)

var ref = Ref{"khu", "cong-nghiep"}

const sample = `ma,ten,dien_tich,von,ngay,mo
001,Cụm công nghiệp Nam Hồng,19.50,"1.234,5",2015-12-16,true
002,"Cụm, ""Cổng Khánh""",50,"276,0",2023-01-02,false
003,Đường tránh,,,2024-02-29,
`

func source(csv string, schema datasets.Schema) Source {
	return Source{Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(csv)), nil }, Schema: schema, File: "khu.csv"}
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

func load(t testing.TB, e *Engine, csv string, schema datasets.Schema) *Report {
	t.Helper()
	r, err := e.Load(context.Background(), ref, source(csv, schema))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func all(t testing.TB, e *Engine, q Query) [][]any {
	t.Helper()
	q.Ref = ref
	r, err := e.Query(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.All()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestEveryRowDecidesTheTypeAndNothingIsLost(t *testing.T) {
	e := testEngine(t)
	v := load(t, e, sample, datasets.Schema{}).Version
	types := map[string]Type{}
	for _, c := range v.Columns {
		types[c.Name] = c.Type
	}
	want := map[string]Type{"ma": Text, "ten": Text, "dien_tich": Number, "von": Number, "ngay": Date, "mo": Boolean}
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
	rows := all(t, e, Query{})
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
	names := func(w *Expr) Query { return Query{Select: []Item{{Column: "ma"}}, Where: w} }
	for _, tc := range []struct {
		name string
		q    Query
		want [][]any
	}{
		{"contains without marks", names(&Expr{Op: Contains, Column: "ten", Values: []any{"cong khanh"}}), [][]any{{"002"}}},
		{"đ is d", names(&Expr{Op: Prefix, Column: "ten", Values: []any{"duong"}}), [][]any{{"003"}}},
		{"greater", names(&Expr{Op: Gt, Column: "dien_tich", Values: []any{"20"}}), [][]any{{"002"}}},
		{"missing", names(&Expr{Op: Null, Column: "von"}), [][]any{{"003"}}},
		{"in or not", names(&Expr{Op: Or, Args: []Expr{{Op: In, Column: "ma", Values: []any{"001"}}, {Op: Not, Args: []Expr{{Op: NotNull, Column: "von"}}}}}), [][]any{{"001"}, {"003"}}},
		{"between dates", names(&Expr{Op: Between, Column: "ngay", Values: []any{"2023", "2023-12-31"}}), [][]any{{"002"}}},
		{"words anywhere in the row", Query{Select: []Item{{Column: "ma"}}, Text: "nam 2015 cum"}, [][]any{{"001"}}},
		{"a value is data", names(&Expr{Op: Eq, Column: "ten", Values: []any{`' OR 1=1 --`}}), nil},
		{"one of a list in the cell", names(&Expr{Op: AnyOf, Column: "ten", Values: []any{"x", "Đường tránh"}}), [][]any{{"003"}}},
		{"a pattern", names(&Expr{Op: Like, Column: "ten", Values: []any{"Cụm%"}}), [][]any{{"001"}, {"002"}}},
		{"order with missing last", Query{Select: []Item{{Column: "ma"}}, Order: []Order{{By: "dien_tich", Desc: true}}}, [][]any{{"002"}, {"001"}, {"003"}}},
		{"group by year", Query{GroupBy: []Item{{Column: "ngay", Func: "year"}}, Select: []Item{{Column: "ngay", Func: "year", As: "nam"}, {Func: "count"}, {Column: "von", Func: "sum"}}},
			[][]any{{"2015", int64(1), 1234.5}, {"2023", int64(1), 276.0}, {"2024", int64(1), nil}}},
		{"having", Query{GroupBy: []Item{{Column: "mo"}}, Select: []Item{{Column: "mo"}, {Func: "count", As: "n"}}, Having: &Expr{Op: And, Args: []Expr{{Op: Ge, Column: "n", Values: []any{1}}, {Op: NotNull, Column: "mo"}}}},
			[][]any{{false, int64(1)}, {true, int64(1)}}},
		{"statistics", Query{Select: []Item{{Column: "dien_tich", Func: "median"}, {Column: "dien_tich", Func: "quantile", Arg: 1}, {Column: "ten", Func: "distinct"}, {Column: "ma", Func: "max"}}},
			[][]any{{34.75, 50.0, int64(3), "003"}}},
		{"range", Query{GroupBy: []Item{{Column: "dien_tich", Func: "range", Arg: 10}}}, [][]any{{10.0, int64(1)}, {50.0, int64(1)}, {nil, int64(1)}}},
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
	deep := Expr{Op: Null, Column: "ma"}
	for range MaxDepth + 1 {
		deep = Expr{Op: Not, Args: []Expr{deep}}
	}
	for _, tc := range []struct {
		name, part string
		kind       catalog.FaultKind
		q          Query
	}{
		{"unknown column names the nearest", `"dien_tich"`, catalog.Invalid, Query{Select: []Item{{Column: "dientich"}}}},
		{"wrong type of value", "a number such as", catalog.Invalid, Query{Where: &Expr{Op: Gt, Column: "von", Values: []any{"nhiều"}}}},
		{"sum of text", "wants a number", catalog.Invalid, Query{Select: []Item{{Column: "ten", Func: "sum"}}}},
		{"unknown function", `"median"`, catalog.Invalid, Query{Select: []Item{{Column: "von", Func: "mediann"}}}},
		{"unknown operator", "no operator", catalog.Invalid, Query{Where: &Expr{Op: "; drop", Column: "von"}}},
		{"too deep", "deeper than", catalog.TooLarge, Query{Where: &deep}},
		{"identifier with SQL in it", "no column", catalog.Invalid, Query{Select: []Item{{Column: `ma" FROM x; --`}}}},
		{"sort by nothing", "cannot sort", catalog.Invalid, Query{Order: []Order{{By: "1; DROP"}}}},
		{"ungrouped column", "group_by", catalog.Invalid, Query{GroupBy: []Item{{Column: "ma"}}, Select: []Item{{Column: "ten"}}}},
		{"foreign cursor", "does not belong", catalog.Invalid, Query{Cursor: "abc"}},
		{"unknown version", "no version", catalog.NotFound, Query{Version: "9.9.9"}},
		{"before the first version", "did not exist", catalog.NotFound, Query{AsOf: "1999"}},
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
	for _, order := range [][]Order{nil, {{By: "x"}}, {{By: "x", Desc: true}}, {{By: "g"}, {By: "x", Desc: true}}} {
		whole := all(t, e, Query{Order: order, Limit: Unlimited})
		var pages [][]any
		cursor := ""
		for {
			r, err := e.Query(context.Background(), Query{Ref: ref, Order: order, Limit: 37, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := r.All()
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
		change                  Change
		added, removed, altered int
	}
	for _, s := range []step{
		{"first", "id,a\n1,x\n2,y\n", "1.0.0", First, 2, 0, 0},
		{"rows added", "id,a\n1,x\n2,y\n3,z\n", "1.1.0", Minor, 1, 0, 0},
		{"a value corrected", "id,a\n1,x\n2,Y\n3,z\n", "1.1.1", Patch, 0, 0, 1},
		{"a row removed", "id,a\n2,Y\n3,z\n", "2.0.0", Major, 0, 1, 0},
		{"a column added", "id,a,b\n2,Y,1\n3,z,2\n", "3.0.0", Major, 0, 0, 0},
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
	if got := all(t, e, Query{AsOf: "2025-02-15"}); len(got) != 3 || got[1][1] != "y" {
		t.Errorf("as of February: %v, want the second version", got)
	}
	var changes []RowChange
	counts, err := e.Diff(context.Background(), ref, "1.0.0", "1.1.1", func(r RowChange) error { changes = append(changes, r); return nil })
	if err != nil {
		t.Fatal(err)
	}
	want := []RowChange{
		{Change: "changed", Key: map[string]any{"id": int64(2)}, Cells: []CellChange{{"a", "y", "Y"}}},
		{Change: "added", Key: map[string]any{"id": int64(3)}, Row: map[string]any{"id": int64(3), "a": "z"}},
	}
	if diff := cmp.Diff(want, changes); diff != "" || counts != (Counts{Added: 1, Changed: 1}) {
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
	got := all(t, e, Query{Select: []Item{{Column: `Diện tích FROM "x"`}, {Column: "select", Func: "", As: "from"}}, Order: []Order{{By: "order by", Desc: true}}})
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
		c := Column{Name: "s", Folding: lacks([]byte(s))}
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
	if _, err := e.Query(context.Background(), Query{Ref: ref}); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("got %v, want Busy", err)
	}
}

func sha(b []byte) [32]byte { return sha256.Sum256(b) }

func TestGroupsAreSortedOnlyByWhatTheyShow(t *testing.T) {
	e := testEngine(t)
	load(t, e, sample, datasets.Schema{})
	q := Query{Ref: ref, GroupBy: []Item{{Column: "ma"}}, Select: []Item{{Func: "count"}}, Order: []Order{{By: "ma"}}}
	_, err := e.Query(context.Background(), q)
	want := `invalid: order: the groups have no output column "ma" to sort by; add it to select`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	q.Select = append(q.Select, Item{Column: "ma"})
	if got := all(t, e, q); len(got) != 3 {
		t.Errorf("with it selected: %v", got)
	}
}
