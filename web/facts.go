package web

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
)

// Completeness is how much of its sheet a record fills.
type Completeness struct {
	Known, Total int
	Percent      string
	Unknown      []Link // labels of the missing fields, with their place on the page
}

// sheet builds the groups of facts of the record's kind, and after them what
// else its table says.
func (v *view) sheet() ([]Group, *Completeness) {
	var out []Group
	done := &Completeness{}
	for _, g := range sheets()[v.rec.Kind] {
		group := Group{ID: g.key, Title: v.l.t("group." + g.key)}
		for _, f := range g.fields {
			fact := v.fact(f)
			if len(fact.Items) == 0 && f.optional {
				continue
			}
			if !f.optional {
				done.Total++
				if len(fact.Items) > 0 {
					done.Known++
				} else {
					done.Unknown = append(done.Unknown, Link{Text: fact.Label, URL: "#f-" + fact.Key})
				}
			}
			group.Facts = append(group.Facts, fact)
		}
		if len(group.Facts) > 0 {
			out = append(out, group)
		}
	}
	if rest := v.rest(); len(rest) > 0 {
		out = append(out, Group{ID: "rest", Title: v.l.t("group.rest"), Facts: rest})
	}
	if done.Total == 0 {
		return out, nil
	}
	done.Percent = v.l.t("complete.percent", v.l.num(float64(done.Known*100/done.Total)))
	return out, done
}

func (v *view) fact(f sheetField) Fact {
	fact := Fact{Key: strings.ReplaceAll(f.key, ".", "-"), Label: v.l.t("field." + f.key), Items: v.own(f.key)}
	for _, name := range f.names {
		if v.marks(name) {
			fact.Conflict = true
		}
		items := v.column(name)
		if len(items) == 0 {
			continue
		}
		v.use(name)
		if len(fact.Items) == 0 {
			fact.Items = items
		} else if fact.Printed == "" && !sameText(fact.Items, items) {
			fact.Printed = joined(items)
		}
	}
	return fact
}

// use marks an attribute and its translations as shown.
func (v *view) use(name string) {
	v.used[name] = true
	for _, lang := range text.Langs() {
		v.used[name+"_"+string(lang)] = true
	}
}

// marks reports whether the record's sources disagree on the attribute.
func (v *view) marks(name string) bool {
	for _, c := range v.rec.Conflicts {
		if base(c) == name {
			return true
		}
	}
	return false
}

// base is an attribute's name without the language at its end.
func base(name string) string {
	for _, lang := range text.Langs() {
		if b, ok := strings.CutSuffix(name, "_"+string(lang)); ok {
			return b
		}
	}
	return name
}

func sameText(a, b []Item) bool { return joined(a) == joined(b) }

func joined(items []Item) string {
	var parts []string
	for _, i := range items {
		parts = append(parts, i.Text)
	}
	return strings.Join(parts, "; ")
}

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
			item.Text = v.l.date(catalog.Date(p.Text))
		default:
			item.URL = v.actSearch(p.Text)
		}
		out = append(out, item)
	}
	return out
}

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

