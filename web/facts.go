package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Completeness is how much of its sheet a record fills.
type Completeness struct {
	Known, Total int
	Percent      string
	Unknown      []Link // labels of the missing fields, with their place on the page
}

// sheet builds the groups of facts of the record's kind, and after them what
// else its table says. What is known leads: the missing fields of a group close
// it in one row, and the groups of which nothing is known come apart.
func (v *view) sheet() (known, unstated []Group, _ *Completeness) {
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
			if len(fact.Items) > 0 {
				group.Facts = append(group.Facts, fact)
			} else {
				group.Missing = append(group.Missing, fact)
			}
		}
		switch {
		case len(group.Facts) > 0:
			out = append(out, group)
		case len(group.Missing) > 0:
			unstated = append(unstated, group)
		}
	}
	if rest := v.rest(); len(rest) > 0 {
		out = append(out, Group{ID: "rest", Title: v.l.t("group.rest"), Facts: rest})
	}
	if done.Total == 0 {
		return out, unstated, nil
	}
	done.Percent = v.l.t("complete.percent", v.l.num(float64(done.Known*100/done.Total)))
	return out, unstated, done
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
	case "status":
		label, _ := l.status(rec.Status)
		return text1(label)
	}
	if items := v.ownTime(key); items != nil {
		return items
	}
	return v.ownLinks(key)
}

// ownTime returns what the record says of a field of time.
func (v *view) ownTime(key string) []Item {
	l, rec := v.l, v.rec
	switch key {
	case "announced_on", "date", "published":
		return text1(l.date(rec.Date))
	case "valid_until":
		return text1(l.date(rec.Valid.To))
	case "valid":
		return text1(l.interval(rec.Valid))
	case "review_due":
		return text1(l.date(rec.ReviewDue))
	}
	return nil
}

// ownLinks returns the record's links that fill a field.
func (v *view) ownLinks(key string) []Item {
	switch key {
	case "legal_basis":
		return v.linkedBy("legal_basis", "basis", "based_on", "list_document")
	case "plan_refs":
		return v.linkedBy("plan", "plan_refs")
	case "documents":
		return v.linkedBy("document", "documents", "file")
	case "list_document_id":
		return v.linkedBy("listed_by")
	case "contact_unit":
		return v.linkedBy("contact")
	case "agencies":
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
		u, _ := v.Places().ByID(ref.ID)
		switch {
		case u.To != "" && ref.Code != "":
			item.Text += " (" + v.l.t("unit.until", ref.Code, v.l.date(catalog.Date(u.To))) + ")"
		case u.To != "":
			item.Text += " (" + v.l.t("format.until", v.l.date(catalog.Date(u.To))) + ")"
		case ref.Code != "":
			item.Text += " (" + ref.Code + ")"
		}
		out = append(out, item)
	}
	return append(out, v.placesToday()...)
}

// placesToday are the units that hold the ground of the dissolved units the record
// names: codes are used again, so that an old name alone misleads.
func (v *view) placesToday() []Item {
	var out []Item
	seen := map[string]bool{}
	for _, ref := range v.rec.Places {
		seen[ref.ID] = true
	}
	for _, ref := range v.rec.Places {
		for _, u := range v.Places().Current(ref.ID) {
			if seen[u.ID] {
				continue
			}
			seen[u.ID] = true
			link := v.unitLink(v.l, u)
			out = append(out, Item{Phrase: Phrase{Text: v.l.t("place.today", link.Text, link.Note)}, URL: link.URL})
		}
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
			if shown.Weak != "" {
				shown.Text += " (" + strings.ToLower(shown.Weak) + ")"
			}
			out = append(out, Item{Phrase: Phrase{shown.Text, shown.Lang, shown.Tag}, URL: shown.URL, External: shown.External})
		}
	}
	return out
}

// keyFields are the fields that decide on a record of a kind, known or not.
func keyFields(k vocab.Kind) []string {
	switch k {
	case vocab.Opportunity:
		return []string{"area_ha", "capital", "ward", "investment_form", "selection_route", "land_use_now", "conformity", "deadline"}
	case vocab.Procedure:
		return []string{"agencies", "time_limit", "fee", "online_level"}
	}
	return nil
}

// keyFact is a field at the head of the page, with the words of the source
// beside a normalised number.
func (v *view) keyFact(f sheetField) Fact {
	fact := v.fact(f)
	fact.Key = "key-" + fact.Key
	if f.key == "capital" {
		fact.Printed = v.l.attr(v.rec.Attributes, "capital_as_printed", "capital_printed", "capital_note").Text
		fact.Conflict = fact.Conflict || v.marks("capital_billion_vnd")
	}
	if f.key == "area_ha" && fact.Printed == "" {
		fact.Printed = v.l.attr(v.rec.Attributes, "area_as_printed", "area_printed", "area_note").Text
	}
	if fact.Printed == joined(fact.Items) {
		fact.Printed = ""
	}
	return fact
}

// keyFacts are the facts at the head of the page.
func (v *view) keyFacts() []Fact {
	var out []Fact
	for _, key := range keyFields(v.rec.Kind) {
		for _, group := range sheets()[v.rec.Kind] {
			for _, f := range group.fields {
				if f.key == key {
					out = append(out, v.keyFact(f))
				}
			}
		}
	}
	if out != nil {
		return out
	}
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
