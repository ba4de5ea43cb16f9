package ogc

import (
	"net/url"
	"slices"
	"strings"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Members of a record that a filter or a sort order may name (OGC 20-004r1, table of core queryables). They stand beside the properties of the record.
func recordFields(own []layers.Field) []layers.Field {
	keep := map[string]bool{"record": true, "kind": true, "title_vi": true, "title_en": true, "summary_vi": true, "summary_en": true, "status": true, "topics": true, "aliases": true,
		"valid_from": true, "valid_to": true, "date": true, "geometry_quality": true, "licence": true, "review_due": true, "confidence": true, "sector": true,
		"capital_billion_vnd": true, "area_ha": true, "units": true, "source_title": true, "source_url": true, "source_date": true, "modified": true}
	var out []layers.Field
	for _, f := range own {
		if keep[f.Name] {
			out = append(out, f)
		}
	}
	return out
}

func recordParameters() []parameter {
	list := map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	return []parameter{
		{"type", list, text.New("Chỉ các bản ghi thuộc một trong các loại này.", "Only records of one of these types.")},
		{"ids", list, text.New("Chỉ các bản ghi có mã này.", "Only records with these ids.")},
		{"externalIds", list, text.New("Chỉ các bản ghi có một trong các mã ngoài này: lược đồ:giá trị, giá trị, hoặc lược đồ:", "Only records with one of these external ids: scheme:value, value, or scheme:")},
		{"profile", list, text.New("Cách trình bày bản ghi mong muốn; chỉ có một.", "The wanted form of the records; there is one.")},
	}
}

// recordProfile is the one form of records.
const recordProfile = "http://www.opengis.net/def/profile/OGC/0/ogc-record"

// recordTests are the conditions of type, ids and externalIds. A list that is empty finds nothing.
func recordTests(v url.Values) []func(*layers.Feature) bool {
	var out []func(*layers.Feature) bool
	if v.Has("type") {
		types := items(v.Get("type"))
		out = append(out, func(f *layers.Feature) bool { return slices.Contains(types, kind(f)) })
	}
	if v.Has("ids") {
		ids := items(v.Get("ids"))
		out = append(out, func(f *layers.Feature) bool { return slices.Contains(ids, f.ID) })
	}
	if v.Has("externalIds") {
		wanted := items(v.Get("externalIds"))
		out = append(out, func(f *layers.Feature) bool {
			return slices.ContainsFunc(wanted, func(w string) bool {
				return slices.ContainsFunc(externalIDs(f), func(e externalID) bool { return e.is(w) })
			})
		})
	}
	return out
}

func items(s string) []string {
	var out []string
	for _, p := range strings.Split(s, ",") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func kind(f *layers.Feature) string { return word(f, "kind") }

func word(f *layers.Feature, name string) string {
	s, _ := f.Properties[name].(string)
	return s
}

// externalID is a name that others know a record by.
type externalID struct {
	Scheme string `json:"scheme,omitempty"`
	Value  string `json:"value"`
}

// is tells whether a wish means this id: "scheme:value", "value" or "scheme:".
func (e externalID) is(wish string) bool {
	return wish == e.Value || wish == e.Scheme+":"+e.Value || wish == e.Scheme+":"
}

// externalIDs are the id in the catalogue, and the codes by which offices know a thing.
func externalIDs(f *layers.Feature) []externalID {
	out := []externalID{{"honglinh", f.Record}}
	for _, c := range []struct{ property, scheme string }{{"code", "gso"}, {"number", "document-number"}, {"list_code", "opportunity-list"}, {"project_code", "project-code"}, {"procedure_code", "procedure-code"}} {
		if s := word(f, c.property); s != "" {
			out = append(out, externalID{c.scheme, s})
		}
	}
	return out
}

// tongue is a language as records name it.
type tongue struct {
	Code      string `json:"code"`
	Name      string `json:"name"`
	Alternate string `json:"alternate,omitempty"`
	Dir       string `json:"dir"`
}

type theme struct {
	Concepts []themeConcept `json:"concepts"`
	Scheme   string         `json:"scheme"`
}

type themeConcept struct {
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
}

type contact struct {
	Organization string   `json:"organization"`
	Roles        []string `json:"roles"`
	Links        []link   `json:"links,omitempty"`
}

type format struct {
	Name      string `json:"name"`
	MediaType string `json:"mediaType"`
}

func languages() map[text.Lang]tongue {
	return map[text.Lang]tongue{text.VI: {"vi", "Tiếng Việt", "Vietnamese", "ltr"}, text.EN: {"en", "English", "", "ltr"}}
}

// recordProperties is the record in the language asked for; the member language says which one it really is in.
func recordProperties(f *layers.Feature, lang text.Lang) map[string]any {
	title, shown := f.Title().Best(lang)
	known := languages()
	d := map[string]any{"type": kind(f), "title": title, "externalIds": externalIDs(f)}
	if l, ok := known[shown]; ok {
		d["language"] = l
	}
	var all []tongue
	for _, l := range text.Langs() {
		if f.Title().In(l) != "" {
			all = append(all, known[l])
		}
	}
	if len(all) > 1 {
		d["languages"] = all
	}
	if s, _ := text.New(word(f, "summary_vi"), word(f, "summary_en")).Best(lang); s != "" {
		d["description"] = s
	}
	if a, _ := f.Properties["aliases"].([]string); len(a) > 0 {
		d["keywords"] = a
	}
	if s := word(f, "modified"); s != "" {
		d["updated"] = s
	}
	if t := themes(f, lang); t != nil {
		d["themes"] = t
	}
	if s := word(f, "source_title"); s != "" {
		c := contact{Organization: s, Roles: []string{"originator"}}
		if u := word(f, "source_url"); u != "" {
			c.Links = []link{{Href: u, Rel: "about", Type: mediaHTML}}
		}
		d["contacts"] = []contact{c}
	}
	d["formats"] = []format{{"JSON", mediaJSON}, {"HTML", mediaHTML}}
	if s := word(f, "licence"); s != "" {
		d["license"] = spdx(s)
	}
	for _, field := range recordFields(allFields(f)) {
		if _, taken := d[field.Name]; !taken {
			d[field.Name] = f.Properties[field.Name]
		}
	}
	return d
}

func allFields(f *layers.Feature) []layers.Field {
	out := make([]layers.Field, 0, len(f.Properties))
	for name := range f.Properties {
		out = append(out, layers.Field{Name: name})
	}
	return out
}

// spdx is the licence's SPDX identifier, or "other", which a license link explains.
func spdx(code string) string {
	if l, ok := vocab.FindLicence(code); ok && l.URL != "" {
		return l.Code
	}
	return "other"
}

func themes(f *layers.Feature, lang text.Lang) []theme {
	topics, _ := f.Properties["topics"].([]string)
	if len(topics) == 0 {
		return nil
	}
	t := theme{Scheme: "urn:honglinh:topics"}
	for _, code := range topics {
		t.Concepts = append(t.Concepts, themeConcept{code, best(vocab.Topics().Label(code), lang)})
	}
	return []theme{t}
}

// appendTime writes the member time: null, a date, or an interval with ".." for an open end.
func appendTime(b []byte, f *layers.Feature) []byte {
	from, to, ok := f.Time()
	if !ok {
		return append(b, "null"...)
	}
	day := func(s string) string { return s[:len("2006-01-02")] }
	end := func(s *string) string {
		if s == nil {
			return ".."
		}
		return day(*s)
	}
	a, z := end(instant(from)), end(instant(to))
	if a == z {
		return append(layers.AppendString(append(b, `{"date":`...), a), '}')
	}
	b = layers.AppendString(append(b, `{"interval":[`...), a)
	return append(layers.AppendString(append(b, ','), z), "]}"...)
}

// recordSelf are the links of a record in a list to its own page.
func (f *Face) recordSelf(x *layers.Feature) []link {
	p := "/collections/catalogue/items/" + x.ID
	return []link{{Href: f.href(p, "f", "json"), Rel: "self", Type: mediaGeoJSON}, {Href: f.href(p, "f", "html"), Rel: "alternate", Type: mediaHTML},
		{Href: f.href("/collections/catalogue", "f", "json"), Rel: "collection", Type: mediaJSON}}
}

// recordLinks lead from a record to its page, its JSON, its licence and its form.
func (f *Face) recordLinks(x *layers.Feature, lang text.Lang) []link {
	out := []link{
		{Href: recordProfile, Rel: "profile"},
		{Href: f.kit.URL("/" + string(lang) + "/" + x.Record), Rel: "about", Type: mediaHTML, Hreflang: string(lang), Title: best(x.Title(), lang)},
		{Href: f.kit.URL("/api/v1/records/" + x.Record), Rel: "describedby", Type: mediaJSON, Title: best(x.Title(), lang)},
	}
	if s := word(x, "licence"); s != "" {
		if l, ok := vocab.FindLicence(s); ok && l.URL != "" {
			out = append(out, link{Href: l.URL, Rel: "license", Type: mediaHTML, Title: best(l.Label, lang)})
		} else {
			out = append(out, link{Href: f.kit.URL("/" + string(lang) + "/about"), Rel: "license", Type: mediaHTML, Title: s})
		}
	}
	return out
}
