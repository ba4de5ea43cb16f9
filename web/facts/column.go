package facts

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/web/address"
	"honglinh/web/frame"
)

// Column returns the values of an attribute: links for record ids, web addresses
// and numbers of legal acts, labels for codes, numbers with their unit.
func (v *Sheet) Column(name string) []frame.Item {
	field := v.field(name)
	var out []frame.Item
	for _, p := range AttrList(v.Rec.Attributes, v.L, name) {
		item := frame.Item{Phrase: p}
		switch {
		case v.Linked[p.Text].URL != "":
			link := v.Linked[p.Text]
			item = frame.Item{Phrase: frame.Phrase{Text: link.Text, Lang: link.Lang, Tag: link.Tag}, URL: link.URL}
		case address.Web(p.Text) != "":
			item = frame.Item{Phrase: frame.Phrase{Text: address.Host(p.Text)}, URL: address.Web(p.Text), External: true}
		case field.Labels[p.Text] != nil:
			item.Phrase = v.L.Pick(field.Labels[p.Text])
		case field.Unit != "" && isNumber(v.Rec.Attributes[name]):
			item.Text += " " + v.L.Unit(field.Unit)
		case isDate(field.Type):
			item.Text = v.L.Date(catalog.Date(Scalar(v.Rec.Attributes[name], nil)))
		case writtenDate.MatchString(p.Text):
			item.Text = v.L.Date(catalog.Date(p.Text))
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
func (v *Sheet) actSearch(s string) string {
	number := act.FindString(s)
	if number == "" {
		return ""
	}
	return v.SearchPath(v.L.Lang, search.Query{Text: number, Kinds: []string{string(vocab.Document), string(vocab.Plan)}})
}

// field returns the column behind an attribute, whatever language it is in.
func (v *Sheet) field(name string) datasets.Field {
	if v.Rec.Table == nil {
		return datasets.Field{}
	}
	for _, n := range []string{name, name + "_" + string(v.L.Lang), name + "_" + string(v.L.Lang.Other())} {
		if f, ok := v.Library().Column(v.Rec.Table.Dataset, v.Rec.Table.Table, n); ok {
			return f
		}
	}
	return datasets.Field{}
}

// printedField is the column with the words of the source, where a code and its
// words have columns of their own ("status", "status_vi").
func (v *Sheet) printedField(name string) datasets.Field {
	if f := v.field(name + "_" + string(v.L.Lang)); f.Name != "" {
		return f
	}
	return v.field(name)
}

// ColumnLabel names an attribute by its column's title.
func (v *Sheet) ColumnLabel(name string) string {
	b := Base(name)
	label := v.L.Label(v.printedField(b).Title, "")
	if label == "" && v.L.Has("field."+b) {
		return v.L.T("field." + b)
	}
	if label == "" {
		label = strings.ReplaceAll(b, "_", " ")
	}
	for _, lang := range text.Langs() { // "Form (Vietnamese)" stands for both languages here
		label = strings.TrimSuffix(label, " ("+strings.ToLower(v.L.T("lang.name."+string(lang)))+")")
		label = strings.TrimSuffix(label, " ("+v.L.T("lang.name."+string(lang))+")")
	}
	return label
}

// rest are the attributes that no field of the sheet shows, in the order of the table.
func (v *Sheet) rest() []frame.Fact {
	var out []frame.Fact
	for _, name := range v.attributeOrder() {
		b := Base(name)
		if v.used[name] || v.used[b] || v.Rec.Attributes[name] == nil {
			continue
		}
		items := v.Column(b)
		if len(items) == 0 {
			items = v.Column(name)
		}
		v.Use(b)
		v.used[name] = true
		if len(items) > 0 {
			out = append(out, frame.Fact{Key: "x-" + b, Label: v.ColumnLabel(name), Items: items, Conflict: v.marks(b)})
		}
	}
	return out
}

func (v *Sheet) attributeOrder() []string {
	var order []string
	if v.Rec.Table != nil {
		if p, ok := v.Library().Find(v.Rec.Table.Dataset); ok {
			res, _ := p.Resource(v.Rec.Table.Table)
			for _, f := range res.Schema.Fields {
				order = append(order, f.Name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v.Rec.Attributes)) {
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	return order
}
