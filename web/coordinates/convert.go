package coordinates

import (
	"errors"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"honglinh/catalog/geo/corners"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/geo/locator"
	"honglinh/web/around"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

// conversion is what a table of corners says, in WGS 84 and in another system.
type conversion struct {
	From, To     string
	Sure         string // how the system was found, and how sure that is
	Level        string // high, medium, low; "" when the reader chose
	Alternatives []systemChoice
	Read         []string // how the table was understood
	Skipped      []string // rows without coordinates, with row and column
	Suspects     []string // corners with a digit that is probably wrong
	Operations   []string
	Rows         []cornerRow
	Geographic   bool // the source holds degrees
	Same         bool // source and target are one system
	ToDegrees    bool
	Facts        []frame.Fact
	Crossing     bool
	Drawing      drawing.Map
	MapURL       string
	Share        string // this result's own address, while short enough
	Hidden       []frame.Param
	Around       *around.Surround

	names   []string
	wgs, to []orb.Point
	plots   []plotShape
	target  *crs.CRS
}

// plotShape is a plot of the table.
type plotShape struct {
	title   string
	polygon orb.Polygon
}

// cornerRow is a corner in all systems, ready to print.
type cornerRow struct {
	Name, X, Y, Lat, Lon, ToX, ToY string
	Plot                           string // on the first corner of one of several plots
	plot                           int
}

var (
	errNoZone  = errors.New("no supported system puts these corners into Vietnam")
	errDegrees = errors.New("the table and the system chosen differ: one holds degrees, the other metres")
)

// shareable is the longest address of a result that is offered for sharing:
// what mail programs keep on one line and every proxy passes.
const shareable = 2000

func (s *pages) convert(l *frame.Locale, a conversionAsk) (*conversion, error) {
	t, err := corners.Read(strings.NewReader(a.text))
	if err != nil {
		return nil, err
	}
	c := &conversion{names: t.Names, Geographic: t.Report.Geographic}
	from, err := s.source(l, c, t, a)
	if err != nil {
		return nil, err
	}
	if c.target, err = crs.Lookup(a.to); err != nil {
		return nil, err
	}
	c.From, c.To, c.ToDegrees, c.Same = systemName(from), systemName(c.target), c.target.Kind == crs.Geographic, from == c.target
	if err := c.move(l, t.Points, from); err != nil {
		return nil, err
	}
	c.Read, c.Skipped, c.Suspects = readNotes(l, t), skippedNotes(l, t.Report), suspectNotes(l, t)
	c.named(l, t)
	if err := s.enclose(l, c, t, from); err != nil {
		return nil, err
	}
	s.conversionLinks(l, c, a, from)
	return c, nil
}

func systemName(c *crs.CRS) string { return c.Name + " (" + c.Code + ")" }

// source is the system of the table: the one chosen, else the best guess.
func (s *pages) source(l *frame.Locale, c *conversion, t *corners.Table, a conversionAsk) (*crs.CRS, error) {
	if a.from != autoSystem {
		from, err := crs.Lookup(a.from)
		if err == nil && (from.Kind == crs.Geographic) != t.Report.Geographic {
			err = errDegrees
		}
		c.Sure = l.T("coord_sure_chosen")
		return from, err
	}
	if code, ok := zones()[t.Report.Zone]; ok {
		c.Level, c.Sure = string(crs.High), l.T("coord_sure_zone", t.Report.Zone)
		return crs.Lookup(code)
	}
	guesses := s.guess(t.Points, a.province)
	if len(guesses) == 0 {
		return nil, errNoZone
	}
	best := guesses[0]
	c.Level = string(best.Confidence)
	c.Sure = l.T("coord_sure_"+c.Level, l.Num(math.Round(best.Inside*100)))
	for _, g := range guesses[1:min(len(guesses), 1+mostAlternatives)] {
		v := a.values()
		v.Set("from", g.CRS.Code)
		c.Alternatives = append(c.Alternatives, systemChoice{Value: frame.WithQuery(s.CoordinatesPath(l.Lang), v), Label: systemName(g.CRS)})
	}
	if len(a.values().Encode()) > shareable { // too long for a link: the form's list has them all
		for i := range c.Alternatives {
			c.Alternatives[i].Value = ""
		}
	}
	return best.CRS, nil
}

// zones are the systems by the number of the zone that stands before eastings: those of UTM, 6 degrees wide, and those of 3 degrees.
func zones() map[int]string {
	return map[int]string{48: "EPSG:3405", 49: "EPSG:3406", 481: "EPSG:5896", 482: "EPSG:5897", 491: "EPSG:5898"}
}

// mostAlternatives are shown beside a guess; more would be a list of all zones.
const mostAlternatives = 4

func (a conversionAsk) values() url.Values {
	v := url.Values{"points": {a.text}, "from": {a.from}, "to": {a.to}}
	if a.province != "" {
		v.Set("province", a.province)
	}
	return v
}

// move converts the corners to WGS 84 and to the target.
func (c *conversion) move(l *frame.Locale, points []orb.Point, from *crs.CRS) error {
	for _, to := range []struct {
		crs *crs.CRS
		out *[]orb.Point
	}{{crs.MustLookup(crs.CRS84), &c.wgs}, {c.target, &c.to}} {
		t := crs.Transform(from, to.crs)
		*to.out = append([]orb.Point(nil), points...)
		if err := t.Points(*to.out); err != nil {
			return err
		}
		op := t.Operation()
		if op.From == op.To {
			continue
		}
		note := l.T("coord_operation_same", op.From, op.To)
		if op.Code != "" {
			note = l.T("coord_operation", op.From, op.To, op.Name, op.Code, l.Num(op.Accuracy))
		}
		c.Operations = append(c.Operations, note)
	}
	for i, p := range points {
		name := strconv.Itoa(i + 1)
		if i < len(c.names) && c.names[i] != "" {
			name = c.names[i]
		}
		x, y := northEast(p, from)
		tx, ty := northEast(c.to[i], c.target)
		c.Rows = append(c.Rows, cornerRow{Name: name, X: x, Y: y, Lat: degrees(c.wgs[i][1]), Lon: degrees(c.wgs[i][0]), ToX: tx, ToY: ty})
	}
	return nil
}

// northEast writes a corner in the order of Vietnamese tables: X is the northing
// or the latitude, Y the easting or the longitude.
func northEast(p orb.Point, c *crs.CRS) (x, y string) {
	if c.Kind == crs.Geographic {
		return degrees(p[1]), degrees(p[0])
	}
	return metres(p[1]), metres(p[0])
}

// Corners are written with a decimal point in both languages, so that they can be
// pasted into any program: millimetres, and 8 decimals of a degree, which is a millimetre.
func metres(f float64) string  { return strconv.FormatFloat(f, 'f', 3, 64) }
func degrees(f float64) string { return strconv.FormatFloat(f, 'f', 8, 64) }

// enclose adds area, perimeter and drawing where the corners enclose land.
func (s *pages) enclose(l *frame.Locale, c *conversion, t *corners.Table, from *crs.CRS) error {
	add := func(key, value string) {
		c.Facts = append(c.Facts, frame.Fact{Key: key, Label: l.T(key), Items: frame.Words(value)})
	}
	add("coord_corners", l.Num(float64(len(t.Points))))
	square := func(m2 float64) string {
		return l.T("coord_square", l.Num(frame.Round(m2, 1)), l.Area(frame.Round(m2/1e4, 4)))
	}
	shape := orb.Collection{orb.MultiPoint(c.wgs)}
	var whole, plane, around float64
	for i, p := range t.Plots {
		if p.To-p.From < 3 {
			continue
		}
		parcel, err := t.Enclose(p, from)
		if err != nil {
			return err
		}
		whole, plane, around = whole+parcel.Square, plane+parcel.Plane, around+perimeter(parcel.Polygon[0])
		c.plots, c.Crossing = append(c.plots, plotShape{plotName(l, i, p), parcel.Polygon}), c.Crossing || parcel.Crossing
		shape = append(shape, parcel.Polygon)
		if len(t.Plots) > 1 {
			c.Facts = append(c.Facts, frame.Fact{Key: "coord_plot", Label: plotName(l, i, p), Items: frame.Words(square(parcel.Square))})
		}
	}
	if len(c.plots) > 0 {
		add("coord_area", square(whole))
		if plane > 0 {
			add("coord_plane", square(plane))
		}
		add("coord_perimeter", l.T("coord_metres", l.Num(frame.Round(around, 1))))
	}
	var err error
	c.Drawing, err = s.drawCorners(l, c, shape)
	return err
}

// plotName is what a plot is called: by the line above it, else by its number.
func plotName(l *frame.Locale, i int, p corners.Plot) string {
	if p.Title != "" {
		return frame.ClipText(p.Title, 60)
	}
	return l.T("coord_plot", i+1)
}

// named puts the plots' names on their first corners, where there are several.
func (c *conversion) named(l *frame.Locale, t *corners.Table) {
	for i, p := range t.Plots {
		for j := p.From; j < p.To; j++ {
			c.Rows[j].plot = i + 1
		}
		if len(t.Plots) > 1 {
			c.Rows[p.From].Plot = plotName(l, i, p)
		}
	}
}

func perimeter(r orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += geodesy.Distance(r[i-1], r[i])
	}
	return sum
}

