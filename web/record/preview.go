package record

import (
	"net/http"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// Previewer returns what renders the page that readers would get of a record that
// is not published yet.
func Previewer(s *frame.Frame, describer *metadata.Describer, book *quality.Book, geometry func() map[string][]datasets.GeometryReport) func(*http.Request, catalog.Record) ([]byte, error) {
	p := &pages{Frame: s, describer: describer, quality: book, geometry: geometry}
	return func(r *http.Request, rec catalog.Record) ([]byte, error) {
		lang := frame.PathLang(r)
		v := &recordView{facts.NewSheet(r.Context(), s, s.Locale(lang), &rec), p, true}
		page, err := v.page(r, ask{})
		if err != nil {
			return nil, err
		}
		page.NoIndex = true
		return s.Render("record", lang, page)
	}
}