// own returns what the record itself, not an attribute, says of a field.
func (v *view) own(key string) []Item {
	l, rec := v.l, v.rec
	switch key {
	case "id":
		return text1(rec.ID)
	case "name.vi", "name.en":
		lang := text.Lang(key[len("name."):])
		if s := rec.Title.In(lang); s != "" {
			p := Phrase{Text: s}
			if lang != l.lang {
				p.Lang = string(lang)
			}
			return []Item{{Phrase: p}}
		}
	case "aliases":
		return text1(strings.Join(rec.Aliases, " · "))
	case "vsic":
		return v.sector()
	case "ward":
		return v.places()
	case "geometry":
		return v.coordinates()
	case "geometry_quality":
		return text1(l.label(vocab.GeometryQualities().Label(rec.GeometryQuality), rec.GeometryQuality))
	case "area_ha":
		if rec.Area != nil {
			return text1(l.area(*rec.Area))
		}
	case "capital":
		if rec.Capital != nil {
			return text1(l.money(*rec.Capital))
		}
	case "legal_basis":
		return v.linkedBy("legal_basis", "basis", "based_on", "list_document")
	case "plan_refs":
		return v.linkedBy("plan", "plan_refs")
	case "status":
		label, _ := l.status(rec.Status)
		return text1(label)
	case "announced_on", "date", "published":
		return text1(l.date(rec.Date))
	case "valid_until":
		return text1(l.date(rec.Valid.To))
	case "valid":
		return text1(l.interval(rec.Valid))
	case "review_due":
		return text1(l.date(rec.ReviewDue))
	case "documents":
		return v.linkedBy("document", "documents", "file")
	case "list_document_id":
		return v.linkedBy("listed_by")
	case "contact_unit":
		return v.linkedBy("contact")
	case "deciding_unit":
		return v.linkedBy("agency")
	case "publication_decision":
		return v.linkedBy("published_by", "decision")
	case "upper_plan", "parent", "investor", "issuer":
		return v.linkedBy(key)
	case "distances":
		return v.distances()
	}
	return nil
}

// distances gathers the columns of distances, "distance_airport_km", as one field.
func (v *view) distances() []Item {
	var out []Item
	for _, name := range v.attributeOrder() {
		if !strings.HasPrefix(name, "distance_") || !strings.HasSuffix(name, "_km") {
			continue
		}
		km, ok := v.rec.Attributes[name].(float64)
		if !ok {
			continue
		}
		v.use(name)
		label := strings.TrimSuffix(v.columnLabel(name), " (km)")
		out = append(out, text1(label+": "+v.l.t("format.km", v.l.num(km)))...)
	}
	return out
}

func (v *view) sector() []Item {
	ref := v.rec.Sector
	if ref == nil {
		return nil
	}
	label := fmt.Sprintf("%s %s", ref.Scheme, ref.Code)
	if title := v.l.label(ref.Title(), ""); title != "" {
		label += " – " + title
	}
	return []Item{{Phrase: Phrase{Text: label}, URL: v.searchPath(v.l.lang, search.Query{Sectors: []string{ref.Scheme + ":" + ref.Code}})}}
}

func (v *view) places() []Item {
	var out []Item
	for _, ref := range v.rec.Places {
		p := v.l.pick(ref.Name)
		item := Item{Phrase: p}
		if link, ok := v.linked[ref.ID]; ok {
			item.URL = link.URL
		}
		if ref.Code != "" {
			item.Text += " (" + ref.Code + ")"
		}
		out = append(out, item)
	}
	return out
}

// point is where the record is: its point, or the middle of its outline.
func (v *view) point() (orb.Point, bool) {
	if v.rec.Geometry == nil {
		return orb.Point{}, false
	}
	switch g := v.rec.Geometry.Geometry().(type) {
	case nil:
		return orb.Point{}, false
	case orb.Point:
		return g, true
	default:
		c, _ := planar.CentroidArea(g)
		return c, true
	}
}

func (v *view) coordinates() []Item {
	point, ok := v.point()
	if !ok {
		return nil
	}
	q := search.Query{Near: &point, RadiusKM: aroundKM, Sort: search.ByDistance}
	return []Item{{Phrase: Phrase{Text: fmt.Sprintf("%.5f, %.5f (WGS 84)", point[1], point[0])}, URL: v.searchPath(v.l.lang, q)}}
}

// related0 returns the record's links of the given relations as values.
func (v *view) linkedBy(rels ...string) []Item {
	var out []Item
	for _, link := range v.rec.Links {
		if !slices.Contains(rels, link.Rel) {
			continue
		}
		if shown := v.link(link); shown.Text != "" {
			out = append(out, Item{Phrase: Phrase{shown.Text, shown.Lang, shown.Tag}, URL: shown.URL, External: shown.External})
		}
	}
	return out
}

