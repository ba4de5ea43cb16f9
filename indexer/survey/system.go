package survey

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/read"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// system is how the coordinates of one file are read.
type system struct {
	crs     *crs.CRS
	basis   string
	swapped bool
	suspect []check.Finding   // goes with every row
	doubts  []catalog.Warning // likewise
	move    crs.Transformation
	entry   *datasets.GeometrySystem
}

func (s *system) wgs84(g orb.Geometry) (orb.Geometry, error) {
	if s.crs.Kind == crs.Geographic && s.crs.Datum() == "WGS 84" {
		return g, nil
	}
	return s.move.Geometry(g)
}

// evidence is what a decision rests on.
type evidence struct {
	file    string
	points  []orb.Point
	inside  func(orb.Point) bool
	where   text.Text
	precise bool // inside is the place that the rows name
	metres  bool // most points cannot be degrees
	places  []string
}

// decide finds the system of the rows that wait.
func (s *Survey) decide(waiting []station) *system {
	ev := s.evidence(waiting)
	c, basis := s.given(waiting, ev)
	out := &system{crs: c, basis: basis}
	var said text.Text
	if c == nil && !ev.metres {
		out.crs, out.basis = crs.MustLookup(crs.CRS84), read.Assumed
		s.assumed(ev)
	} else if c == nil || (c.Kind == crs.Projected) != ev.metres {
		said = s.guess(out, ev)
	} else {
		s.axes(out, ev)
		s.zone(out, ev)
	}
	out.move = crs.Transform(out.crs, crs.MustLookup(crs.CRS84))
	op := out.move.Operation()
	e := datasets.GeometrySystem{CRS: out.crs.Code, Name: out.crs.Name, Basis: out.basis, Swapped: out.swapped, Evidence: said, Accuracy: op.Accuracy}
	if op.Code != "" {
		e.Operation = op.Code + " " + op.Name
	}
	out.entry = s.account.use(e)
	return out
}

func (s *Survey) evidence(waiting []station) evidence {
	var ev evidence
	for _, st := range waiting {
		if st.geom == nil {
			continue
		}
		ev.file = st.row.File
		ev.points = append(ev.points, spread(st.geom, max(4, probeGeometries/s.with))...)
		if m := s.res.Mapping; m != nil && m.Place != "" {
			ev.places = append(ev.places, st.row.String(m.Place))
		}
	}
	far := 0
	for _, p := range ev.points {
		if math.Abs(p[0]) > 360 || math.Abs(p[1]) > 360 {
			far++
		}
	}
	ev.metres = far*2 > len(ev.points)
	if len(ev.places) == 0 && s.place != "" {
		ev.places = []string{s.place}
	}
	return ev
}

// look asks where the rows lie, which few files need.
func (s *Survey) look(ev *evidence) {
	if s.outlines != nil {
		ev.inside, ev.where, ev.precise = s.outlines.Inside(ev.places)
	}
}

// given is the system that the descriptor declares, or the file names; nil for
// neither.
func (s *Survey) given(waiting []station, ev evidence) (*crs.CRS, string) {
	named := ""
	for _, st := range waiting {
		if st.geom != nil {
			named = st.row.CRS
			break
		}
	}
	stated, err := crs.Lookup(named)
	if named == "" || err != nil {
		stated = nil
	}
	switch {
	case s.declared != nil && stated != nil && stated != s.declared && !same(stated, s.declared):
		s.warn(ev, "crs-differs", s.declared.Code, stated.Code)
	case s.declared == nil && named != "" && stated == nil:
		s.warn(ev, "crs-unknown", clip(named))
	}
	if s.declared != nil {
		return s.declared, read.Declared
	}
	return stated, read.Stated
}

// same reports whether two systems have the same numbers.
func same(a, b *crs.CRS) bool {
	return a.Kind == crs.Geographic && b.Kind == crs.Geographic && a.Datum() == b.Datum()
}

// assumed tells of degrees in a table of corners, which decisions print in
// VN-2000 more often than in WGS 84.
func (s *Survey) assumed(ev evidence) {
	if s.res.Format == "corners" {
		s.warn(ev, "crs-assumed")
	}
}

