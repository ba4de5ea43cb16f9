package duck

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// TestWhatIsTypedIsPrintedAgain holds the promise on which the quick way of a
// load rests: the checksum taken from the file is that of the download.
func TestWhatIsTypedIsPrintedAgain(t *testing.T) {
	odd := []string{"0", "-0", "+5", "00", "007", "1.0", "1.50", ".5", "1.", "-.5", "0.5", "-0.5", "0.0001", "0.00001", "0.000123", "1e5", "1E-7", "999999999999999", "9999999999999999", "123456789012.345", "1234567890.123456",
		"0.1234567890123456", "1,5", "1.234,5", "2024-02-29", "2024-02-30", "0001-01-01", "9999-12-31", "0000-01-01", "2024-1-1", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00+07:00", "true", "false", "True", "FALSE", "", "-", "null", "NaN", "inf",
		"-1", "-10", "-01", "100", "a", "ă,\"b\"", "x\ny", "x\r\ny", " 1", "1 ", "'", "\\", "\ttab", "$1"}
	r := rand.New(rand.NewPCG(7, 7))
	e := testEngine(t)
	for round := range 60 {
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		pick := odd
		if round%3 == 0 { // few kinds, so that columns become numbers and dates
			pick = nil
			for range 3 {
				pick = append(pick, odd[r.IntN(len(odd))])
			}
		}
		rows := [][]string{{"c1", "c2", "c3"}}
		for range 1 + r.IntN(8) {
			rows = append(rows, []string{pick[r.IntN(len(pick))], fmt.Sprintf("%d.%d", r.IntN(1000), r.IntN(1000)), pick[r.IntN(len(pick))]})
		}
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		rep, err := e.Load(context.Background(), ref, source(file.String(), datasets.Schema{}))
		if err != nil {
			t.Fatalf("%v in %q", err, rows)
		}
		var out bytes.Buffer
		if _, err := e.CSV(context.Background(), table.Query{Ref: ref}, &out, table.CSVOptions{}); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha(out.Bytes())); got != rep.Version.SHA256 {
			t.Fatalf("%q is downloaded as %q: the sums differ", rows, out.String())
		}
	}
}

func TestAWideTableAndALongCell(t *testing.T) {
	e := testEngine(t)
	names, cells := make([]string, table.MaxColumns), make([]string, table.MaxColumns)
	for i := range names {
		names[i], cells[i] = fmt.Sprintf("cột %d", i), fmt.Sprint(i)
	}
	v := load(t, e, strings.Join(names, ",")+"\n"+strings.Join(cells, ",")+"\n", datasets.Schema{}).Version
	if len(v.Columns) != table.MaxColumns {
		t.Fatalf("%d columns", len(v.Columns))
	}
	if got := all(t, e, table.Query{Select: []table.Item{{Column: "cột 1599"}, {Column: "cột 77", Func: "sum"}}[:1]}); got[0][0] != int64(1599) {
		t.Errorf("got %v", got)
	}
	_, err := e.Load(context.Background(), ref, source(strings.Join(names, ",")+",more\n", datasets.Schema{}))
	if catalog.KindOf(err) != catalog.TooLarge {
		t.Errorf("a column too many: %v", err)
	}
	long := strings.Repeat("đ", 3<<20)
	e = testEngine(t)
	load(t, e, "a,b\n1,"+long+"\n2,x\n", datasets.Schema{})
	if got := all(t, e, table.Query{}); len(got) != 2 || got[0][1] != long {
		t.Error("the long cell is not what it was")
	}
	rep := load(t, e, "a,b\n1,"+strings.Repeat("x", table.MaxLine+1)+"\n2,ok\n", datasets.Schema{})
	if rep.RejectedTotal != 1 || rep.Version.Rows != 1 || rep.Rejected[0].Line != 2 {
		t.Errorf("a row too long costs itself only: %+v", rep)
	}
}

func TestBrokenQuotesLoseOneRow(t *testing.T) {
	e := testEngine(t)
	r := load(t, e, "a,b\n1,\"x\"y\n2,ok\n3,\"open\n4,last\n", datasets.Schema{})
	if r.RejectedTotal != 2 || r.Version.Rows != 2 || r.Rejected[0].Line != 2 || r.Rejected[1].Line != 4 || r.Rejected[0].Detail.IsZero() {
		t.Errorf("got %+v, %d rows", r.Rejected, r.Version.Rows)
	}
}

