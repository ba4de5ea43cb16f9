package duck

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// unindexed answers as if there were no index of words.
func unindexed(e *Engine, v *table.Version, ask func()) {
	c, native := e.wordIndexes, e.native(ref, v)
	c.mu.Lock()
	held := c.held[native]
	delete(c.held, native)
	c.making[native] = true
	c.mu.Unlock()
	ask()
	c.mu.Lock()
	delete(c.making, native)
	if held != nil {
		c.held[native] = held
	}
	c.mu.Unlock()
}

// answered is what a query gives, page after page.
func answered(t *testing.T, e *Engine, q table.Query) (out [][]any, total int) {
	t.Helper()
	for q.Ref, q.Total = ref, true; ; q.Offset = 0 {
		res, err := e.Query(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := res.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		out, total = append(out, rows...), res.Total
		if q.Cursor = res.Cursor(); q.Cursor == "" {
			return out, total
		}
	}
}

func TestAnIndexOfWordsAnswersAsReadingEveryRow(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("ma,ten,so,ngay,ghi_chu\n")
	odd := []string{"Kỳ Anh", "kì anh", "  Hồng   Lĩnh ", "ĐƯỜNG Quốc lộ 1A", "a\u00a0b", "Ky\u0300 Anh", "", "mã-07/2021", "\u200bẩn", "\"hai\ndòng\"", "y tế", "Ｆｕｌｌ", "12,5 ha"}
	for i := range 2 * few {
		fmt.Fprintf(&b, "m%05d,\"%s\",%d.%d,20%02d-%02d-11,\"%s\"\n", i, strings.ReplaceAll(odd[i%len(odd)], `"`, ""), i%57, i%5, 10+i%15, 1+i%12, fmt.Sprint("lô ", i%211))
	}
	e := testEngine(t)
	v := load(t, e, b.String(), datasets.Schema{}).Version
	year := &table.Expr{Op: table.Ge, Column: "ngay", Values: []any{"2020-01-01"}}
	not := &table.Expr{Op: table.Not, Args: []table.Expr{{Op: table.Match, Values: []any{"anh"}}}}
	for _, words := range []string{"ky", "KỲ anh", "duong 1a", "a b", "07/2021", "hai dong", "y", "full", "12,5", "m0001", "2015", "3.2 ky", "khong co", "a\u200bn", "%", strings.Repeat("o ", 40)} {
		for name, q := range map[string]table.Query{
			"from the 5th":  {Limit: 1500, Offset: 5},
			"beside others": {Limit: 2000, Where: &table.Expr{Op: table.And, Args: []table.Expr{*year, *not}}},
			"the other way": {Limit: 3000, Order: []table.Order{{By: "ten", Desc: true}}},
			"grouped":       {Limit: 100, GroupBy: []table.Item{{Column: "ten"}}},
		} {
			q.Text = words
			got, n := answered(t, e, q)
			unindexed(e, v, func() {
				if want, m := answered(t, e, q); n != m || !cmp.Equal(got, want) {
					t.Errorf("%q, %s: %d, read %d; %s", words, name, n, m, cmp.Diff(want, got))
				}
			})
		}
	}
	if x := e.words(ref, v); x == nil || x.Texts.Postings == nil {
		t.Error("there was no index")
	}
}

func TestAnIndexOfWordsIsMadeAgainWhereItIsDamagedAndGoesWithItsVersion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open := func() *Engine {
		e, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := open()
	v := load(t, e, "ma,ten\n1,Chùa Thiên Tượng\n2,Bến xe\n", datasets.Schema{}).Version
	file := wordsFile(e.native(ref, v))
	asked := func(e *Engine) {
		t.Helper()
		if got := all(t, e, table.Query{Text: "thien tuong", Limit: 10}); len(got) != 1 {
			t.Fatalf("got %v", got)
		}
	}
	asked(e)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"half written": whole[:len(whole)/2], "empty": {}, "another byte": append([]byte{whole[0] ^ 1}, whole[1:]...)} {
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
		e = open()
		asked(e)
		if got, err := os.ReadFile(file); err != nil || !cmp.Equal(got, whole) {
			t.Errorf("%s: it was not made again: %v", name, err)
		}
	}
	defer func() { e.Close() }()
	for _, name := range []string{"Bến xe mới", "Bến xe cũ"} { // a version stays for questions that began before the next
		load(t, e, "ma,ten\n1,Chùa Thiên Tượng\n2,"+name+"\n", datasets.Schema{})
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the index outlived its version: %v", err)
	}
	asked(e)
}

// BenchmarkWords looks for words in a table of 1,000,000 rows, with the exact total, once
// its index is made; and for rows without words.
func BenchmarkWords(b *testing.B) {
	e := testEngine(b)
	if _, err := e.Load(context.Background(), ref, fileSource(synthetic(b, benchRows, 1))); err != nil {
		b.Fatal(err)
	}
	v := e.Tables()[0].Current()
	begun, cpu := time.Now(), cpuTime(b)
	for e.words(ref, v) == nil && time.Since(begun) < 5*time.Minute {
		if x := e.wordIndexes.held[e.native(ref, v)]; x != nil && x.Over {
			b.Fatal("the index is too large")
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.Logf("made in %s, %s of processor", time.Since(begun).Round(time.Millisecond), (cpuTime(b) - cpu).Round(time.Millisecond))
	words, err := os.Stat(wordsFile(e.native(ref, v)))
	if err != nil {
		b.Fatal(err)
	}
	whole, err := e.textSize(b.Context(), quote(e.open[e.native(ref, v)])+".t", v)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%.1f MB, %.0f %% of the table's %.1f MB; left out: %v", float64(words.Size())/1e6, 100*float64(words.Size())/float64(whole), float64(whole)/1e6, e.words(ref, v).Left)
	year := &table.Expr{Op: table.Gt, Column: "nam", Values: []any{2010}}
	for _, q := range []table.Query{{}, {Text: "thien tuong"}, {Text: "cụm công nghiệp 999"}, {Text: "duong tranh quoc lo 1"}, {Text: "nam hong", Where: year}, {Text: "khong co gi"}} {
		q.Limit, q.Total = 100, true
		name := "rows"
		if q.Text != "" {
			name = q.Text
		}
		if q.Where != nil {
			name += " since 2011"
		}
		b.Run(name, func(b *testing.B) {
			before := cpuTime(b)
			for b.Loop() {
				all(b, e, q)
			}
			b.ReportMetric(ms(cpuTime(b)-before)/float64(b.N), "cpu-ms/op")
		})
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
