package duck

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// benchRows is the size of the synthetic table: 1,000,000 rows of 12 columns.
const benchRows = 1_000_000

// synthetic writes a table of codes, names, numbers and dates to a file and
// returns its name; one row in a hundred differs between two seeds.
func synthetic(t testing.TB, rows int, seed uint64) string {
	t.Helper()
	names := []string{"Cụm công nghiệp Nam Hồng", "Đường tránh Quốc lộ 1", "Chùa Thiên Tượng", "Trường tiểu học", "Trạm y tế"}
	var b bytes.Buffer
	b.WriteString("id,ma,ten,phuong,nam,ngay,gia_tri,dien_tich,don_vi,nguon,tin_cay,ghi_chu\n")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		n := r.IntN(1_000_000)
		note := "ghi chú " + fmt.Sprint(n%977)
		if i%100 == 0 {
			note += fmt.Sprint(" lần ", seed)
		}
		fmt.Fprintf(&b, "%d,%06d,%s %d,%d,%d,2%03d-%02d-%02d,%d.%02d,%d,ha,nguồn %d,high,%s\n", i, n, names[n%5], n%1000, 18115+3*(n%69), 1990+n%36, n%26, 1+n%12, 1+n%28, n%100000, n%100, n%977, n%40, note)
	}
	file := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func fileSource(file string) table.Source {
	return table.Source{Open: func() (io.ReadCloser, error) { return os.Open(file) }, File: "t.csv", Schema: datasets.Schema{PrimaryKey: []string{"id"}}}
}

func BenchmarkLoad(b *testing.B) {
	file := synthetic(b, benchRows, 1)
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	before := cpuTime(b)
	for b.Loop() {
		e := testEngine(b)
		if _, err := e.Load(context.Background(), ref, fileSource(file)); err != nil {
			b.Fatal(err)
		}
	}
	// What a machine shared with others does not change.
	b.ReportMetric((cpuTime(b)-before).Seconds()/float64(b.N), "cpu-s/op")
}

// cpuTime is the processor time this process has used.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkGroupByOf10000000Rows groups ten million rows, made inside the engine.
func BenchmarkGroupByOf10000000Rows(b *testing.B) {
	const rows = 10_000_000
	ctx, e := context.Background(), testEngine(b)
	if _, err := e.Load(ctx, ref, source("phuong,gia_tri,dien_tich,ma,ten,nam\n1,1.5,2,a,b,1990\n2,2.5,3,01,c,1991\n", datasets.Schema{})); err != nil {
		b.Fatal(err)
	}
	v := *e.Tables()[0].Current()
	l, err := e.loader(ctx, len(v.Columns))
	if err != nil {
		b.Fatal(err)
	}
	defer l.discard()
	if _, err := l.conn.ExecContext(ctx, fmt.Sprintf(`CREATE TABLE t AS SELECT i + 1 AS %s, 18115 + 3 * (hash(i) %% 69)::BIGINT AS phuong, (hash(i + 1) %% 10000000) / 100.0::DOUBLE AS gia_tri,
		(hash(i + 2) %% 977)::BIGINT AS dien_tich, (i %% 1000000)::VARCHAR AS ma, 'Cụm công nghiệp ' || (i %% 1000) AS ten, 1990 + (i %% 36) AS nam FROM range(%d) r(i)`, quote(rowColumn), rows)); err != nil {
		b.Fatal(err)
	}
	v.Number, v.Rows, v.SHA256 = "2.0.0", rows, strings.Repeat("0", 64)
	if err := l.publish(e.native(ref, &v)); err != nil {
		b.Fatal(err)
	}
	if err := e.adopt(ctx, ref, e.Tables()[0], &v); err != nil {
		b.Fatal(err)
	}
	before := cpuTime(b)
	for b.Loop() {
		if got := all(b, e, table.Query{GroupBy: []table.Item{{Column: "phuong"}}, Select: []table.Item{{Column: "phuong"}, {Func: "count"}, {Column: "gia_tri", Func: "sum"}, {Column: "dien_tich", Func: "avg"}}, Limit: 100}); len(got) != 69 {
			b.Fatal(len(got))
		}
	}
	b.ReportMetric((cpuTime(b)-before).Seconds()/float64(b.N), "cpu-s/op")
}