// guess looks for a system by where the rows must lie. Without enough evidence
// what was given stays, so that the rows are refused one by one.
func (s *Survey) guess(out *system, ev evidence) text.Text {
	s.look(&ev)
	gs := guesses(ev)
	if !enough(gs, ev) {
		if out.crs == nil {
			out.crs, out.basis = crs.MustLookup(crs.CRS84), read.Assumed
		}
		return nil
	}
	was := out.crs
	out.crs, out.basis, out.swapped = gs[0].CRS, read.Guessed, gs[0].Swapped
	said := sentence(was, gs, ev)
	out.doubts = []catalog.Warning{{Code: "crs-guessed", Field: "geometry", Message: said}}
	op := crs.Transform(out.crs, crs.MustLookup(crs.CRS84)).Operation()
	by := text.New(op.Name, op.Name)
	if op.Code != "" {
		by = notice.Of("operation", op.Code, op.Name, op.Accuracy).Reason
	}
	s.warn(ev, "crs-guessed", said, by, out.crs.Code)
	return said
}

func guesses(ev evidence) []crs.Guess {
	if ev.inside == nil || len(ev.points) == 0 {
		return nil
	}
	return crs.GuessZone(ev.points, ev.inside)
}

// enough says whether the best guess may be used: nearly all points inside, and
// no rivals but the systems with the same meridian or other degrees, which are
// told.
func enough(gs []crs.Guess, ev evidence) bool {
	if len(gs) == 0 || gs[0].Inside < 0.95 {
		return false
	}
	if gs[0].Confidence == crs.High {
		return true
	}
	rivals, degrees := 0, 0
	for _, g := range gs[1:] {
		if g.Inside <= gs[0].Inside/2 {
			continue
		}
		if rivals++; g.CRS.Kind == crs.Geographic {
			degrees++
		}
	}
	return rivals == degrees || ev.precise && rivals <= 2
}

// sentence tells a guess with its evidence and its rivals.
func sentence(was *crs.CRS, gs []crs.Guess, ev evidence) text.Text {
	g := gs[0]
	vi, en := "Không có gì cho biết hệ toạ độ", "Nothing names the reference system"
	if was != nil {
		vi, en = was.Code+" được nêu, nhưng các số không thuộc hệ đó", was.Code+" is named, but the numbers are not of that system"
	}
	pct := strconv.Itoa(int(100 * g.Inside))
	vi += fmt.Sprintf("; %s (%s) đặt %s%% của %d điểm vào %s", g.CRS.Code, g.CRS.Name, pct, len(ev.points), ev.where[text.VI])
	en += fmt.Sprintf("; %s (%s) puts %s%% of %d points into %s", g.CRS.Code, g.CRS.Name, pct, len(ev.points), ev.where[text.EN])
	if g.Swapped {
		vi, en = vi+", X là hướng bắc", en+", with X to the north"
	}
	var rivals []string
	for _, r := range gs[1:min(len(gs), 4)] {
		rivals = append(rivals, fmt.Sprintf("%s %d%%", r.CRS.Code, int(100*r.Inside)))
	}
	if len(rivals) > 0 {
		vi, en = vi+"; khả năng khác: "+strings.Join(rivals, ", "), en+"; others: "+strings.Join(rivals, ", ")
	}
	return text.New(vi, en)
}

// axes sees northings where eastings belong: their ranges in Viet Nam do not
// overlap, so that this is no guess.
func (s *Survey) axes(out *system, ev evidence) {
	if out.crs.Meridian == 0 || len(ev.points) == 0 {
		return
	}
	for _, p := range ev.points {
		if !(p[0] > 900_000 && p[0] < 2_700_000 && p[1] > 100_000 && p[1] <= 900_000) {
			return
		}
	}
	out.swapped = true
	s.warn(ev, "swapped-axes", len(ev.points), out.crs.Code)
}

// zone doubts a zone that leaves the place that another one meets.
func (s *Survey) zone(out *system, ev evidence) {
	if out.crs.Meridian == 0 || out.swapped {
		return
	}
	if s.look(&ev); !ev.precise {
		return
	}
	own := 0.0
	gs := guesses(ev)
	for _, g := range gs {
		if g.CRS == out.crs && !g.Swapped {
			own = g.Inside
		}
	}
	if len(gs) == 0 || own >= gs[0].Inside/2 || gs[0].Inside < 0.95 {
		return
	}
	out.suspect = append(out.suspect, check.Finding{Severity: check.Suspect, Code: check.WrongZone,
		Parts: []string{out.crs.Code, gs[0].CRS.Code, strconv.Itoa(int(100 * gs[0].Inside))}})
}

func (s *Survey) warn(ev evidence, key string, args ...any) {
	s.to.Warn(source.Warning{File: ev.file, Column: "geometry"}.For(notice.Of(key, args...)))
}