// namedCorners is how many corners a drawing names; more names than that hide the land.
const namedCorners = 60

func (s *pages) drawCorners(l *frame.Locale, c *conversion, shape orb.Collection) (drawing.Map, error) {
	underlay, _ := drawing.Underlay(s.Frame, l, drawing.Ask{})
	var features []locator.Feature
	for _, g := range underlay {
		features = append(features, locator.Feature{ID: g.ID, Geometry: g.Geometry, Role: locator.Background, Class: "l-units", Mark: locator.Town})
	}
	for _, p := range c.plots {
		features = append(features, locator.Feature{ID: "parcel", Geometry: p.polygon, Role: locator.Highlight, Class: "k-opportunity"})
	}
	for i, p := range c.wgs {
		if i < namedCorners {
			features = append(features, locator.Feature{ID: c.Rows[i].Name, Geometry: p, Label: c.Rows[i].Name, Role: locator.Highlight, Class: "k-unit"})
		}
	}
	view := drawing.ViewOf(shape.Bound(), 640, 420)
	if view.Zoom == 14 {
		view.Zoom = closer(shape.Bound())
	}
	return drawing.Draw(drawing.Under(s.Frame, l, locator.Map{Title: l.T("coord_drawing"), Description: l.N("coord_drawing_text", len(c.wgs)), Lang: string(l.Lang), Attribution: l.T("map_reference"),
		Width: 640, Height: 420, View: view.Bound(640, 420)}), features, "parcel")
}