func BenchmarkTable(b *testing.B) {
	e := testEngine(b)
	if _, err := e.Load(context.Background(), ref, fileSource(synthetic(b, benchRows, 1))); err != nil {
		b.Fatal(err)
	}
	if _, err := e.Load(context.Background(), ref, fileSource(synthetic(b, benchRows, 2))); err != nil {
		b.Fatal(err)
	}
	ask := func(q table.Query) func(*testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				all(b, e, q)
			}
		}
	}
	where := &table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Gt, Column: "nam", Values: []any{2010}}, {Op: table.Eq, Column: "phuong", Values: []any{18118}}}}
	b.Run("filtered first page with exact total", ask(table.Query{Where: where, Limit: 100, Total: true}))
	b.Run("folded contains with exact total", ask(table.Query{Where: &table.Expr{Op: table.Contains, Column: "ten", Values: []any{"thien tuong 12"}}, Limit: 100, Total: true}))
	b.Run("words in the row with exact total", ask(table.Query{Text: "cum cong nghiep 999", Limit: 100, Total: true}))
	b.Run("sorted first page", ask(table.Query{Order: []table.Order{{By: "gia_tri", Desc: true}}, Limit: 100}))
	b.Run("group by over all rows", ask(table.Query{GroupBy: []table.Item{{Column: "phuong"}}, Select: []table.Item{{Column: "phuong"}, {Func: "count"}, {Column: "gia_tri", Func: "sum"}, {Column: "dien_tich", Func: "avg"}}}))
	b.Run("cursor page 10000", func(b *testing.B) {
		c := table.Cursor{Version: e.Tables()[0].Current().Number, Hash: table.Fingerprint(table.Query{Ref: ref}), Values: []any{999_900}}
		ask(table.Query{Cursor: c.Encode(), Limit: 100})(b)
	})
	stream := func(f func(io.Writer) (int, error)) func(*testing.B) {
		return func(b *testing.B) {
			var n counting
			for b.Loop() {
				n = 0
				if rows, err := f(&n); err != nil || rows != benchRows {
					b.Fatal(rows, err)
				}
			}
			b.SetBytes(int64(n))
		}
	}
	ctx := context.Background()
	b.Run("CSV", stream(func(w io.Writer) (int, error) { return e.CSV(ctx, table.Query{Ref: ref}, w, table.CSVOptions{}) }))
	b.Run("JSON lines", stream(func(w io.Writer) (int, error) { return e.JSONLines(ctx, table.Query{Ref: ref}, w) }))
	b.Run("Parquet", stream(func(w io.Writer) (int, error) { return e.Parquet(ctx, table.Query{Ref: ref}, w) }))
	b.Run("Parquet by DuckDB alone", func(b *testing.B) {
		db, err := sql.Open("duckdb", "")
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		out := filepath.Join(b.TempDir(), "x.parquet")
		if err := e.seal(ctx, ref, e.Tables()[0].Current()); err != nil {
			b.Fatal(err)
		}
		if _, err := db.Exec(`CREATE TABLE t AS SELECT * FROM read_parquet(` + literal(parquetPath(b, e, ref, e.Tables()[0].Current())) + `)`); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := db.Exec(`COPY t TO ` + literal(out) + ` (FORMAT parquet, COMPRESSION zstd)`); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("diff of 1 percent changed", func(b *testing.B) {
		vs := e.Tables()[0].Versions
		for b.Loop() {
			n := 0
			if _, err := e.Diff(ctx, ref, vs[0].Number, vs[1].Number, func(table.RowChange) error { n++; return nil }); err != nil || n != benchRows/100 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("profile of a column", func(b *testing.B) {
		for b.Loop() {
			if _, err := e.Profile(ctx, ref, "", "gia_tri"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

type counting int

func (c *counting) Write(p []byte) (int, error) { *c += counting(len(p)); return len(p), nil }
