package here

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/locator"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/around"
	"honglinh/web/drawing"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	return frame.Part{
		Routes:   []frame.Route{{Name: frame.RouteHere, Path: "/here", Handle: p.here}},
		Views:    frame.Views{Files: files, Shared: []fs.FS{around.Templates()}, Pages: map[string]any{"here": page{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteHere)},
	}
}

// page is the form and, where a point is asked for, what is there.
type page struct {
	frame.Page
	Action         string
	X, Y           string
	LikeX, LikeY   string // an example: the middle of the site's maps, where it states one
	Systems        []choice
	Problem        string
	Point          string // as read, in WGS 84
	Drawing        drawing.Map
	MapURL         string
	Around         *around.Surround
	Filed          []filed
	Incentives     []frame.Link // by the unit of the day
	CoordinatesURL string
}

// choice is a reference system to choose.
type choice struct {
	Value, Label string
	On           bool
}

// filed is what is known to be in the unit.
type filed struct {
	Label, Count string
	Links        []frame.Link
	All          string
}

func (s *pages) here(w http.ResponseWriter, r *http.Request) error {
	v, err := httpkit.Params(r, "lon", "lat", "crs")
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := page{Page: s.NewPage(r, l.T("here_title"), l.T("here_lead"), func(lang text.Lang) string { return frame.WithQuery(s.Local(frame.RouteHere, lang), v) }),
		Action: s.Local(frame.RouteHere, lang), X: v.Get("lon"), Y: v.Get("lat"), Systems: systems(v.Get("crs")), CoordinatesURL: s.CoordinatesPath(lang)}
	p.NoIndex = len(v) > 0
	if middle := s.Site().Middle; middle != nil {
		p.LikeX, p.LikeY = frame.Short(middle.Lon, 2), frame.Short(middle.Lat, 2)
	}
	if v.Get("lon") != "" || v.Get("lat") != "" {
		at, err := read(v)
		if err != nil {
			p.Problem = l.T("here_wrong")
		} else if err := s.fill(l, &p, at); err != nil {
			return err
		}
	}
	return s.Show(w, r, "here", lang, p)
}

// read is the point asked for; a comma stands for a point in numbers as people here write them.
func read(v url.Values) (orb.Point, error) {
	number := func(name string) (float64, error) {
		s := strings.TrimSpace(v.Get(name))
		if len(s) > 40 {
			return 0, strconv.ErrSyntax
		}
		return strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), ",", "."), 64)
	}
	x, err := number("lon")
	if err != nil {
		return orb.Point{}, err
	}
	y, err := number("lat")
	if err != nil {
		return orb.Point{}, err
	}
	return crs.Point(v.Get("crs"), x, y)
}

// systems lists WGS 84 and every zone of VN-2000.
func systems(on string) []choice {
	out := []choice{{"", "WGS 84", on == ""}}
	for _, c := range crs.All() {
		if c.Datum() == "VN-2000" {
			out = append(out, choice{c.Code, fmt.Sprintf("%s (%s)", c.Name, c.Code), c.Code == on})
		}
	}
	return out
}

func (s *pages) fill(l *frame.Locale, p *page, at orb.Point) error {
	at = orb.Point{drawing.Round5(at[0]), drawing.Round5(at[1])}
	p.Point = frame.Short(at[1], 5) + ", " + frame.Short(at[0], 5)
	p.Around = around.At(s.Frame, l, at)
	view := drawing.View{Zoom: 11.5, Middle: at}
	underlay, _ := drawing.Underlay(s.Frame, l, drawing.Ask{})
	var features []locator.Feature
	for _, g := range underlay {
		features = append(features, locator.Feature{ID: g.ID, Geometry: g.Geometry, Label: g.Title, Role: locator.Background, Class: "l-units", Mark: locator.Town})
	}
	features = append(features, locator.Feature{ID: "point", Geometry: at, Role: locator.Highlight, Class: "k-opportunity", Mark: locator.Diamond})
	var err error
	p.Drawing, err = drawing.Draw(drawing.Under(s.Frame, l, locator.Map{Title: l.T("here_map"), Description: l.T("here_map_text", p.Point), Lang: string(l.Lang), Attribution: l.T("map_reference"),
		Width: 640, Height: 420, View: view.Bound(640, 420)}), features, "here")
	p.MapURL = frame.WithQuery(s.Local(frame.RouteMap, l.Lang), drawing.Ask{View: &view}.Put(url.Values{}))
	s.unit(l, p, at)
	return err
}

// unit tells of the unit of the day: what is filed there, and the incentives of the place.
func (s *pages) unit(l *frame.Locale, p *page, at orb.Point) {
	set := s.Layers()
	if set == nil {
		return
	}
	a := set.Around(at, around.Ask(s.Frame))
	var code string
	for _, g := range a.Units {
		u, ok := s.Places().ByID(g.Record)
		if !ok || !g.Current || u.Code == "" {
			continue
		}
		code = u.Code
		p.Incentives = append(p.Incentives, frame.Link{Text: l.T("here_incentives", l.Label(u.Name, u.ID)), URL: frame.WithQuery(s.Local(frame.RouteInvest, l.Lang), url.Values{"place": {u.Code}})})
	}
	for _, f := range a.Filed {
		one := filed{Label: l.Label(vocab.Kind(f.Kind).Row().Plural, f.Kind), Count: l.Num(float64(f.Count))}
		for _, n := range f.Records {
			t := l.Pick(n.Title)
			one.Links = append(one.Links, frame.Link{Text: t.Text, Lang: t.Lang, Tag: t.Tag, URL: s.RecordPath(l.Lang, n.Record)})
		}
		if f.Count > len(f.Records) && code != "" {
			one.All = frame.WithQuery(s.Local(frame.RouteSearch, l.Lang), frame.PageValues(search.Query{Kinds: []string{f.Kind}, Places: []string{code}}))
		}
		p.Filed = append(p.Filed, one)
	}
}
