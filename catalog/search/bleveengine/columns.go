package bleveengine

import (
	"encoding/json"
	"math"
	"slices"
	"sync"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// row is what a stored document keeps beside its postings. It is written as JSON, so
// that a later version can add to it.
type row struct {
	Lengths   [fieldCount]uint32         `json:"l"`
	Codes     map[search.Column][]string `json:"c,omitempty"`
	SortTitle string                     `json:"s,omitempty"`
	Day       int32                      `json:"d"`
	From      int32                      `json:"f"`
	To        int32                      `json:"u"`
	Capital   *float64                   `json:"m,omitempty"`
	Area      *float64                   `json:"a,omitempty"`
	Point     *[2]float64                `json:"p,omitempty"`
	Bound     *[4]float64                `json:"b,omitempty"`
	Quality   float64                    `json:"q,omitempty"`
	Langs     []text.Lang                `json:"g,omitempty"`
}

// fieldCount is the number of search.Fields; the order is that of search.Fields.
const fieldCount = 7

func newRow(d search.Document) row {
	r := row{Codes: d.Codes, SortTitle: d.SortTitle, Day: d.Day, From: d.From, To: d.To,
		Capital: d.Capital, Area: d.Area, Quality: d.Quality, Langs: d.Langs}
	for i, f := range search.Fields() {
		r.Lengths[i] = uint32(len(d.Terms[f]))
	}
	if d.Point != nil {
		r.Point = &[2]float64{d.Point[0], d.Point[1]}
	}
	if d.Bound != nil {
		r.Bound = &[4]float64{d.Bound.Min[0], d.Bound.Min[1], d.Bound.Max[0], d.Bound.Max[1]}
	}
	return r
}

func (r row) encode() ([]byte, error) { return json.Marshal(r) }

// codes are the values of one column of all rows, as numbers of its dictionary.
type codes struct {
	start []uint32 // of row i in values; the end is the start of row i+1
	value []uint32
	dict  *dictionary
}

func (c *codes) add(values []string) {
	if len(c.start) == 0 {
		c.start = append(c.start, 0)
	}
	for _, v := range values {
		c.value = append(c.value, c.dict.number(v))
	}
	c.start = append(c.start, uint32(len(c.value)))
}

func (c *codes) of(row uint32) []uint32 { return c.value[c.start[row]:c.start[row+1]] }

// dictionary numbers strings. It only grows.
type dictionary struct {
	mu      sync.RWMutex
	numbers map[string]uint32
	strings []string
}

func newDictionary() *dictionary { return &dictionary{numbers: map[string]uint32{}} }

func (d *dictionary) number(s string) uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	n, ok := d.numbers[s]
	if !ok {
		n = uint32(len(d.strings))
		d.numbers[s] = n
		d.strings = append(d.strings, s)
	}
	return n
}

func (d *dictionary) find(s string) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, ok := d.numbers[s]
	return n, ok
}

func (d *dictionary) all() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.strings
}

// columns hold the rows of all documents, one slice per property. Rows are only ever
// appended: a changed document gets a new row, so that a copy of the struct is a snapshot
// that later writes do not touch.
type columns struct {
	ids       []string
	lengths   [fieldCount][]uint32
	codes     map[search.Column]*codes
	sortTitle []string
	day       []int32
	from, to  []int32
	capital   []float64 // NaN when unknown
	area      []float64
	lon, lat  []float64
	bound     [][4]float64
	quality   []float32
	langs     []langSet
}

// langSet is a set of languages, a bit for each of text.Langs.
type langSet uint8

func langsOf(list []text.Lang) (set langSet) {
	for i, lang := range text.Langs() {
		if slices.Contains(list, lang) {
			set |= 1 << i
		}
	}
	return set
}

func (s langSet) list() (list []text.Lang) {
	for i, lang := range text.Langs() {
		if s&(1<<i) != 0 {
			list = append(list, lang)
		}
	}
	return list
}

func newColumns() *columns {
	c := &columns{codes: map[search.Column]*codes{}}
	for _, name := range search.Columns() {
		c.codes[name] = &codes{dict: newDictionary()}
	}
	return c
}

// add appends a row and returns its number.
func (c *columns) add(id string, r row) uint32 {
	n := uint32(len(c.ids))
	c.ids = append(c.ids, id)
	for i := range c.lengths {
		c.lengths[i] = append(c.lengths[i], r.Lengths[i])
	}
	for _, name := range search.Columns() {
		c.codes[name].add(r.Codes[name])
	}
	c.sortTitle = append(c.sortTitle, r.SortTitle)
	c.day, c.from, c.to = append(c.day, r.Day), append(c.from, r.From), append(c.to, r.To)
	c.capital = append(c.capital, known(r.Capital))
	c.area = append(c.area, known(r.Area))
	point := [2]float64{math.NaN(), math.NaN()}
	if r.Point != nil {
		point = *r.Point
	}
	c.lon, c.lat = append(c.lon, point[0]), append(c.lat, point[1])
	box := [4]float64{point[0], point[1], point[0], point[1]}
	if r.Bound != nil {
		box = *r.Bound
	}
	c.bound = append(c.bound, box)
	c.quality = append(c.quality, float32(r.Quality))
	c.langs = append(c.langs, langsOf(r.Langs))
	return n
}

func known(f *float64) float64 {
	if f == nil {
		return math.NaN()
	}
	return *f
}

// snapshot is a copy that later calls of add leave alone.
func (c *columns) snapshot() *columns {
	s := *c
	s.codes = make(map[search.Column]*codes, len(c.codes))
	for name, list := range c.codes {
		own := *list
		s.codes[name] = &own
	}
	return &s
}
