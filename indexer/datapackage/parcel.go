package datapackage

import (
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/corners"
	"honglinh/catalog/text/notice"
)

// label is a line "Tên: Khu đất A" above a table of corners.
var labelled = regexp.MustCompile(`^[#\s]*([^\s:;|][^:;|\t]{0,60}?)\s*:\s*(\S.*)$`)

// parcel reads a table of corners as decisions print it: one file is one
// parcel. Lines "name: value" around the table are its properties, with "file",
// the file's name without its ending, and "corners", their number.
func (f *features) parcel(name string, in io.Reader) error {
	stem := strings.TrimSuffix(path.Base(name), path.Ext(name))
	it := item{row: 1, id: stem, props: map[string]any{"file": stem}}
	t, err := corners.Read(in)
	if err != nil {
		it.column, it.refused = "geometry", notice.Of("corners-bad", err)
		f.add(it)
		f.flush()
		return nil
	}
	for _, s := range t.Report.Skipped {
		if m := labelled.FindStringSubmatch(s.Text); m != nil {
			it.props[m[1]] = strings.TrimSpace(m[2])
		}
	}
	it.props["corners"] = int64(len(t.Points))
	if it.geometry = Ring(t); it.geometry == nil {
		it.column, it.refused = "geometry", notice.Of("corners-few", len(t.Points))
	}
	f.add(it)
	f.flush()
	return nil
}

// Ring is the polygon that a table of corners encloses, or one for each of its plots, in
// the table's own system with x east; nil where a plot has less than three corners.
func Ring(t *corners.Table) orb.Geometry {
	var all orb.MultiPolygon
	for _, p := range t.Plots {
		points := t.Points[p.From:p.To]
		if len(points) < 3 {
			return nil
		}
		all = append(all, orb.Polygon{append(append(make(orb.Ring, 0, len(points)+1), points...), points[0])})
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}
