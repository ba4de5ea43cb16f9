package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"

	"honglinh/catalog/text"
	"honglinh/datasets/cite"
	"honglinh/datasets/table"
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

// citations cite exactly the rows of the query, in the version shown.
func (v *tableView) citations(rows int) CiteBlock {
	q := v.fixedQuery()
	w := cite.Of(v.pack)
	if len(v.pack.Resources) > 1 {
		title := text.Text{}
		for _, l := range text.Langs() {
			whole, _ := v.pack.Title.Best(l)
			if part, _ := v.resource.Title.Best(l); part != "" {
				whole += ": " + part
			}
			title[l] = whole
		}
		w.Title = title
	}
	w.Version, w.Date, w.Rows = v.version.Number, v.version.Created, rows
	w.Key = v.ref.Dataset + "-" + v.ref.Table + "-" + v.version.Number
	w.Address = v.BaseURL + withQuery(v.apiPath("/exports/csv"), q.Values())
	b := CiteBlock{Address: w.Address, Rows: v.l.exact(rows)}
	if v.plain() {
		w.SHA256 = v.version.SHA256
	} else {
		bare := q
		bare.Version, bare.Lang = "", ""
		w.Query = bare.Values().Encode()
		w.SHA256, b.Why = v.checksum(q, rows)
	}
	b.SHA256 = w.SHA256
	b.Forms = v.citeForms(v.l, "cite", w)
	return b
}

// checksum is that of the CSV of the query's rows.
func (v *tableView) checksum(q table.Query, rows int) (sum, why string) {
	if rows > maxHashed {
		return "", v.l.t("data_cite.toolong")
	}
	q.Limit = table.Unlimited
	h := sha256.New()
	if _, err := v.Tables.CSV(v.ctx, q, h, table.CSVOptions{}); err != nil {
		v.log.Warn("checksum of a query", "op", "web.cite", "err", err)
		return "", v.l.t("data_cite.failed")
	}
	return hex.EncodeToString(h.Sum(nil)), ""
}

// citeDataset cites the dataset as a whole.
func (s *site) citeDataset(l *locale, name string) CiteBlock {
	pack, ok := s.Library().Find(name)
	if !ok {
		return CiteBlock{}
	}
	w := cite.Of(pack)
	w.Address = s.BaseURL + apiDatasets + "/" + url.PathEscape(pack.Name)
	w.Key = pack.Name + "-" + pack.Version
	return CiteBlock{Address: w.Address, Forms: s.citeForms(l, "cite", w)}
}

// citeForms prints the work in every form, the text in both languages.
func (s *site) citeForms(l *locale, prefix string, w cite.Work) []CiteForm {
	now := s.Now()
	var out []CiteForm
	for _, f := range cite.Formats() {
		if f.Name != "text" {
			out = append(out, CiteForm{ID: prefix + "-" + f.Name, Label: l.t("data_cite." + f.Name), Text: f.Print(w, l.lang, now)})
			continue
		}
		for _, lang := range []text.Lang{l.lang, l.lang.Other()} {
			out = append(out, CiteForm{ID: prefix + "-text-" + string(lang), Label: l.t("data_cite.text." + string(lang)), Text: f.Print(w, lang, now), Lang: string(lang)})
		}
	}
	return out
}
