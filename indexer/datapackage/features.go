package datapackage

import (
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"golang.org/x/text/encoding/charmap"

	"honglinh/catalog/geo/check"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// features turns the features of one file into rows. The first ones wait until
// enough text is there to tell its encoding.
type features struct {
	file    string
	res     datasets.Resource
	rules   []rule
	keys    *keys
	changes *source.Changes
	to      source.Sink
	crs     string // what the file names as its system
	waiting []item
	decided bool
	repair  *analysis.Repair
	page    string // code page of attributes that are no UTF-8
	count   int    // features read from a file that is not GeoJSON
	notes   []check.Finding
}

// item is a feature as its file has it.
type item struct {
	row      int
	id       string // the feature's own
	props    map[string]any
	geometry orb.Geometry
	notes    []check.Finding
	refused  *notice.Notice
	column   string // of refused
}

// encodingProbe is how many features are looked at to tell the encoding of
// attributes: names are too short to be judged one by one.
const encodingProbe = 200

func (f *features) add(it item) {
	if f.decided {
		f.emit(it)
		return
	}
	if f.waiting = append(f.waiting, it); len(f.waiting) >= encodingProbe {
		f.flush()
	}
}

// flush judges the encoding by all text that waits, and lets the features go.
func (f *features) flush() {
	if f.decided {
		return
	}
	f.decided = true
	var all strings.Builder
	for _, it := range f.waiting {
		for _, v := range it.props {
			if s, ok := v.(string); ok && !ascii(s) {
				all.WriteString(s)
				all.WriteByte('\n')
			}
		}
	}
	if _, f.repair = analysis.SafeText(all.String()); f.repair != nil {
		f.to.Warn(source.Warning{File: f.file}.For(notice.Of("encoding", f.repair.Encoding, f.repair.Words, 100*f.repair.After, 100*f.repair.Before)))
	}
	for _, it := range f.waiting {
		f.emit(it)
	}
	f.waiting = nil
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (f *features) emit(it item) {
	row := source.Row{File: f.file, Row: it.row, Cells: map[string]any{}, CRS: f.crs, Notes: it.notes}
	for name, v := range it.props {
		if s, ok := v.(string); ok {
			said := f.text(s)
			it.props[name] = said
			switch { // what a whole file is read as is told once
			case strings.ContainsRune(s, 0):
				f.changes.Add(f.file, it.row, name, "nul-removed", s)
			case len(said) < len(s) && said == strings.TrimSpace(s):
				f.changes.Add(f.file, it.row, name, "trimmed", s)
			}
		}
	}
	id := f.id(&it)
	if it.refused != nil {
		f.refuse(it.row, it.column, id, it.refused)
		return
	}
	if it.geometry != nil {
		row.Geometry = geojson.NewGeometry(it.geometry)
	}
	if n := vertices(it.geometry); n > MaxVertices {
		f.refuse(it.row, "geometry", id, notice.Of("vertices-many", n, MaxVertices))
		return
	}
	if f.cells(it.props, id, &row) {
		f.to.Row(row)
	}
}

// text decodes an attribute as the file's text was judged; bytes that are no
// UTF-8 otherwise are of the Vietnamese code page, or of the one named.
func (f *features) text(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(f.repair.Again(s), "\x00", ""))
	if utf8.ValidString(s) {
		return s
	}
	table := charmap.Windows1258
	if strings.Contains(f.page, "1252") || strings.Contains(f.page, "8859") {
		table = charmap.Windows1252
	}
	out, err := table.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	return out
}

// id is the value that names the record. A mapped column "id" that the
// properties lack is the feature's own id.
func (f *features) id(it *item) string {
	m := f.res.Mapping
	if m == nil {
		return ""
	}
	v, ok := it.props[m.ID]
	if !ok && m.ID == "id" && it.id != "" {
		if it.props == nil {
			it.props = map[string]any{}
		}
		it.props["id"], v = it.id, it.id
	}
	if v == nil {
		return ""
	}
	return printed(v)
}

func (f *features) refuse(row int, column, id string, why *notice.Notice) {
	f.to.Refuse(source.Refusal{File: f.file, Row: row, Column: column, ID: id}.For(why))
}

func vertices(g orb.Geometry) int {
	switch g := g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return len(g)
	case orb.LineString:
		return len(g)
	case orb.Ring:
		return len(g)
	case orb.MultiLineString:
		return total(g)
	case orb.Polygon:
		return total(g)
	case orb.MultiPolygon:
		return total(g)
	case orb.Collection:
		return total(g)
	}
	return 0
}

func total[T orb.Geometry](parts []T) int {
	n := 0
	for _, p := range parts {
		n += vertices(p)
	}
	return n
}
