package read

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text/notice"
)

// Limits of a file.
const (
	MostBytes    = 1 << 30 // unpacked: a country of survey quality fits
	MostFeatures = 5_000_000
	mostFindings = 1000 // kept in a summary; the rest are counted
	probe        = 100  // features looked at before a system is guessed
)

// Errors of all readers.
var (
	ErrTooLarge error = notice.Of("geo-read.large", MostBytes, MostFeatures)
	ErrNoCRS    error = notice.Of("geo-read.metres")
	ErrFormat   error = notice.Of("geo-read.format")
)

// Options say what is known beforehand.
type Options struct {
	CRS    string               // name of the system of the coordinates; "" to find out
	Inside func(orb.Point) bool // tells whether a WGS 84 point lies where the features must lie; nil when that is not known
	Area   orb.Bound            // where features should lie; zero for Viet Nam
	// Decode turns bytes of a DBF attribute in the named code page into text; nil for UTF-8, else Windows-1258. A hook for TCVN3 and VNI.
	Decode func(raw []byte, codePage string) string
	// AsIs hands features out with the coordinates of the file, unchecked, for callers that decide on the system themselves. CRS, Inside and Area are
	// not looked at, and a feature that cannot be read is told and passed over.
	AsIs *AsIs
}

// AsIs is told what a reader finds beside the features, in the order of the file; features are counted from 0.
type AsIs struct {
	Named  func(system string)                      // once, before the first feature: what the file names as its system, not looked up; "" for nothing
	Noted  func(feature int, finding check.Finding) // before the feature is handed out
	Broken func(feature int, err error)             // instead of a feature
	named  bool
}

// How a reference system became known.
const (
	Declared = "declared" // by the caller
	Stated   = "stated"   // by the file
	Assumed  = "assumed"  // degrees, so WGS 84
	Guessed  = "guessed"  // from the place where the features must lie
)

// Summary tells what a reader understood.
type Summary struct {
	Count     int
	CRS       *crs.CRS // of the file
	Evidence  string   // Declared, Stated, Assumed or Guessed
	Guesses   []crs.Guess
	Operation crs.Operation
	Findings  []Found
	More      int // findings beyond those kept
}

// Found is a finding about one feature.
type Found struct {
	Feature int    // from 0
	ID      string // of the feature
	check.Finding
}

// Yield receives a feature; an error stops the reader and is returned as it is. A feature whose geometry is refused comes with nil geometry.
type Yield func(geo.Feature) error

// stream checks features and brings them to WGS 84.
type stream struct {
	o       Options
	yield   Yield
	s       Summary
	waiting []pending
	move    *crs.Transformation
	swap    bool
	stated  string // system named by the file
}

type pending struct {
	feature geo.Feature
	notes   []check.Finding
}

func newStream(o Options, y Yield) *stream { return &stream{o: o, yield: y} }

// add takes the next feature as the file has it; notes are findings of the reader.
func (s *stream) add(f geo.Feature, notes []check.Finding) error {
	if s.s.Count+len(s.waiting) >= MostFeatures {
		return ErrTooLarge
	}
	if s.o.AsIs != nil {
		return s.asIs(f, notes)
	}
	if f.ID == "" {
		f.ID = fmt.Sprint(s.s.Count + len(s.waiting) + 1)
	}
	if s.move != nil {
		return s.emit(f, notes)
	}
	s.waiting = append(s.waiting, pending{f, notes})
	if len(s.waiting) < probe {
		return nil
	}
	return s.flush()
}

func (s *stream) name() {
	if a := s.o.AsIs; !a.named {
		a.named = true
		a.Named(s.stated)
	}
}

func (s *stream) asIs(f geo.Feature, notes []check.Finding) error {
	s.name()
	for _, n := range notes {
		s.o.AsIs.Noted(s.s.Count, n)
	}
	s.s.Count++
	return s.yield(f)
}

// broken passes over a feature that cannot be read, if the caller wants the others.
func (s *stream) broken(err error) error {
	if s.o.AsIs == nil || err == nil {
		return err
	}
	s.name()
	s.o.AsIs.Broken(s.s.Count, err)
	s.s.Count++
	return nil
}