func large(t testing.TB, opt Options, rows int) *Engine {
	t.Helper()
	e, err := Open(context.Background(), t.TempDir(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	if _, err := e.Load(context.Background(), ref, fileSource(synthetic(t, rows, 1))); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestAQueryThatOutgrowsMemorySpillsOrSaysBusy(t *testing.T) {
	e := large(t, Options{MemoryMB: 64}, 200_000)
	var every []table.Item
	for _, n := range e.Tables()[0].Current().Names() {
		every = append(every, table.Item{Column: n})
	}
	for name, q := range map[string]table.Query{
		"group by everything":      {GroupBy: every},
		"order by everything":      {Order: []table.Order{{By: "ghi_chu"}, {By: "ten"}, {By: "ma", Desc: true}}, Limit: 10, Offset: 150_000},
		"distinct":                 {Distinct: true, Limit: 10, Total: true},
		"an offset beyond the end": {Offset: table.MaxOffset},
		"medians of many groups":   {GroupBy: []table.Item{{Column: "ma"}}, Select: []table.Item{{Column: "ma"}, {Column: "gia_tri", Func: "median"}, {Column: "ten", Func: "distinct"}}, Limit: 10},
	} {
		q.Ref = ref
		r, err := e.Query(context.Background(), q)
		if err == nil {
			_, err = r.All(context.Background())
		}
		if err != nil && catalog.KindOf(err) != catalog.Busy {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := all(t, e, table.Query{Select: []table.Item{{Func: "count"}}}); got[0][0] != int64(200_000) {
		t.Errorf("afterwards: %v", got)
	}
}

func TestAReaderThatLeavesFreesItsQuery(t *testing.T) {
	e := large(t, Options{}, 300_000)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	start := time.Now()
	q := table.Query{Ref: ref, Text: strings.Repeat("9 8 7 6 5 4 3 2 1 0 ", 3), Order: []table.Order{{By: "ghi_chu"}}}
	_, err := e.Query(ctx, q)
	if took := time.Since(start); err != nil && !errors.Is(err, context.Canceled) || took > 60*time.Second {
		t.Errorf("ended after %v with %v", took, err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	n, err := e.CSV(ctx, table.Query{Ref: ref}, writerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil }), table.CSVOptions{})
	if err == nil || n >= 300_000 {
		t.Errorf("a gone reader got %d rows and %v", n, err)
	}
	n, err = e.JSONLines(context.Background(), table.Query{Ref: ref}, writerFunc(func([]byte) (int, error) { return 0, io.ErrClosedPipe }))
	if !errors.Is(err, io.ErrClosedPipe) || n >= 300_000 {
		t.Errorf("a closed pipe got %d rows and %v", n, err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestFiftyClientsWhileTheTableChanges(t *testing.T) {
	e := large(t, Options{}, 20_000)
	first := e.Tables()[0].Current().Number
	questions := []table.Query{
		{Limit: 100, Total: true}, {Where: &table.Expr{Op: table.Gt, Column: "nam", Values: []any{2010}}, Limit: 50}, {Text: "cum cong nghiep 99", Limit: 20},
		{GroupBy: []table.Item{{Column: "phuong"}}, Select: []table.Item{{Column: "phuong"}, {Func: "count"}, {Column: "gia_tri", Func: "sum"}}},
		{Order: []table.Order{{By: "gia_tri", Desc: true}}, Limit: 100}, {Version: first, Limit: 10, Offset: 19_000},
	}
	var wg sync.WaitGroup
	faults := make(chan error, 200)
	for c := range 50 {
		wg.Go(func() {
			for i := range 6 {
				q := questions[(c+i)%len(questions)]
				q.Ref = ref
				var err error
				if i == 5 {
					_, err = e.CSV(context.Background(), q, io.Discard, table.CSVOptions{})
				} else {
					var r *table.Result
					if r, err = e.Query(context.Background(), q); err == nil {
						_, err = r.All(context.Background())
					}
				}
				if err != nil {
					faults <- fmt.Errorf("client %d, question %d: %w", c, i, err)
				}
			}
		})
	}
	for seed := range 4 {
		if _, err := e.Load(context.Background(), ref, fileSource(synthetic(t, 20_000, uint64(2+seed)))); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	close(faults)
	for err := range faults {
		t.Error(err)
	}
	if n := len(e.Tables()[0].Versions); n != 5 {
		t.Errorf("%d versions", n)
	}
}

func BenchmarkFiftyClients(b *testing.B) {
	e := large(b, Options{}, 100_000)
	var mu sync.Mutex
	var took []time.Duration
	for b.Loop() {
		var wg sync.WaitGroup
		for c := range 50 {
			wg.Go(func() {
				q := table.Query{Ref: ref, Limit: 100, Total: true, Where: &table.Expr{Op: table.Eq, Column: "phuong", Values: []any{18115 + 3*(c%69)}}}
				if c%5 == 0 {
					q = table.Query{Ref: ref, GroupBy: []table.Item{{Column: "phuong"}}, Where: q.Where}
				}
				start := time.Now()
				r, err := e.Query(context.Background(), q)
				if err == nil {
					_, err = r.All(context.Background())
				}
				if err != nil {
					b.Error(err)
				}
				mu.Lock()
				took = append(took, time.Since(start))
				mu.Unlock()
			})
		}
		wg.Wait()
	}
	b.ReportMetric(float64(quantile(took, .99).Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(quantile(took, .5).Microseconds())/1000, "p50-ms")
}

func quantile(d []time.Duration, q float64) time.Duration {
	s := append([]time.Duration(nil), d...)
	for i := range s { // a handful of hundred values
		for j := i; j > 0 && s[j] < s[j-1]; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
	return s[int(float64(len(s)-1)*q)]
}
