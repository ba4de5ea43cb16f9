package survey

import (
	"errors"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// How many rows wait before the system of their file is decided: geometries,
// rows without one, and vertices, which bound the memory they take.
const (
	probeGeometries = 100
	probeRows       = 1000
	probeVertices   = 1 << 20
)

// Outlines know where rows lie that name their place.
type Outlines interface {
	// Inside returns a test for the outlines of the named units, or of all of
	// today's if none is named or known, and what to call them; nil where there
	// is no outline.
	Inside(places []string) (inside func(orb.Point) bool, named text.Text, precise bool)
}

// Survey is a source.Sink that hands rows on with their geometry in WGS 84.
type Survey struct {
	to       source.Sink
	outlines Outlines
	place    string // of the package as a whole
	area     catalog.Area

	res      datasets.Resource
	declared *crs.CRS
	key      string // file and named system of what waits
	system   *system
	waiting  []station
	vertices int
	with     int // geometries that wait
	account  account
}

// station is a row with its geometry in the coordinates of its file.
type station struct {
	row    source.Row
	geom   orb.Geometry
	column string
}

var _ source.Sink = (*Survey)(nil)

// New returns a survey that hands rows to the sink. The outlines may be nil; place is
// where the package says that it lies, "" if it does not; area is where rows that
// become records may lie.
func New(to source.Sink, outlines Outlines, place string, area catalog.Area) *Survey {
	return &Survey{to: to, outlines: outlines, place: place, area: area}
}

// Begin names the resource whose rows follow. The error says that the system
// its descriptor declares is not known.
func (s *Survey) Begin(res datasets.Resource) error {
	s.res, s.declared, s.system, s.key = res, nil, nil, ""
	s.account = newAccount(res.Name)
	if res.Mapping == nil || res.Mapping.CRS == "" {
		return nil
	}
	c, err := crs.Lookup(res.Mapping.CRS)
	if err != nil {
		return notice.Of("crs-declared", err)
	}
	s.declared = c
	return nil
}

// End lets go what waits and returns what was found; false if the resource has
// nothing to do with geometry.
func (s *Survey) End() (datasets.GeometryReport, bool) {
	s.flush()
	s.account.tell(s.to)
	return s.account.report(), s.res.Geographic() || s.account.r.WithGeometry+s.account.r.Refused > 0
}

// Warn hands a warning on.
func (s *Survey) Warn(w source.Warning) { s.to.Warn(w) }

// Refuse hands a refusal on.
func (s *Survey) Refuse(r source.Refusal) {
	s.account.r.Features++
	if r.Column == "geometry" {
		s.account.r.Refused++
	}
	s.to.Refuse(r)
}

// Row takes a row.
func (s *Survey) Row(row source.Row) {
	s.account.r.Features++
	st, fault := s.locate(row)
	if fault != nil {
		s.refuse(row, fault.column, fault.why)
		return
	}
	if key := st.row.File + "\x00" + st.row.CRS; st.geom != nil && key != s.key {
		s.flush()
		s.key, s.system = key, nil
	}
	if s.system != nil || st.geom == nil && len(s.waiting) == 0 {
		s.emit(st)
		return
	}
	s.waiting = append(s.waiting, st)
	if st.geom != nil {
		s.with++
		s.vertices += vertices(st.geom)
	}
	if s.with >= probeGeometries || len(s.waiting) >= probeRows || s.vertices >= probeVertices {
		s.flush()
	}
}

// flush decides on the system by what waits, and lets it go.
func (s *Survey) flush() {
	if s.system == nil && s.with > 0 {
		s.system = s.decide(s.waiting)
	}
	for _, st := range s.waiting {
		s.emit(st)
	}
	s.waiting, s.with, s.vertices = nil, 0, 0
}

func (s *Survey) emit(st station) {
	row := st.row
	row.Geometry = nil
	if st.geom == nil {
		s.to.Row(row)
		return
	}
	if vertices(st.geom) == 0 {
		f := check.Finding{Severity: check.Noted, Code: check.Empty}
		s.account.find(row, s.id(row), f)
		s.to.Row(row)
		return
	}
	g := st.geom
	if s.system.swapped {
		g = swap(g)
	}
	out, found := check.Geometry(g, check.Options{CRS: s.system.crs, Area: s.area.Bound})
	if !s.findings(&row, st, append(append(row.Notes, found...), s.system.suspect...)) {
		return
	}
	w, err := s.system.wgs84(out)
	if err != nil {
		s.refuse(row, st.column, s.unconverted(err))
		return
	}
	if !s.within(row, st.column, w) {
		return
	}
	row.Doubts = append(row.Doubts, s.system.doubts...)
	row.Geometry, row.CRS = geojson.NewGeometry(w), ""
	s.system.entry.Features++
	s.account.add(w)
	s.to.Row(row)
}

// unconverted says why coordinates cannot be brought to WGS 84.
func (s *Survey) unconverted(err error) *notice.Notice {
	from := s.system.crs
	if at := (*crs.DomainError)(nil); errors.As(err, &at) {
		return notice.Of("crs-fails", at.Point[0], at.Point[1], from.Code, from.Name)
	}
	return notice.Of("crs-fails.whole", from.Code, from.Name)
}

// findings keeps account of what was found; false says that the geometry, and
// so the row, is refused.
func (s *Survey) findings(row *source.Row, st station, found []check.Finding) bool {
	id := s.id(*row)
	for _, f := range found {
		s.account.find(*row, id, f)
		found := text.New(f.Message("vi"), f.Message("en"))
		switch f.Severity {
		case check.Refused:
			s.refuse(*row, st.column, notice.New("geometry-"+string(f.Code), found, s.remedy(f, st)))
			return false
		case check.Suspect:
			if f.Code == check.Swapped || f.Code == check.OutsideCountry {
				continue // within refuses it if it is far
			}
			row.Doubts = append(row.Doubts, catalog.Warning{Code: "geometry-" + string(f.Code), Field: "geometry", Message: found})
			s.to.Warn(source.Warning{File: row.File, Row: row.Row, Column: st.column, ID: id}.For(notice.New("geometry-"+string(f.Code), found, nil)))
		}
	}
	return true
}

// within refuses what lies outside the area, where rows become records. In a
// layer, which may lie anywhere on the earth, it refuses what would lie in the country
// were its longitude not written as its latitude, and what lies nowhere: no latitude is
// beyond 90 degrees, no longitude beyond 180.
func (s *Survey) within(row source.Row, column string, g orb.Geometry) bool {
	b := g.Bound()
	if s.res.Mapping == nil && (b.Min[0] < -180 || b.Max[0] > 180 || b.Min[1] < -90 || b.Max[1] > 90) {
		at := b.Min // the corner beyond
		if b.Max[0] > 180 || b.Max[1] > 90 {
			at = b.Max
		}
		if _, swapped := s.area.Holds(b); !swapped {
			s.refuse(row, column, notice.Of("outside-area.earth", at[0], at[1]))
			return false
		}
	}
	in, swapped := s.area.Holds(b)
	if in || s.res.Mapping == nil && !swapped {
		return true
	}
	key := "outside-area"
	if swapped {
		key += ".swapped"
	}
	s.refuse(row, column, notice.Of(key, s.area.Outside(), b.Center()[0], b.Center()[1]))
	return false
}

func (s *Survey) refuse(row source.Row, column string, why *notice.Notice) {
	s.account.r.Refused++
	s.to.Refuse(source.Refusal{File: row.File, Row: row.Row, Column: column, ID: s.id(row)}.For(why))
}

// id is what the row gives as its id.
func (s *Survey) id(row source.Row) string {
	if s.res.Mapping == nil {
		return ""
	}
	return row.String(s.res.Mapping.ID)
}