// finish reads what is still waiting.
func (s *stream) finish(err error) (Summary, error) {
	if err == nil && s.move == nil && s.o.AsIs == nil {
		err = s.flush()
	}
	return s.s, err
}

func (s *stream) flush() error {
	if err := s.decide(); err != nil {
		return err
	}
	t := crs.Transform(s.s.CRS, crs.MustLookup(crs.CRS84))
	s.move, s.s.Operation = &t, t.Operation()
	for _, p := range s.waiting {
		if err := s.emit(p.feature, p.notes); err != nil {
			return err
		}
	}
	s.waiting = nil
	return nil
}

func (s *stream) decide() error {
	var err error
	switch {
	case s.o.CRS != "":
		s.s.Evidence = Declared
		s.s.CRS, err = crs.Lookup(s.o.CRS)
		return err
	case s.stated != "":
		s.s.Evidence = Stated
		s.s.CRS, err = crs.Lookup(s.stated)
		return err
	}
	points := s.sample()
	for _, p := range points {
		if math.Abs(p[0]) > 360 || math.Abs(p[1]) > 360 {
			return s.guess(points)
		}
	}
	s.s.Evidence, s.s.CRS = Assumed, crs.MustLookup(crs.CRS84)
	return nil
}

func (s *stream) guess(points []orb.Point) error {
	if s.o.Inside == nil {
		return ErrNoCRS
	}
	s.s.Guesses = crs.GuessZone(points, s.o.Inside)
	if len(s.s.Guesses) == 0 || s.s.Guesses[0].Confidence == crs.Low {
		return ErrNoCRS
	}
	s.s.Evidence, s.s.CRS, s.swap = Guessed, s.s.Guesses[0].CRS, s.s.Guesses[0].Swapped
	return nil
}

func (s *stream) sample() []orb.Point {
	var ps []orb.Point
	for _, p := range s.waiting {
		if g := p.feature.Geometry; g != nil {
			if b := g.Bound(); b.Min[0] <= b.Max[0] {
				ps = append(ps, b.Center())
			}
		}
	}
	return ps
}

func (s *stream) emit(f geo.Feature, notes []check.Finding) error {
	n := s.s.Count
	s.s.Count++
	if f.Geometry != nil {
		g := f.Geometry
		if s.swap {
			g = swapped(g)
		}
		g, fs := check.Geometry(g, check.Options{CRS: s.s.CRS, Area: s.o.Area, Inside: s.o.Inside})
		notes = append(notes, fs...)
		f.Geometry = nil
		if g != nil {
			w, err := s.move.Geometry(g)
			if err == nil {
				f.Geometry = w
			} else {
				notes = append(notes, check.Finding{Severity: check.Refused, Code: check.NotFinite})
			}
		}
	}
	for _, note := range notes {
		if len(s.s.Findings) < mostFindings {
			s.s.Findings = append(s.s.Findings, Found{n, f.ID, note})
		} else {
			s.s.More++
		}
	}
	return s.yield(f)
}

// swapped is a copy with x and y exchanged.
func swapped(g orb.Geometry) orb.Geometry {
	flip := func(ps []orb.Point) {
		for i, p := range ps {
			ps[i] = orb.Point{p[1], p[0]}
		}
	}
	switch g := orb.Clone(g).(type) {
	case orb.Point:
		return orb.Point{g[1], g[0]}
	case orb.MultiPoint:
		flip(g)
		return g
	case orb.LineString:
		flip(g)
		return g
	case orb.MultiLineString:
		for _, l := range g {
			flip(l)
		}
		return g
	case orb.Polygon:
		for _, r := range g {
			flip(r)
		}
		return g
	case orb.MultiPolygon:
		for _, p := range g {
			for _, r := range p {
				flip(r)
			}
		}
		return g
	case orb.Collection:
		for i := range g {
			g[i] = swapped(g[i])
		}
		return g
	default:
		return g
	}
}
