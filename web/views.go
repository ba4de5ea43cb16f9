package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

//go:embed templates/*.html
var templateFiles embed.FS

// views are the parsed templates, one set per page and language.
type views struct {
	sets map[string]map[text.Lang]*template.Template
}

// pageStructs lists every page template with a zero value of the struct it prints.
func pageStructs() map[string]any {
	return map[string]any{
		"home": HomePage{}, "search": SearchPage{}, "record": RecordPage{}, "compare": ComparePage{}, "coverage": CoveragePage{}, "coveragelist": CoverageList{},
		"sources": SourcesPage{}, "geometry": GeometryPage{}, "api": APIPage{}, "widget": WidgetPage{}, "about": AboutPage{}, "map": MapPage{}, "coordinates": CoordinatesPage{}, "error": ErrorPage{},
		"dataset": DatasetPage{}, "table": TablePage{}, "column": ColumnPage{}, "rowdiff": RowDiffPage{}, "explore": ExplorePage{}, "embed": EmbedPage{}, "usage": UsagePage{},
	}
}

func loadViews(locales map[text.Lang]*locale, files *assets) (*views, error) {
	v := &views{sets: map[string]map[text.Lang]*template.Template{}}
	for name := range pageStructs() {
		v.sets[name] = map[text.Lang]*template.Template{}
		for lang, l := range locales {
			set, err := template.New("layout.html").Funcs(functions(l, files)).
				ParseFS(templateFiles, "templates/layout.html", "templates/parts.html", "templates/dataparts.html", "templates/"+name+".html")
			if err != nil {
				return nil, fmt.Errorf("template %s: %w", name, err)
			}
			v.sets[name][lang] = set
		}
	}
	return v, nil
}

// functions are all that a template can call.
func functions(l *locale, files *assets) template.FuncMap {
	return template.FuncMap{
		"t": func(key string, args ...any) (string, error) {
			if !l.has(key) {
				return "", fmt.Errorf("locale %s: no string %q", l.lang, key)
			}
			return l.t(key, args...), nil
		},
		"asset": files.url,
	}
}

// show renders a page and answers with it.
func (s *site) show(w http.ResponseWriter, r *http.Request, name string, lang text.Lang, page any) error {
	body, err := s.views.render(name, lang, page)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Language", string(lang))
	return httpkit.WriteBytes(w, r, "text/html; charset=utf-8", body, s.validator(body, page))
}

// passing is a page that tells something of this answer alone, such as the time
// it took: such words do not make it another page.
type passing interface{ passing() string }

// validator tells the state of a page. It last changed when content came in or,
// as words and design are the program's, when the program started.
func (s *site) validator(body []byte, page any) httpkit.Validator {
	v := httpkit.Validator{Modified: s.started}
	if at := s.Ingested().At; at.After(v.Modified) {
		v.Modified = at
	}
	if p, ok := page.(passing); ok && p.passing() != "" {
		v.ETag = httpkit.WeakETag(bytes.Replace(body, []byte(template.HTMLEscapeString(p.passing())), nil, 1))
	}
	return v
}

func (v *views) render(name string, lang text.Lang, page any) ([]byte, error) {
	var b bytes.Buffer
	set := v.sets[name][lang]
	if alone := set.Lookup("document"); alone != nil { // a page without the frame
		set = alone
	}
	if err := set.Execute(&b, page); err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return b.Bytes(), nil
}
