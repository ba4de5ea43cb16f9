package corners

import (
	"strings"

	"github.com/paulmach/orb"
)

// class is what the size of a number says of it.
type class int

const (
	other class = iota
	northing
	easting
	latitude
	longitude
)

// classify knows the ranges of Viet Nam with its islands and a zone's width around them; they do not overlap.
func classify(v float64) class {
	switch v = Easting(v); {
	case v > 900_000 && v < 2_700_000:
		return northing
	case v > 100_000 && v <= 900_000:
		return easting
	case v >= 7 && v <= 24:
		return latitude
	case v >= 101 && v <= 118:
		return longitude
	}
	return other
}

// pair is two columns that belong together, and the one to the left that names the corner.
type pair struct {
	north, east, name int
}

// understand finds the columns by what most rows hold there; nil when there are no pairs.
func understand(rows []row, thousands bool) *Table {
	kinds := columns(rows, thousands)
	pairs, geographic := match(kinds)
	if len(pairs) == 0 {
		return nil
	}
	t := &Table{Report: Report{Thousands: thousands, Geographic: geographic, NorthFirst: pairs[0].north < pairs[0].east, Blocks: len(pairs), Decimal: "none"}}
	used := make([]bool, len(rows))
	var at []int // the row of each corner
	for _, p := range pairs {
		for i, r := range rows {
			if t.take(r, p, thousands) {
				used[i] = true
				at = append(at, i)
			}
		}
	}
	for i, r := range rows {
		if !used[i] {
			t.Report.Skipped = append(t.Report.Skipped, skipped(r, pairs, thousands))
		}
	}
	if len(pairs) > 1 { // plots that share rows cannot be told apart
		t.open()
		t.Plots = []Plot{{To: len(t.Points)}}
	} else {
		t.part(rows, used, at)
	}
	return t
}

// skipped says which cell of a row is no coordinate, where its other is one.
func skipped(r row, pairs []pair, thousands bool) Skip {
	out := Skip{Line: r.line, Text: r.text}
	good := func(i int, want ...class) bool {
		v, ok := number(r.cells[i], thousands)
		return ok && (classify(v) == want[0] || classify(v) == want[1])
	}
	for _, p := range pairs {
		if max(p.north, p.east) >= len(r.cells) {
			continue
		}
		n, e := good(p.north, northing, latitude), good(p.east, easting, longitude)
		if n == e {
			continue
		}
		if out.Column = p.north + 1; n {
			out.Column = p.east + 1
		}
		if p.name >= 0 {
			out.Name = nameOf(r.cells[p.name])
		}
		return out
	}
	return out
}

// nameOf is a corner's name without the sign that ends it.
func nameOf(cell string) string { return strings.TrimRight(cell, ":.) ") }

func (t *Table) take(r row, p pair, thousands bool) bool {
	if max(p.north, p.east) >= len(r.cells) {
		return false
	}
	n, ok1 := number(r.cells[p.north], thousands)
	e, ok2 := number(r.cells[p.east], thousands)
	cn, ce := classify(n), classify(e)
	if !ok1 || !ok2 || !(cn == northing && ce == easting || cn == latitude && ce == longitude) {
		return false
	}
	name := ""
	if p.name >= 0 {
		name = nameOf(r.cells[p.name])
	}
	t.zoned(e)
	t.Points, t.Names = append(t.Points, orb.Point{Easting(e), n}), append(t.Names, name)
	for _, c := range []string{r.cells[p.north], r.cells[p.east]} {
		dot, comma := strings.LastIndexByte(c, '.'), strings.LastIndexByte(c, ',')
		switch {
		case thousands, strings.Count(c, ".") > 1 && comma < 0, strings.Count(c, ",") > 1 && dot < 0:
		case comma > dot:
			t.Report.Decimal = "comma"
		case dot > comma:
			t.Report.Decimal = "point"
		}
	}
	return true
}

// zoned notes the zone before an easting; one that is not that of all others is none.
func (t *Table) zoned(easting float64) {
	zone := 0
	if Easting(easting) != easting {
		zone = int(easting / 1e6)
	}
	if len(t.Points) == 0 || zone == t.Report.Zone {
		t.Report.Zone = zone
		return
	}
	t.Report.Zone = 0
}

// open drops a last corner that repeats the first.
func (t *Table) open() {
	if n := len(t.Points); n > 1 && t.Points[0] == t.Points[n-1] {
		t.Points, t.Names, t.Report.Closed = t.Points[:n-1], t.Names[:n-1], true
	}
}

// columns votes on the class of every column; the class with the most rows wins, and must be more than one row in ten.
func columns(rows []row, thousands bool) []class {
	var votes [][longitude + 1]int
	for _, r := range rows {
		for len(votes) < len(r.cells) {
			votes = append(votes, [longitude + 1]int{})
		}
		for i, c := range r.cells {
			if v, ok := number(c, thousands); ok {
				votes[i][classify(v)]++
			}
		}
	}
	out := make([]class, len(votes))
	for i, v := range votes {
		for c := northing; c <= longitude; c++ {
			if v[c] > v[out[i]] && v[c]*10 > len(rows) {
				out[i] = c
			}
		}
	}
	return out
}

// match pairs neighbouring columns, metres before degrees (a column of corner numbers looks like latitudes).
func match(kinds []class) (pairs []pair, geographic bool) {
	for _, want := range [][2]class{{northing, easting}, {latitude, longitude}} {
		last := -1
		for i := 1; i < len(kinds); i++ {
			a, b := kinds[i-1], kinds[i]
			if i-1 <= last || !(a == want[0] && b == want[1] || a == want[1] && b == want[0]) {
				continue
			}
			p := pair{north: i - 1, east: i, name: -1}
			if a == want[1] {
				p.north, p.east = i, i-1
			}
			if i-2 > last {
				p.name = i - 2
			}
			pairs, last = append(pairs, p), i
		}
		if len(pairs) > 0 {
			return pairs, want[0] == latitude
		}
	}
	return nil, false
}
