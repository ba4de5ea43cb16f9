package enrich

import (
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/convert"
)

// doubts adds what is doubtful about a record to it and to the report.
func (r *run) doubts(d *convert.Draft) {
	rec := &d.Record
	for _, w := range catalog.Doubts(rec) {
		r.doubt(d, w)
	}
	check := func(field string, t text.Text) {
		if diff, ok := Drift(t); ok {
			r.doubt(d, catalog.Warning{Code: "language-drift", Field: field, Message: diff})
		}
	}
	check("title", rec.Title)
	check("summary", rec.Summary)
	check("body", rec.Body)
	for _, key := range attributeKeys(rec) {
		stem, ok := strings.CutSuffix(key, "_vi")
		if !ok {
			continue
		}
		vi, _ := rec.Attributes[key].(string)
		en, _ := rec.Attributes[stem+"_en"].(string)
		check("attributes."+stem, text.New(vi, en))
	}
}

func (r *run) doubt(d *convert.Draft, w catalog.Warning) {
	d.Record.Warnings = append(d.Record.Warnings, w)
	r.warn(d, w.Field, notice.New(w.Code, w.Message, nil))
}