// closer is the zoom for a plot, which is smaller than what maps of records show.
func closer(b orb.Bound) float64 {
	side := max(geodesy.Distance(b.Min, orb.Point{b.Max[0], b.Min[1]}), geodesy.Distance(b.Min, orb.Point{b.Min[0], b.Max[1]})*1.5, 20)
	return math.Log2(0.8 * 640 * 2 * math.Pi * 6378137 / (drawing.TilePixels * side))
}

func (s *pages) conversionLinks(l *frame.Locale, c *conversion, a conversionAsk, from *crs.CRS) {
	c.Hidden = []frame.Param{{Name: "points", Value: a.text}, {Name: "from", Value: from.Code}, {Name: "to", Value: a.to}}
	if v := a.values().Encode(); len(v) <= shareable {
		c.Share = s.BaseURL + frame.WithQuery(s.CoordinatesPath(l.Lang), a.values())
	}
	if len(c.plots) == 1 {
		if v := (url.Values{"polygon": {wkt.MarshalString(rounded(c.plots[0].polygon))}}); len(v.Encode()) <= shareable*2 {
			c.MapURL = frame.WithQuery(s.Local(frame.RouteMap, l.Lang), v)
		}
	}
	middle := orb.MultiPoint(c.wgs).Bound().Center()
	c.Around = around.At(s.Frame, l, middle)
}

// rounded is the polygon to a centimetre, for an address.
func rounded(p orb.Polygon) orb.Polygon {
	out := orb.Clone(p).(orb.Polygon)
	for _, ring := range out {
		for i := range ring {
			ring[i] = orb.Point{frame.Round(ring[i][0], 7), frame.Round(ring[i][1], 7)}
		}
	}
	return out
}
