package explore

import (
	"encoding/csv"
	"mime"
	"net/http"
	"strings"

	"honglinh/api/httpkit"
)

func catalogFormatNames() []string { return []string{"csv", "json"} }

func (f *Face) catalogFormats(w http.ResponseWriter, r *http.Request) error {
	self := f.kit.URL(Base + "/catalog/exports")
	links := []link{{"self", self}}
	for _, name := range catalogFormatNames() {
		links = append(links, link{name, self + "/" + name})
	}
	return httpkit.WriteJSON(w, r, map[string]any{"links": links}, httpkit.Validator{})
}

// catalogExport writes all datasets that the clauses leave; the bounds of a page do not hold for it.
func (f *Face) catalogExport(w http.ResponseWriter, r *http.Request) error {
	o, err := readOptions(r)
	if err != nil {
		return err
	}
	format, _ := httpkit.PathVar(r, "format")
	cards, err := f.ordered(r.Context(), o)
	if err != nil {
		return err
	}
	if o.limitGiven && o.limit >= 0 {
		cards = cards[:min(o.limit, len(cards))]
	}
	switch format {
	case "json":
		out := []datasetDict{}
		for _, c := range cards {
			out = append(out, f.dict(c.entry, o.lang, false))
		}
		return httpkit.WriteJSON(w, r, out, httpkit.Validator{})
	case "csv":
		return catalogCSV(w, r, cards, o)
	}
	return noFormat(format, catalogFormatNames())
}

func catalogCSV(w http.ResponseWriter, r *http.Request, cards []card, o options) error {
	var b strings.Builder
	if o.query.Get("with_bom") != "false" {
		b.WriteString("\xef\xbb\xbf")
	}
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	if d := o.query.Get("delimiter"); d == "," || d == "\t" || d == "|" {
		out.Comma = rune(d[0])
	}
	var head []string
	for _, c := range catalogColumns() {
		head = append(head, c.Name)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, c := range cards {
		var line []string
		for _, name := range head {
			var cells []string
			for _, v := range c.fields[name] {
				cells = append(cells, textOf(v))
			}
			line = append(line, strings.Join(cells, ","))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "catalog.csv"}))
	return httpkit.WriteBytes(w, r, "text/csv; charset=utf-8", []byte(b.String()), httpkit.Validator{})
}
