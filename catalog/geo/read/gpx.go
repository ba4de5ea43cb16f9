package read

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/net/html/charset"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text/notice"
)

// GPX reads the waypoints, routes and tracks of a GPX document (1.0 and 1.1) as points
// and lines; the property "gpx" says which of them a feature is. Entities of the
// document's own are refused by the decoder, never expanded. GPX is WGS 84 by definition.
// Heights are dropped and noted.
func GPX(r io.Reader, o Options, y Yield) (Summary, error) {
	s := newStream(o, y)
	s.stated = crs.CRS84
	d := xml.NewDecoder(limit(r))
	d.CharsetReader = charset.NewReaderLabel
	seen := false
	return s.finish(elements(d, "GPX", "gpx", func(d *xml.Decoder, e xml.StartElement) (bool, error) {
		seen = seen || e.Name.Local == "gpx"
		sort := gpxSorts()[e.Name.Local]
		if sort == "" || !seen {
			return false, nil
		}
		return true, s.journey(d, e, sort)
	}))
}

// gpxSorts are the elements that are features.
func gpxSorts() map[string]string {
	return map[string]string{"wpt": "waypoint", "rte": "route", "trk": "track"}
}

// gpxPath is a waypoint, route or track that is being read.
type gpxPath struct {
	props    map[string]any
	segments []orb.LineString
	open     []string // the names of the elements that are open inside it
	height   bool
	fault    error // of the first point that cannot be read
}

// journey reads one feature to its end; a point that is none costs the feature only.
func (s *stream) journey(d *xml.Decoder, start xml.StartElement, sort string) error {
	p := &gpxPath{props: map[string]any{"gpx": sort}}
	if sort == "waypoint" {
		p.point(start)
	}
	for {
		t, err := d.Token()
		if err != nil {
			return notXML(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if p.open = append(p.open, t.Name.Local); len(p.open) > deepestXML {
				return notice.Of("geo-read.depth", deepestXML).Because(ErrFormat)
			}
			p.begin(t)
		case xml.CharData:
			p.text(t)
		case xml.EndElement:
			if len(p.open) == 0 {
				return s.path(p, sort)
			}
			p.open = p.open[:len(p.open)-1]
		}
	}
}

func (p *gpxPath) begin(e xml.StartElement) {
	switch e.Name.Local {
	case "trkseg":
		p.segments = append(p.segments, nil)
	case "rtept", "trkpt":
		p.point(e)
	}
}

// point adds the point of an element to the segment that is being read.
func (p *gpxPath) point(e xml.StartElement) {
	var at orb.Point
	for i, name := range []string{"lon", "lat"} {
		given := ""
		for _, a := range e.Attr {
			if a.Name.Local == name {
				given = a.Value
			}
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(given), 64)
		if err != nil && p.fault == nil {
			p.fault = notice.Of("geo-read.number", name, clipped(given)).Because(ErrFormat)
		}
		at[i] = v
	}
	if len(p.segments) == 0 {
		p.segments = append(p.segments, nil)
	}
	last := len(p.segments) - 1
	p.segments[last] = append(p.segments[last], at)
}

// text keeps what stands directly in the feature.
func (p *gpxPath) text(b xml.CharData) {
	if len(p.open) == 0 {
		return
	}
	name, s := p.open[len(p.open)-1], strings.TrimSpace(string(b))
	if s == "" {
		return
	}
	p.height = p.height || name == "ele" && strings.Trim(s, "0.") != ""
	if len(p.open) > 1 {
		return
	}
	switch name {
	case "name", "cmt", "desc", "src", "type", "sym", "number", "time", "ele":
		if before, ok := p.props[name].(string); ok {
			s = before + s
		}
		p.props[name] = s
	}
}

// path hands a feature on.
func (s *stream) path(p *gpxPath, sort string) error {
	if p.fault != nil {
		return s.broken(p.fault)
	}
	f := geo.Feature{Properties: p.props}
	var notes []check.Finding
	if p.height {
		notes = append(notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{"Z"}})
	}
	if sort == "waypoint" {
		f.Geometry = p.segments[0][0]
		return s.add(f, notes)
	}
	var lines orb.MultiLineString
	for _, l := range p.segments {
		if len(l) > 1 { // receivers write segments of one point where they lose the signal
			lines = append(lines, l)
		}
	}
	switch len(lines) {
	case 0:
		return s.broken(notice.Of("geo-read.line", sort).Because(ErrFormat))
	case 1:
		f.Geometry = lines[0]
	default:
		f.Geometry = lines
	}
	return s.add(f, notes)
}
