package web

import (
	"regexp"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
)

// column returns the values of an attribute: links for record ids, web addresses
// and numbers of legal acts, labels for codes, numbers with their unit.
func (v *view) column(name string) []Item {
	field := v.field(name)
	var out []Item
	for _, p := range attrList(v.rec.Attributes, v.l, name) {
		item := Item{Phrase: p}
		switch {
		case v.linked[p.Text].URL != "":
			link := v.linked[p.Text]
			item = Item{Phrase: Phrase{link.Text, link.Lang, link.Tag}, URL: link.URL}
		case webURL(p.Text) != "":
			item = Item{Phrase: Phrase{Text: hostOf(p.Text)}, URL: webURL(p.Text), External: true}
		case field.Labels[p.Text] != nil:
			item.Phrase = v.l.pick(field.Labels[p.Text])
		case field.Unit != "" && isNumber(v.rec.Attributes[name]):
			item.Text += " " + v.l.unit(field.Unit)
		case isDate(field.Type):
			item.Text = v.l.date(catalog.Date(scalar(v.rec.Attributes[name], nil)))
		case writtenDate.MatchString(p.Text):
			item.Text = v.l.date(catalog.Date(p.Text))
		default:
			item.URL = v.actSearch(p.Text)
		}
		out = append(out, item)
	}
	return out
}

// writtenDate is a date in the precision that its source has, in a column that
// holds some of each: "2025-09", "2025-09-11". A bare year reads the same anyway.
var writtenDate = regexp.MustCompile(`^[12]\d{3}-[01]\d(-[0-3]\d)?$`)

func isDate(kind string) bool { return kind == "date" || kind == "yearmonth" || kind == "year" }

func isNumber(value any) bool {
	switch value.(type) {
	case float64, int, int64:
		return true
	}
	return false
}

// act is the number and symbol of a legal act: "1363/QĐ-TTg", "96/2026/NĐ-CP".
var act = regexp.MustCompile(`\d{1,5}(/\d{4})?/[A-ZĐ]{1,4}\d{0,3}(-[A-ZĐa-z]{1,8})?`)

// actSearch returns the search for the first legal act named in a text, "" if none is.
func (v *view) actSearch(s string) string {
	number := act.FindString(s)
	if number == "" {
		return ""
	}
	return v.searchPath(v.l.lang, search.Query{Text: number, Kinds: []string{string(vocab.Document), string(vocab.Plan)}})
}

// field returns the column behind an attribute, whatever language it is in.
func (v *view) field(name string) datasets.Field {
	if v.rec.Table == nil {
		return datasets.Field{}
	}
	for _, n := range []string{name, name + "_" + string(v.l.lang), name + "_" + string(v.l.lang.Other())} {
		if f, ok := v.Library().Column(v.rec.Table.Dataset, v.rec.Table.Table, n); ok {
			return f
		}
	}
	return datasets.Field{}
}

// printedField is the column with the words of the source, where a code and its
// words have columns of their own ("status", "status_vi").
func (v *view) printedField(name string) datasets.Field {
	if f := v.field(name + "_" + string(v.l.lang)); f.Name != "" {
		return f
	}
	return v.field(name)
}

// columnLabel names an attribute by its column's title.
func (v *view) columnLabel(name string) string {
	b := base(name)
	label := v.l.label(v.printedField(b).Title, "")
	if label == "" && v.l.has("field."+b) {
		return v.l.t("field." + b)
	}
	if label == "" {
		label = strings.ReplaceAll(b, "_", " ")
	}
	for _, lang := range text.Langs() { // "Form (Vietnamese)" stands for both languages here
		label = strings.TrimSuffix(label, " ("+strings.ToLower(v.l.t("lang.name."+string(lang)))+")")
		label = strings.TrimSuffix(label, " ("+v.l.t("lang.name."+string(lang))+")")
	}
	return label
}

// rest are the attributes that no field of the sheet shows, in the order of the table.
func (v *view) rest() []Fact {
	var out []Fact
	for _, name := range v.attributeOrder() {
		b := base(name)
		if v.used[name] || v.used[b] || v.rec.Attributes[name] == nil {
			continue
		}
		items := v.column(b)
		if len(items) == 0 {
			items = v.column(name)
		}
		v.use(b)
		v.used[name] = true
		if len(items) > 0 {
			out = append(out, Fact{Key: "x-" + b, Label: v.columnLabel(name), Items: items, Conflict: v.marks(b)})
		}
	}
	return out
}

func (v *view) attributeOrder() []string {
	var order []string
	if v.rec.Table != nil {
		if p, ok := v.Library().Find(v.rec.Table.Dataset); ok {
			res, _ := p.Resource(v.rec.Table.Table)
			for _, f := range res.Schema.Fields {
				order = append(order, f.Name)
			}
		}
	}
	for _, name := range sortedKeys(v.rec.Attributes) {
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	return order
}

// unit names a unit of measurement where the locale knows it.
func (l *locale) unit(u string) string {
	key := "unit." + strings.ReplaceAll(strings.ToLower(u), " ", "_")
	if l.has(key) {
		return l.t(key)
	}
	return u
}
