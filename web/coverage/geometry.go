package coverage

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/web/frame"
)

// geometryPage is what the last ingest found of every geometry: how it was read, what was mended, what a person should look at.
type geometryPage struct {
	frame.Page
	Layers []geometryLayer
	Sets   []geometrySet
	None   string // said when nothing has a geometry
}

// geometryLayer is a map layer with what of it has a place.
type geometryLayer struct{ Title, Features, Placed, Unplaced string }

// geometrySet is the report of one dataset.
type geometrySet struct {
	Slug      string
	Title     frame.Link
	JSON      string
	Resources []geometryResource
}

// geometryResource is the report of one resource.
type geometryResource struct {
	Name     string
	Facts    []frame.Fact
	Findings []geometryLine
}

// geometryLine is one kind of finding with examples.
type geometryLine struct{ Severity, Says, Count, Examples string }

func (s *pages) geometryPage(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := geometryPage{Page: s.NewPage(r, l.T("geometry.title"), l.T("geometry.lead"), s.Fixed(frame.RouteGeometry)), None: l.T("geometry.none")}
	if set := s.Layers(); set != nil {
		for _, d := range set.Layers() {
			p.Layers = append(p.Layers, geometryLayer{l.Label(d.Title, d.ID), l.Num(float64(d.Len())), l.Num(float64(d.Len() - d.Unplaced())), l.Num(float64(d.Unplaced()))})
		}
	}
	reports := s.Options.Geometry()
	for _, slug := range slices.Sorted(maps.Keys(reports)) {
		one := geometrySet{Slug: slug, Title: frame.Link{Text: slug, URL: s.RecordPath(lang, "dataset/"+slug)}, JSON: frame.APIDatasets + "/" + url.PathEscape(slug) + "/geometry"}
		if pack, ok := s.Library().Find(slug); ok {
			one.Title.Text = l.Label(pack.Title, slug)
		}
		for i := range reports[slug] {
			one.Resources = append(one.Resources, geometryOf(l, &reports[slug][i]))
		}
		p.Sets = append(p.Sets, one)
	}
	return s.Show(w, r, "geometry", lang, p)
}

func geometryOf(l *frame.Locale, r *datasets.GeometryReport) geometryResource {
	out := geometryResource{Name: r.Resource}
	add := func(key, value string) {
		if value != "" {
			out.Facts = append(out.Facts, frame.Fact{Key: "geo-" + r.Resource + "-" + key, Label: l.T("geometry." + key), Items: frame.Words(value)})
		}
	}
	add("read", l.T("geometry.counts", l.Num(float64(r.Features)), l.Num(float64(r.WithGeometry)), l.Num(float64(r.Refused))))
	add("kinds", l.T("geometry.dimensions", l.Num(float64(r.Points)), l.Num(float64(r.Lines)), l.Num(float64(r.Areas)), l.Num(float64(r.Mixed))))
	if len(r.BBox) == 4 {
		add("box", l.T("geometry.corners", frame.Short(r.BBox[0], 4), frame.Short(r.BBox[1], 4), frame.Short(r.BBox[2], 4), frame.Short(r.BBox[3], 4)))
	}
	for _, s := range r.Systems {
		add("system", systemRead(l, s))
	}
	var mended []string
	for _, code := range slices.Sorted(maps.Keys(r.Mended)) {
		mended = append(mended, l.T("geometry.times", finding(l, code), l.Num(float64(r.Mended[code]))))
	}
	add("mended", cmp.Or(strings.Join(mended, "; "), l.T("geometry.nothing")))
	for _, f := range r.Findings {
		line := geometryLine{Severity: l.T("geometry.severity." + f.Severity), Says: finding(l, f.Code), Count: l.Num(float64(f.Count))}
		var examples []string
		for _, e := range f.Examples {
			examples = append(examples, l.T("geometry.example", cmp.Or(e.ID, e.File), l.Num(float64(e.Row)), l.Label(e.Message, f.Code)))
		}
		line.Examples = strings.Join(examples, " · ")
		out.Findings = append(out.Findings, line)
	}
	return out
}

// systemRead says in which system coordinates came and how that is known.
func systemRead(l *frame.Locale, s datasets.GeometrySystem) string {
	said := l.T("geometry.system_read", s.CRS, s.Name, l.T("geometry.basis."+s.Basis), l.Num(float64(s.Features)))
	if s.Swapped {
		said += " " + l.T("geometry.swapped")
	}
	if evidence := l.Label(s.Evidence, ""); evidence != "" {
		said += " " + evidence
	}
	if s.Operation != "" {
		said += " " + l.T("geometry.operation", s.Operation, l.Num(s.Accuracy))
	}
	return said
}

var part = regexp.MustCompile(`\{\d\}`)

// finding is the sentence of a code without the figures of a single case.
func finding(l *frame.Locale, code string) string {
	says := check.Messages()[check.Code(code)]
	return part.ReplaceAllString(l.Label(text.New(says["vi"], says["en"]), code), "…")
}
