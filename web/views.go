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
		"home": HomePage{}, "search": SearchPage{}, "record": RecordPage{}, "compare": ComparePage{}, "coverage": CoveragePage{},
		"sources": SourcesPage{}, "api": APIPage{}, "widget": WidgetPage{}, "about": AboutPage{}, "map": MapPage{}, "coordinates": CoordinatesPage{}, "error": ErrorPage{},
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
	return httpkit.WriteBytes(w, r, "text/html; charset=utf-8", body, httpkit.Validator{})
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