// keyFacts are the facts at the head of the page.
func (v *view) keyFacts() []Fact {
	facts := v.deciding(v.l, v.rec)
	for i, f := range facts {
		switch f.Key {
		case "place":
			facts[i].Items = v.places()
		case "capital":
			facts[i].Printed = v.l.attr(v.rec.Attributes, "capital_as_printed", "capital_printed", "capital_note").Text
		case "area":
			facts[i].Printed = v.l.attr(v.rec.Attributes, "area_as_printed", "area_printed", "area_note").Text
		}
		if facts[i].Printed == joined(facts[i].Items) {
			facts[i].Printed = ""
		}
		facts[i].Conflict = v.marks(f.Key) || f.Key == "capital" && v.marks("capital_billion_vnd") || f.Key == "area" && v.marks("area_ha")
	}
	return facts
}

// Disagreement is what several sources say of the attributes on which they
// differ, side by side.
type Disagreement struct {
	Sources []Link
	Rows    []DisagreeRow
}

// DisagreeRow is one attribute; a cell per source, empty where it says nothing.
type DisagreeRow struct {
	Label string
	Cells []string
}

// maxStatements side by side still fit a page.
const maxStatements = 6

func (v *view) disagreement() *Disagreement {
	if len(v.rec.Statements) < 2 || len(v.rec.Conflicts) == 0 {
		return nil
	}
	statements := v.rec.Statements[:min(maxStatements, len(v.rec.Statements))]
	d := &Disagreement{}
	for _, st := range statements {
		p := st.Provenance
		title := firstOf(p.Title, hostOf(p.URL), st.ID)
		if p.Date != "" {
			title += " (" + v.l.date(p.Date) + ")"
		}
		d.Sources = append(d.Sources, Link{Text: title, URL: webURL(p.URL), External: true})
	}
	var shown []string
	for _, name := range v.rec.Conflicts {
		b := base(name)
		if slices.Contains(shown, b) || slices.Contains(workings(), b) {
			continue
		}
		row, said := v.disagreeRow(statements, b)
		if shown = append(shown, b); said > 1 {
			d.Rows = append(d.Rows, row)
		}
	}
	if len(d.Rows) == 0 {
		return nil
	}
	return d.withoutSilent()
}

// workings are columns on how a position was worked out: not what sources say.
func workings() []string {
	return []string{"lat", "lon", "geometry_quality", "latlon_basis", "geometry_note"}
}

// disagreeRow sets side by side what the statements say of an attribute, and
// counts those that say something.
func (v *view) disagreeRow(statements []catalog.Statement, name string) (DisagreeRow, int) {
	row := DisagreeRow{Label: v.columnLabel(name)}
	said := 0
	for _, st := range statements {
		one := *v.rec
		one.Attributes = st.Attributes
		about := &view{site: v.site, ctx: v.ctx, l: v.l, rec: &one, linked: v.linked, used: map[string]bool{}}
		value := joined(about.column(name))
		if value == "" && name == "summary" {
			value = v.l.pick(st.Summary).Text
		}
		if value != "" {
			said++
		}
		row.Cells = append(row.Cells, value)
	}
	return row, said
}

// withoutSilent drops the sources that say nothing of any row.
func (d *Disagreement) withoutSilent() *Disagreement {
	out := &Disagreement{Rows: make([]DisagreeRow, len(d.Rows))}
	for i, src := range d.Sources {
		if !slices.ContainsFunc(d.Rows, func(r DisagreeRow) bool { return r.Cells[i] != "" }) {
			continue
		}
		out.Sources = append(out.Sources, src)
		for j, r := range d.Rows {
			out.Rows[j].Label = r.Label
			out.Rows[j].Cells = append(out.Rows[j].Cells, r.Cells[i])
		}
	}
	return out
}

// unit names a unit of measurement where the locale knows it.
func (l *locale) unit(u string) string {
	key := "unit." + strings.ReplaceAll(strings.ToLower(u), " ", "_")
	if l.has(key) {
		return l.t(key)
	}
	return u
}
