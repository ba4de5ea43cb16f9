package tables

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/datasets/cite"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// citeTable says how to cite a version of a table, or the answer to a query to
// it, with the checksum of the very rows.
func (f *Face) citeTable(w http.ResponseWriter, r *http.Request) error {
	a, err := f.ask(r, "format")
	if err != nil {
		return err
	}
	form, err := cite.Find(orText(a.values.Get("format")))
	if err != nil {
		return err
	}
	if a.query.Cursor != "" {
		return catalog.NewFault(catalog.Invalid, "cursor", "Trích dẫn nói về cả truy vấn, không về một trang.", "A citation is of a whole query, not of a page.")
	}
	today := f.now().UTC().Format("2006-01-02")
	httpkit.AddVary(w.Header(), "Accept-Language")
	if httpkit.NotModified(w, r, a.validator("cite", form.Name, today)) {
		return nil
	}
	work := f.work(a)
	if work.Rows, work.SHA256, err = f.checksum(r.Context(), a); err != nil {
		return err
	}
	q := a.query
	q.Version, q.Lang = "", ""
	if work.Query = q.Values().Encode(); a.query.Labels != "" && work.Query == "" {
		work.Query = string(a.query.Labels)
	}
	w.Header().Set("Content-Language", string(a.query.Lang))
	w.Header().Set("Link", `<`+work.Address+`>; rel="cite-as"`)
	w.Header().Set("Content-Type", form.Media)
	_, err = w.Write([]byte(form.Print(work, a.query.Lang, f.now())))
	return err
}

func orText(s string) string {
	if s == "" {
		return "text"
	}
	return s
}

// checksum is that of the CSV that the permanent address gives.
func (f *Face) checksum(ctx context.Context, a asked) (int, string, error) {
	plain := table.Query{Ref: a.ref, Version: a.version.Number}
	q := a.query
	q.Total = false
	if plain.Lang = q.Lang; plain.Values().Encode() == q.Values().Encode() {
		return a.version.Rows, a.version.SHA256, nil
	}
	form, err := export.Find(export.Tables, "csv")
	if err != nil {
		return 0, "", err
	}
	h := sha256.New()
	n, err := f.encoder.Table(ctx, form, f.src.Engine, q, export.About{}, export.Options{Lang: q.Lang}, h)
	return n, hex.EncodeToString(h.Sum(nil)), err
}

func (f *Face) citeDataset(w http.ResponseWriter, r *http.Request) error {
	p, err := f.dataset(r)
	if err != nil {
		return err
	}
	form, err := cite.Find(httpkit.Parsed(r).String("format"))
	if err != nil {
		return err
	}
	work, lang := cite.Of(p), httpkit.Lang(r)
	work.Address = f.kit.URL("/api/v1/datasets/" + p.Name)
	work.Key = p.Name + "-" + p.Version
	w.Header().Set("Content-Language", string(lang))
	httpkit.AddVary(w.Header(), "Accept-Language")
	return httpkit.WriteBytes(w, r, form.Media, []byte(form.Print(work, lang, f.now())), httpkit.Validator{Modified: p.Modified})
}
