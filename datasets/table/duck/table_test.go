package duck

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

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

func asFault(err error, f **catalog.Fault) bool {
	return errors.As(err, f)
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

func parquetPath(t testing.TB, e *Engine, ref table.Ref, v *table.Version) string {
	t.Helper()
	file, err := e.local(t.Context(), ref, v.Number, "")
	if err != nil {
		t.Fatal(err)
	}
	return file
}
