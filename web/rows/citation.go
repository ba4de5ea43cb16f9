package rows

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"

	"honglinh/catalog/text"
	"honglinh/datasets/cite"
	"honglinh/datasets/table"
	"honglinh/web/frame"
)

// CiteBlock is how to cite the rows shown, or a dataset.
type CiteBlock struct {
	Address string
	SHA256  string
	Rows    string
	Why     string // why there is no checksum
	Forms   []CiteForm
}

// CiteForm is a citation in one form.
type CiteForm struct{ ID, Label, Text, Lang string }

// maxHashed is how many rows are hashed while a page is made: about a tenth of
// a second. The API's own citation hashes any number.
const maxHashed = 50_000

// Citations cite exactly the rows of the query, in the version shown.
func (v *View) Citations(rows int) CiteBlock {
	q := v.FixedQuery()
	w := cite.Of(v.Pack)
	if len(v.Pack.Resources) > 1 {
		title := text.Text{}
		for _, l := range text.Langs() {
			whole, _ := v.Pack.Title.Best(l)
			if part, _ := v.Resource.Title.Best(l); part != "" {
				whole += ": " + part
			}
			title[l] = whole
		}
		w.Title = title
	}
	w.Version, w.Date, w.Rows = v.Version.Number, v.Version.Created, rows
	w.Key = v.Ref.Dataset + "-" + v.Ref.Table + "-" + v.Version.Number
	w.Address = v.BaseURL + frame.WithQuery(v.APIPath("/exports/csv"), q.Values())
	b := CiteBlock{Address: w.Address, Rows: v.L.Exact(rows)}
	if v.Plain() {
		w.SHA256 = v.Version.SHA256
	} else {
		bare := q
		bare.Version, bare.Lang = "", ""
		w.Query = bare.Values().Encode()
		w.SHA256, b.Why = v.checksum(q, rows)
	}
	b.SHA256 = w.SHA256
	b.Forms = citeForms(v.Frame, v.L, "cite", w)
	return b
}

// checksum is that of the CSV of the query's rows.
func (v *View) checksum(q table.Query, rows int) (sum, why string) {
	if rows > maxHashed {
		return "", v.L.T("data_cite.toolong")
	}
	q.Limit = table.Unlimited
	h := sha256.New()
	if _, err := v.Tables.CSV(v.Ctx, q, h, table.CSVOptions{}); err != nil {
		v.Log.Warn("checksum of a query", "op", "web.cite", "err", err)
		return "", v.L.T("data_cite.failed")
	}
	return hex.EncodeToString(h.Sum(nil)), ""
}

// CiteDataset cites the dataset as a whole.
func CiteDataset(s *frame.Frame, l *frame.Locale, name string) CiteBlock {
	pack, ok := s.Library().Find(name)
	if !ok {
		return CiteBlock{}
	}
	w := cite.Of(pack)
	w.Address = s.BaseURL + frame.APIDatasets + "/" + url.PathEscape(pack.Name)
	w.Key = pack.Name + "-" + pack.Version
	return CiteBlock{Address: w.Address, Forms: citeForms(s, l, "cite", w)}
}

// citeForms prints the work in every form, the text in both languages.
func citeForms(s *frame.Frame, l *frame.Locale, prefix string, w cite.Work) []CiteForm {
	now := s.Now()
	var out []CiteForm
	for _, f := range cite.Formats() {
		if f.Name != "text" {
			out = append(out, CiteForm{ID: prefix + "-" + f.Name, Label: l.T("data_cite." + f.Name), Text: f.Print(w, l.Lang, now)})
			continue
		}
		for _, lang := range []text.Lang{l.Lang, l.Lang.Other()} {
			out = append(out, CiteForm{ID: prefix + "-text-" + string(lang), Label: l.T("data_cite.text." + string(lang)), Text: f.Print(w, lang, now), Lang: string(lang)})
		}
	}
	return out
}
