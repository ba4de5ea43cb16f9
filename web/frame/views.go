package frame

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
)

//go:embed templates/*.html
var templateFiles embed.FS

// views are the parsed templates, one set per page and language.
type views struct {
	sets   map[string]map[text.Lang]*template.Template
	design *Design
}

// add parses the templates of a part.
func (v *views) add(part Views) error {
	for name := range part.Pages {
		if v.sets[name] != nil {
			return fmt.Errorf("template %s: two parts have one", name)
		}
		set, err := v.design.page(name, func(l *Locale) (*template.Template, error) { return v.parse(l, part, name) })
		if err != nil {
			return fmt.Errorf("template %s: %w", name, err)
		}
		v.sets[name] = set
	}
	return nil
}

func (v *views) parse(l *Locale, part Views, name string) (*template.Template, error) {
	set, err := template.New("layout.html").Funcs(functions(l, v.design.assets)).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html")
	for _, shared := range part.Shared {
		if err == nil {
			set, err = set.ParseFS(shared, "templates/*.html")
		}
	}
	if err != nil {
		return nil, err
	}
	return set.ParseFS(part.Files, "templates/"+name+".html")
}

// functions are all that a template can call.
func functions(l *Locale, files *assets) template.FuncMap {
	return template.FuncMap{
		"t": func(key string, args ...any) (string, error) {
			if !l.Has(key) {
				return "", fmt.Errorf("locale %s: no string %q", l.Lang, key)
			}
			return l.T(key, args...), nil
		},
		"asset": files.url,
		"href":  href,
	}
}

// href is an address as a link holds it: html/template refuses telephones, of which only
// digits pass.
func href(address string) any {
	if number, ok := strings.CutPrefix(address, "tel:"); ok {
		return template.URL(site.TelephoneURI(number))
	}
	return address
}

// Show renders a page and answers with it.
func (s *Frame) Show(w http.ResponseWriter, r *http.Request, name string, lang text.Lang, page any) error {
	body, err := s.Render(name, lang, page)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Language", string(lang))
	return httpkit.WriteBytes(w, r, "text/html; charset=utf-8", body, s.validator(body, page))
}

// ShowAs answers with a page that is for one reader only: it is kept nowhere, found by
// nobody, and its address goes to no other site.
func (s *Frame) ShowAs(w http.ResponseWriter, r *http.Request, name string, lang text.Lang, status int, page any) error {
	body, err := s.Render(name, lang, page)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Language", string(lang))
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", httpkit.CacheNever)
	h.Set("Referrer-Policy", "same-origin")
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = w.Write(body)
	return err
}

// Passing is a page that tells something of this answer alone, such as the time
// it took: such words do not make it another page.
type Passing interface{ Passing() string }

// validator tells the state of a page. It last changed when content came in or,
// as words and design are the program's, when the program started.
func (s *Frame) validator(body []byte, page any) httpkit.Validator {
	v := httpkit.Validator{Modified: s.started}
	if at := s.Ingested().At; at.After(v.Modified) {
		v.Modified = at
	}
	if p, ok := page.(Passing); ok && p.Passing() != "" {
		v.ETag = httpkit.WeakETag(bytes.Replace(body, []byte(template.HTMLEscapeString(p.Passing())), nil, 1))
	}
	return v
}

// Render prints a page with the template of the name.
func (s *Frame) Render(name string, lang text.Lang, page any) ([]byte, error) {
	var b bytes.Buffer
	set := s.views.sets[name][lang]
	if set == nil {
		return nil, fmt.Errorf("page %s: no template", name)
	}
	if alone := set.Lookup("document"); alone != nil { // a page without the frame
		set = alone
	}
	if err := set.Execute(&b, page); err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return b.Bytes(), nil
}
