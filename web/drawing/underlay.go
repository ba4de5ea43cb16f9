package drawing

import (
	"time"

	"github.com/paulmach/orb"

	"honglinh/web/frame"
)

// Feature is a record that a map draws, or lists as having no place.
type Feature struct {
	ID, Title, Lang, Kind, KindLabel, URL, Status string
	Layer, Colour                                 string
	Classed                                       bool    // the colour says what it is, such as its land use
	Opacity                                       float64 // of its inside
	Geometry                                      orb.Geometry
	Units                                         []string // by which it is shown, without a geometry of its own
	UnitNames                                     string
	Faint                                         bool // an outline of another day, to find one's way
	Named                                         bool // its name stands at a pin
}

// mostUnderlay bounds the features of layers that are drawn under the records
// found; more cannot be told apart in a drawing of this size.
const mostUnderlay = 1500

// Underlay is what lies under the records: outlines of units on the day, and
// the layers asked for.
func Underlay(s *frame.Frame, l *frame.Locale, ask Ask) (out []Feature, whole bool) {
	set := s.Layers()
	if set == nil {
		return nil, true
	}
	day := DayOf(s, ask)
	faint := Outlines(s, day) == 0
	for _, d := range set.Layers() {
		if !ask.Shows(d.ID) {
			continue
		}
		for _, f := range d.Features {
			g, today := f.Geometry(), false
			if d.ID == "units" && faint && g != nil && g.Dimensions() == 2 {
				today = f.Meets(s.Now(), s.Now())
			}
			if !d.Draws(g) || !today && !f.Meets(day, day) {
				continue
			}
			if len(out) == mostUnderlay {
				return out, false
			}
			p := l.Pick(f.Title())
			kind, _ := f.Property("kind")
			k, _ := kind.(string)
			_, classed := d.Class(f)
			out = append(out, Feature{ID: f.Record, Title: p.Text, Lang: p.Lang, Kind: k, URL: s.RecordPath(l.Lang, f.Record), Layer: d.ID, Colour: d.Colour(f), Classed: classed, Opacity: d.Style.Opacity, Geometry: g, Faint: today})
		}
	}
	return out, true
}

// DayOf is the moment at which boundaries are drawn.
func DayOf(s *frame.Frame, ask Ask) time.Time {
	if ask.Day == "" {
		return s.Now()
	}
	return ask.Day.Start()
}

// Outlines counts the outlines of units at a moment.
func Outlines(s *frame.Frame, on time.Time) int {
	n := 0
	set := s.Layers()
	if set == nil {
		return 0
	}
	if d, ok := set.Layer("units"); ok {
		for _, f := range d.Features {
			if g := f.Geometry(); g != nil && g.Dimensions() == 2 && f.Meets(on, on) {
				n++
			}
		}
	}
	return n
}
