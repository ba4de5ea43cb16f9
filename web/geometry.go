package web

import (
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
)

// GeometryPage is what the last ingest found of every geometry: how it was read, what was mended, what a person should look at.
type GeometryPage struct {
	Page
	Layers []GeometryLayer
	Sets   []GeometrySet
	None   string // said when nothing has a geometry
}

// GeometryLayer is a map layer with what of it has a place.
type GeometryLayer struct{ Title, Features, Placed, Unplaced string }

// GeometrySet is the report of one dataset.
type GeometrySet struct {
	Slug      string
	Title     Link
	JSON      string
	Resources []GeometryResource
}

// GeometryResource is the report of one resource.
type GeometryResource struct {
	Name     string
	Facts    []Fact
	Findings []GeometryLine
}

// GeometryLine is one kind of finding with examples.
type GeometryLine struct{ Severity, Says, Count, Examples string }

func (s *site) geometryPage(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	p := GeometryPage{Page: s.frame(r, l.t("geometry.title"), l.t("geometry.lead"), s.fixed(routeGeometry)), None: l.t("geometry.none")}
	if set := s.Layers(); set != nil {
		for _, d := range set.Layers() {
			p.Layers = append(p.Layers, GeometryLayer{l.label(d.Title, d.ID), l.num(float64(d.Len())), l.num(float64(d.Len() - d.Unplaced())), l.num(float64(d.Unplaced()))})
		}
	}
	reports := s.Geometry()
	for _, slug := range slices.Sorted(maps.Keys(reports)) {
		one := GeometrySet{Slug: slug, Title: Link{Text: slug, URL: s.recordPath(lang, "dataset/"+slug)}, JSON: apiDatasets + "/" + url.PathEscape(slug) + "/geometry"}
		if pack, ok := s.Library().Find(slug); ok {
			one.Title.Text = l.label(pack.Title, slug)
		}
		for i := range reports[slug] {
			one.Resources = append(one.Resources, l.geometryOf(&reports[slug][i]))
		}
		p.Sets = append(p.Sets, one)
	}
	return s.show(w, r, "geometry", lang, p)
}

func (l *locale) geometryOf(r *datasets.GeometryReport) GeometryResource {
	out := GeometryResource{Name: r.Resource}
	add := func(key, value string) {
		if value != "" {
			out.Facts = append(out.Facts, Fact{Key: "geo-" + r.Resource + "-" + key, Label: l.t("geometry." + key), Items: text1(value)})
		}
	}
	add("read", l.t("geometry.counts", l.num(float64(r.Features)), l.num(float64(r.WithGeometry)), l.num(float64(r.Refused))))
	add("kinds", l.t("geometry.dimensions", l.num(float64(r.Points)), l.num(float64(r.Lines)), l.num(float64(r.Areas)), l.num(float64(r.Mixed))))
	if len(r.BBox) == 4 {
		add("box", l.t("geometry.corners", short(r.BBox[0], 4), short(r.BBox[1], 4), short(r.BBox[2], 4), short(r.BBox[3], 4)))
	}
	for _, s := range r.Systems {
		add("system", l.systemRead(s))
	}
	var mended []string
	for _, code := range slices.Sorted(maps.Keys(r.Mended)) {
		mended = append(mended, l.t("geometry.times", l.finding(code), l.num(float64(r.Mended[code]))))
	}
	add("mended", firstOf(strings.Join(mended, "; "), l.t("geometry.nothing")))
	for _, f := range r.Findings {
		line := GeometryLine{Severity: l.t("geometry.severity." + f.Severity), Says: l.finding(f.Code), Count: l.num(float64(f.Count))}
		var examples []string
		for _, e := range f.Examples {
			examples = append(examples, l.t("geometry.example", firstOf(e.ID, e.File), l.num(float64(e.Row)), l.label(e.Message, f.Code)))
		}
		line.Examples = strings.Join(examples, " · ")
		out.Findings = append(out.Findings, line)
	}
	return out
}

// systemRead says in which system coordinates came and how that is known.
func (l *locale) systemRead(s datasets.GeometrySystem) string {
	said := l.t("geometry.system_read", s.CRS, s.Name, l.t("geometry.basis."+s.Basis), l.num(float64(s.Features)))
	if s.Swapped {
		said += " " + l.t("geometry.swapped")
	}
	if evidence := l.label(s.Evidence, ""); evidence != "" {
		said += " " + evidence
	}
	if s.Operation != "" {
		said += " " + l.t("geometry.operation", s.Operation, l.num(s.Accuracy))
	}
	return said
}

var part = regexp.MustCompile(`\{\d\}`)

// finding is the sentence of a code without the figures of a single case.
func (l *locale) finding(code string) string {
	says := check.Messages()[check.Code(code)]
	return part.ReplaceAllString(l.label(text.New(says["vi"], says["en"]), code), "…")
}
