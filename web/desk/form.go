package desk

import (
	"regexp"
	"slices"
	"strings"

	"honglinh/catalog/desk"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	source "honglinh/indexer/desk"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// formSection is fields of the form that belong together.
type formSection struct {
	Title   string
	Fields  []formField
	Located bool // it says where the record is
}

// formField is one thing that a record says: an input, or one a language side by
// side, with its source and day.
type formField struct {
	Label  string
	Inputs []input
	// Source and AsOf are the names of the inputs for where it is from and of which
	// day; "" where the whole record's source is meant.
	Source, AsOf           string
	SourceValue, AsOfValue string
	Unknown                string // name of the box "looked into, not known"
	UnknownOn              bool
	Stale                  string // name of the box "the English is right as it is"; "" unless it lags
	Help                   string
}

// input is one control.
type input struct {
	Name, ID, Label, Lang string
	Value                 string
	Was                   string // what readers have, where it differs
	Changed               bool
	Rows                  int // of a text of several lines
	Mode                  string
	Options               []frame.Pick
	List                  string // id of a list of suggestions
	Required, Fixed       bool
	Comments              []string
	Error                 string
}

// form makes the form of an edition from the field table of its kind.
type form struct {
	l     *frame.Locale
	e     *desk.Edition
	wrong string // the field at fault
	said  string
	used  map[string]bool
}

func newForm(l *frame.Locale, e *desk.Edition) *form {
	return &form{l: l, e: e, used: map[string]bool{}}
}

// sections are the whole form: what every record has, then the sheet of its kind,
// then what else the record says.
func (f *form) sections() []formSection {
	l := f.l
	out := []formSection{
		{Title: l.T("desk.form.words"), Fields: []formField{
			f.both("title", 0, true),
			f.both("summary", 3, false),
			f.both("body", 10, false),
		}},
		{Title: l.T("desk.form.place"), Located: true, Fields: []formField{
			f.one("place", "units", "desk.form.place.help"),
			f.one("lat", "", ""),
			f.one("lon", "", ""),
			f.choice("geometry_quality", vocab.GeometryQualities()),
		}},
		{Title: l.T("desk.form.facts"), Fields: f.core()},
		{Title: l.T("desk.form.source"), Fields: []formField{
			f.one("source_title", "", ""),
			f.one("source_url", "", ""),
			f.one("source_date", "", "desk.form.date.help"),
			f.choice("confidence", vocab.Confidences()),
			f.several("sources", "desk.form.sources.help"),
			f.choice("licence", licences()),
		}},
	}
	for _, section := range facts.SheetOf(f.e.Kind) {
		s := formSection{Title: l.T("group." + section.Key)}
		for _, field := range section.Fields {
			if !coreField(field.Key) {
				s.Fields = append(s.Fields, f.attribute(field))
			}
		}
		if len(s.Fields) > 0 {
			out = append(out, s)
		}
	}
	if rest := f.rest(); len(rest) > 0 {
		out = append(out, formSection{Title: l.T("group.rest"), Fields: rest})
	}
	return out
}

func (f *form) core() []formField {
	out := []formField{f.choice("status", vocab.Statuses())}
	switch f.e.Kind {
	case vocab.Opportunity, vocab.Project:
		out = append(out, f.amount("capital"), f.amount("area"), f.one("sector", "", "desk.form.sector.help"))
	case vocab.Plan:
		out = append(out, f.amount("area"))
	}
	for _, date := range []string{"date", "valid_from", "valid_to", "review_due"} {
		out = append(out, f.one(date, "", "desk.form.date.help"))
	}
	return append(out, f.one("aliases", "", "desk.form.list.help"), f.one("topics", "topics", "desk.form.list.help"))
}

func licences() vocab.List {
	var out vocab.List
	for _, x := range vocab.Licences() {
		out = append(out, vocab.Concept{Code: x.Code, Label: x.Label})
	}
	return out
}

// coreField reports whether the form has a field of the sheet among those that
// every record has.
func coreField(key string) bool {
	switch key {
	case "id", "name.vi", "name.en", "aliases", "ward", "geometry", "geometry_quality", "area_ha", "capital", "status", "valid", "valid_until", "review_due", "vsic", "date", "announced_on", "published", "distances":
		return true
	}
	return false
}

func (f *form) input(name, label string) input {
	f.used[name] = true
	in := input{Name: "f." + name, ID: "f-" + strings.NewReplacer(".", "-", "_", "-").Replace(name), Label: label, Value: f.e.Fields[name]}
	if f.e.Base != nil && f.e.Base[name] != in.Value {
		in.Changed, in.Was = true, f.e.Base[name]
	}
	if name == f.wrong {
		in.Error = f.said
	}
	for _, c := range f.e.Comments {
		if c.Field == name {
			in.Comments = append(in.Comments, c.By+": "+c.Text)
		}
	}
	return in
}

// around adds to a field where its value is from, and whether it is known.
func (f *form) around(out formField, name string) formField {
	if !strings.HasPrefix(name, source.Attr) && !slices.Contains([]string{"capital", "area", "status"}, name) {
		return out
	}
	out.Source, out.AsOf, out.Unknown = "f."+source.Src+name, "f."+source.AsOf+name, "f."+source.None+name
	out.SourceValue, out.AsOfValue, out.UnknownOn = f.e.Fields[source.Src+name], f.e.Fields[source.AsOf+name], f.e.Fields[source.None+name] != ""
	return out
}

func (f *form) one(name, list, help string) formField {
	in := f.input(name, f.l.T("desk.field."+name))
	in.List = list
	out := formField{Label: in.Label, Inputs: []input{in}}
	if help != "" {
		out.Help = f.l.T(help)
	}
	return f.around(out, name)
}

func (f *form) amount(name string) formField {
	out := f.one(name, "", "desk.form.number.help")
	out.Inputs[0].Mode = "decimal"
	return out
}

func (f *form) several(name, help string) formField {
	out := f.one(name, "", help)
	out.Inputs[0].Rows = 3
	return out
}

func (f *form) choice(name string, codes vocab.List) formField {
	out := f.one(name, "", "")
	in := &out.Inputs[0]
	in.Options = []frame.Pick{{Text: f.l.T("unknown"), On: in.Value == ""}}
	for _, c := range codes {
		in.Options = append(in.Options, frame.Pick{Value: c.Code, Text: f.l.Label(c.Label, c.Code), On: in.Value == c.Code})
	}
	return out
}

// both is a text in both languages, side by side.
func (f *form) both(name string, rows int, required bool) formField {
	return f.languages(name, f.l.T("desk.field."+name), rows, required)
}

func (f *form) languages(name, label string, rows int, required bool) formField {
	out := formField{Label: label}
	for _, lang := range text.Langs() {
		in := f.input(name+"_"+string(lang), f.l.T("lang.name."+string(lang)))
		in.Lang, in.Rows, in.Required = string(lang), rows, required && lang == text.VI
		out.Inputs = append(out.Inputs, in)
	}
	if f.e.Fields[desk.StalePrefix+name] != "" {
		out.Stale = "f." + desk.StalePrefix + name
	}
	return f.around(out, name)
}

// plain are attributes that are written alike in both languages.
var plain = regexp.MustCompile(`(_id|_ids|_url|_on|_ha|_km|_pct|_years|_m3_day|_mva|_m|_code|_ref|_refs|ward_profile|commissioned_by|_date|_rate|_price|code|number|phone|email|website|deadline|portal|period|year|years_.*|rate_pct|vsic|scale|level|images|documents|files|map_layers|article)$`)

// attribute is a field of the kind's sheet, under the name that the record has it
// by, else under its usual one.
func (f *form) attribute(field facts.Field) formField {
	label := f.l.T("field." + field.Key)
	if source.Attr+field.Key == desk.ArticleType {
		return f.article(label)
	}
	for _, name := range field.Names() {
		if _, ok := f.e.Fields[source.Attr+name]; ok {
			return f.value(name, label)
		}
		for _, lang := range text.Langs() {
			if _, ok := f.e.Fields[source.Attr+name+"_"+string(lang)]; ok {
				return f.languages(source.Attr+name, label, lines(f.e.Fields[source.Attr+name+"_vi"]), false)
			}
		}
	}
	if plain.MatchString(field.Key) {
		return f.value(field.Key, label)
	}
	return f.languages(source.Attr+field.Key, label, 0, false)
}

// article is the choice of what sort of article it is.
func (f *form) article(label string) formField {
	in := f.input(desk.ArticleType, label)
	in.Options = []frame.Pick{{Text: f.l.T("unknown"), On: in.Value == ""}}
	for _, c := range articleTypes() {
		in.Options = append(in.Options, frame.Pick{Value: c.Code, Text: f.l.Label(c.Label, c.Code), On: in.Value == c.Code})
	}
	return formField{Label: label, Inputs: []input{in}, Help: f.l.T("desk.form.article.help")}
}

// lines is the height of a box for a text; 0 for one line.
func lines(s string) int {
	if len(s) > 80 || strings.Contains(s, "\n") {
		return 4
	}
	return 0
}

// value is an attribute with one input.
func (f *form) value(name, label string) formField {
	in := f.input(source.Attr+name, label)
	in.Rows = lines(in.Value)
	switch f.e.Fields[source.Type+name] {
	case "number", "integer":
		in.Mode = "decimal"
	case "json":
		in.Fixed = true // it has parts, which its table changes
	}
	return f.around(formField{Label: label, Inputs: []input{in}}, source.Attr+name)
}

// rest are the attributes of the record that are in no sheet.
func (f *form) rest() []formField {
	var out []formField
	var names []string
	for name := range f.e.Fields {
		if strings.HasPrefix(name, source.Attr) && !f.used[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		attr := strings.TrimPrefix(name, source.Attr)
		out = append(out, f.value(attr, attr))
	}
	return out
}
