package native

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/datasets/export"
)

func jsonFormat() httpkit.Format { return httpkit.Format{Name: "json", Media: httpkit.JSONMedia} }

// exportFormats are the forms of a search besides a JSON page, one file each.
func exportFormats() []httpkit.Format {
	var out []httpkit.Format
	for _, f := range export.For(export.Searches) {
		out = append(out, httpkit.Format{Name: f.Name, Media: f.Media})
	}
	return out
}

// geojsonFormat is that of one record, too.
func geojsonFormat() httpkit.Format {
	all := exportFormats()
	return all[slices.IndexFunc(all, func(f httpkit.Format) bool { return f.Name == "geojson" })]
}

// writer writes the records of a search in one format.
type writer interface {
	begin(first search.Answer) error
	record(rec catalog.Record) error
	end() error
}

func (f *Face) writerOf(format httpkit.Format, w http.ResponseWriter, q search.Query) writer {
	switch format.Name {
	case "csv":
		return newCSV(w, f.kit.BaseURL())
	case "jsonl":
		return &jsonl{w}
	case "geojson":
		return &collection{w: w, base: f.kit.BaseURL()}
	}
	return nil
}

// export answers with everything found, or with at most limit records where a
// limit is given. Only the first page can still be refused; a later fault cuts
// the answer off.
func (f *Face) export(w http.ResponseWriter, r *http.Request, q search.Query, format httpkit.Format, values url.Values, val httpkit.Validator) error {
	if format.Name == "atom" {
		return f.feed(w, r, q, values, val)
	}
	onePage := values.Has("limit")
	q.Facets = nil
	if !onePage {
		q.Limit = search.MaxLimit
	}
	first, err := f.src.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	val.ETag = f.searchTag(q, format, val, first.Seq)
	if httpkit.NotModified(w, r, val) {
		return nil
	}
	if !onePage {
		if err := httpkit.Rows(r, int64(first.Total)); err != nil {
			return err
		}
	}
	w.Header().Set("Content-Type", format.Media)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="search.%s"`, format.Name))
	if r.Method == http.MethodHead {
		return nil
	}
	out := f.writerOf(format, w, q)
	if err := out.begin(first); err != nil {
		return err
	}
	if err := f.pages(r, q, first, onePage, w, out); err != nil {
		return err
	}
	return out.end()
}

// pages writes page after page by the cursor, or the first only.
func (f *Face) pages(r *http.Request, q search.Query, page search.Answer, onePage bool, w http.ResponseWriter, out writer) error {
	for {
		for _, h := range page.Hits {
			if err := out.record(whole(h.Record)); err != nil {
				return err
			}
		}
		if page.Next == "" || onePage {
			return nil
		}
		if fl, ok := w.(http.Flusher); ok {
			fl.Flush()
		}
		q.Cursor = page.Next
		free, err := httpkit.Slot(r)
		if err != nil {
			return err
		}
		page, err = f.src.Finder.Search(r.Context(), q)
		free()
		if err != nil {
			return err
		}
	}
}
