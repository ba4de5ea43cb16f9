package duck

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// TestTheEngineReadsNumbersAsEveryReaderDoes holds the engine's reading of generated
// cells, right ones and nearly right ones, against that of the readers of rows.
func TestTheEngineReadsNumbersAsEveryReaderDoes(t *testing.T) {
	bare := false
	var fields []datasets.Field
	for _, typ := range []string{"number", "integer"} {
		for _, marks := range [][2]string{{"", "."}, {",", "."}, {"", ","}, {",", ""}, {",", " "}, {"", "'"}} {
			fields = append(fields, datasets.Field{Name: "x", Type: typ, DecimalChar: marks[0], GroupChar: marks[1]},
				datasets.Field{Name: "x", Type: typ, DecimalChar: marks[0], GroupChar: marks[1], BareNumber: &bare})
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i, f := range fields {
		cells := generated(random, 400)
		e := testEngine(t)
		load(t, e, "x\n\""+strings.Join(cells, "\"\n\"")+"\"\n", datasets.Schema{Fields: []datasets.Field{f}})
		right := 0
		for n, row := range all(t, e, table.Query{Limit: len(cells)}) {
			var want any
			if plain, ok := f.PlainNumber(cells[n]); ok && f.Type == "integer" {
				want, _ = strconv.ParseInt(plain, 10, 64)
			} else if ok {
				want, _ = strconv.ParseFloat(plain, 64)
			}
			if want != nil {
				right++
			}
			if row[0] != want {
				t.Errorf("%d %+v: the engine reads %q as %v, the readers as %v", i, f, cells[n], row[0], want)
			}
		}
		if right == 0 || right == len(cells) {
			t.Errorf("%+v: %d of %d cells are numbers, so nothing was tried", f, right, len(cells))
		}
	}
}

// generated makes cells of digits, marks and units.
func generated(r *rand.Rand, n int) []string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	cells := make([]string, n)
	for i := range cells {
		group, decimal := pick(".", ",", " ", "'", ""), pick(".", ",")
		b := pick("", "", "", "-", "+", "€ ") + strconv.Itoa(r.IntN(1200))
		for range r.IntN(3) {
			b += group + fmt.Sprintf(pick("%03d", "%03d", "%03d", "%d"), r.IntN(1000))
		}
		if r.IntN(2) == 0 {
			b += decimal + strconv.Itoa(r.IntN(10000))
		}
		cells[i] = b + pick("", "", "", "%", " ha", "e3", ".", " tỷ đồng", "\u00a0")
	}
	return cells
}
