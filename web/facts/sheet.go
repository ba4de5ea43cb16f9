package facts

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// Completeness is how much of its sheet a record fills.
type Completeness struct {
	Known, Total int
	Percent      string
}

// Groups builds the groups of facts of the record's kind, and after them what
// else its table says. What is known leads: the missing fields of a group close
// it in one row, and the groups of which nothing is known come apart.
func (v *Sheet) Groups() (known, unstated []frame.Group, _ *Completeness) {
	var out []frame.Group
	done := &Completeness{}
	for _, g := range sheets()[v.Rec.Kind] {
		group := frame.Group{ID: g.Key, Title: v.L.T("group." + g.Key)}
		for _, f := range g.Fields {
			fact := v.Fact(f)
			if len(fact.Items) == 0 && f.optional {
				continue
			}
			if !f.optional {
				done.Total++
				if len(fact.Items) > 0 {
					done.Known++
				}
			}
			if v.shown[f.Key] {
				continue
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
		out = append(out, frame.Group{ID: "rest", Title: v.L.T("group.rest"), Facts: rest})
	}
	if done.Total == 0 {
		return out, unstated, nil
	}
	done.Percent = v.L.T("complete.percent", v.L.Num(float64(done.Known*100/done.Total)))
	return out, unstated, done
}

// Shown says that a field stands elsewhere on the page: the groups leave it out.
func (v *Sheet) Shown(f Field) {
	if v.shown == nil {
		v.shown = map[string]bool{}
	}
	v.shown[f.Key] = true
}

// Fact returns a field with the values of the record, and marks their columns as used: what the first
// of its columns with a value says is shown, what a later one says otherwise stands in Printed.
func (v *Sheet) Fact(f Field) frame.Fact {
	fact := frame.Fact{Key: strings.ReplaceAll(f.Key, ".", "-"), Label: v.L.T("field." + f.Key), Items: v.own(f.Key)}
	for _, name := range f.names {
		if v.marks(name) {
			fact.Conflict = true
		}
		items := v.Column(name)
		if len(items) == 0 {
			continue
		}
		v.Use(name)
		if len(fact.Items) == 0 {
			fact.Items = items
		} else if fact.Printed == "" && !SameText(fact.Items, items) {
			fact.Printed = Joined(items)
		}
	}
	return fact
}

// Use marks an attribute and its translations as shown.
func (v *Sheet) Use(name string) {
	v.used[name] = true
	for _, lang := range text.Langs() {
		v.used[name+"_"+string(lang)] = true
	}
}

// marks reports whether the record's sources disagree on the attribute.
func (v *Sheet) marks(name string) bool {
	for _, c := range v.Rec.Conflicts {
		if Base(c) == name {
			return true
		}
	}
	return false
}

// Base is an attribute's name without the language at its end.
func Base(name string) string {
	for _, lang := range text.Langs() {
		if b, ok := strings.CutSuffix(name, "_"+string(lang)); ok {
			return b
		}
	}
	return name
}

// own returns what the record itself, not an attribute, says of a field.
func (v *Sheet) own(key string) []frame.Item {
	l, rec := v.L, v.Rec
	switch key {
	case "id":
		return frame.Words(rec.ID)
	case "name.vi", "name.en":
		lang := text.Lang(key[len("name."):])
		if s := rec.Title.In(lang); s != "" {
			p := frame.Phrase{Text: s}
			if lang != l.Lang {
				p.Lang = string(lang)
			}
			return []frame.Item{{Phrase: p}}
		}
	case "aliases":
		return frame.Words(strings.Join(rec.Aliases, " · "))
	case "vsic":
		return v.sector()
	case "ward":
		return v.places()
	case "geometry":
		return v.coordinates()
	case "geometry_quality":
		return frame.Words(l.Label(vocab.GeometryQualities().Label(rec.GeometryQuality), rec.GeometryQuality))
	case "area_ha":
		if rec.Area != nil {
			return frame.Words(l.Area(*rec.Area))
		}
	case "capital":
		if rec.Capital != nil {
			return frame.Words(l.Money(*rec.Capital))
		}
	case "status":
		label, _ := Status(l, rec.Status)
		return frame.Words(label)
	}
	if items := v.ownTime(key); items != nil {
		return items
	}
	return v.ownLinks(key)
}

// ownTime returns what the record says of a field of time.
func (v *Sheet) ownTime(key string) []frame.Item {
	l, rec := v.L, v.Rec
	switch key {
	case "announced_on", "date", "published":
		return frame.Words(l.Date(rec.Date))
	case "valid_until":
		return frame.Words(l.Date(rec.Valid.To))
	case "valid":
		return frame.Words(l.Interval(rec.Valid))
	case "review_due":
		return frame.Words(l.Date(rec.ReviewDue))
	}
	return nil
}

// ownLinks returns the record's links that fill a field.
func (v *Sheet) ownLinks(key string) []frame.Item {
	switch key {
	case "legal_basis":
		return v.LinkedBy("legal_basis", "basis", "based_on", "list_document")
	case "plan_refs":
		return v.LinkedBy("plan", "plan_refs")
	case "documents":
		return v.LinkedBy("document", "documents", "file")
	case "list_document_id":
		return v.LinkedBy("listed_by")
	case "contact_unit":
		return v.LinkedBy("contact")
	case "agencies":
		return v.LinkedBy("agency")
	case "publication_decision":
		return v.LinkedBy("published_by", "decision")
	case "upper_plan", "parent", "investor", "issuer":
		return v.LinkedBy(key)
	case "distances":
		return v.distances()
	}
	return nil
}

// distances gathers the columns of distances, "distance_airport_km", as one field.
func (v *Sheet) distances() []frame.Item {
	var out []frame.Item
	for _, name := range v.attributeOrder() {
		if !strings.HasPrefix(name, "distance_") || !strings.HasSuffix(name, "_km") {
			continue
		}
		km, ok := v.Rec.Attributes[name].(float64)
		if !ok {
			continue
		}
		v.Use(name)
		label := strings.TrimSuffix(v.ColumnLabel(name), " (km)")
		out = append(out, frame.Words(label+": "+v.L.T("format.km", v.L.Num(km)))...)
	}
	return out
}

func (v *Sheet) sector() []frame.Item {
	ref := v.Rec.Sector
	if ref == nil {
		return nil
	}
	label := fmt.Sprintf("%s %s", ref.Scheme, ref.Code)
	if title := v.L.Label(ref.Title(), ""); title != "" {
		label += " – " + title
	}
	return []frame.Item{{Phrase: frame.Phrase{Text: label}, URL: v.SearchPath(v.L.Lang, search.Query{Sectors: []string{ref.Scheme + ":" + ref.Code}})}}
}

func (v *Sheet) places() []frame.Item {
	var out []frame.Item
	for _, ref := range v.Rec.Places {
		p := v.L.Pick(ref.Name)
		item := frame.Item{Phrase: p}
		if link, ok := v.Linked[ref.ID]; ok {
			item.URL = link.URL
		}
		u, _ := v.Places().ByID(ref.ID)
		item.Text += endOf(v.L, ref, u)
		out = append(out, item)
	}
	return append(out, v.placesToday()...)
}

// endOf is the code of a unit and the day it ended, in brackets; "" where neither is known.
func endOf(l *frame.Locale, ref catalog.PlaceRef, u place.Unit) string {
	switch {
	case u.To != "" && ref.Code != "":
		return " (" + l.T("unit.until", ref.Code, l.Date(catalog.Date(u.To))) + ")"
	case u.To != "":
		return " (" + l.T("format.until", l.Date(catalog.Date(u.To))) + ")"
	case ref.Code != "":
		return " (" + ref.Code + ")"
	}
	return ""
}

// placesToday are the units that hold the territory of the dissolved units the record
// names: codes are used again, so that an old name alone misleads.
func (v *Sheet) placesToday() []frame.Item {
	var out []frame.Item
	seen := map[string]bool{}
	for _, ref := range v.Rec.Places {
		seen[ref.ID] = true
	}
	for _, ref := range v.Rec.Places {
		for _, u := range v.Places().Current(ref.ID) {
			if seen[u.ID] {
				continue
			}
			seen[u.ID] = true
			link := v.UnitLink(v.L, u)
			out = append(out, frame.Item{Phrase: frame.Phrase{Text: v.L.T("place.today", link.Text, link.Note)}, URL: link.URL})
		}
	}
	return out
}

// Point is where the record is: its point, or the middle of its outline.
func (v *Sheet) Point() (orb.Point, bool) {
	if v.Rec.Geometry == nil {
		return orb.Point{}, false
	}
	switch g := v.Rec.Geometry.Geometry().(type) {
	case nil:
		return orb.Point{}, false
	case orb.Point:
		return g, true
	default:
		c, _ := planar.CentroidArea(g)
		return c, true
	}
}

func (v *Sheet) coordinates() []frame.Item {
	point, ok := v.Point()
	if !ok {
		return nil
	}
	q := search.Query{Near: &point, RadiusKM: AroundKM, Sort: search.ByDistance}
	return []frame.Item{{Phrase: frame.Phrase{Text: fmt.Sprintf("%.5f, %.5f (WGS 84)", point[1], point[0])}, URL: v.SearchPath(v.L.Lang, q)}}
}

// LinkedBy returns the record's links of the given relations as values.
func (v *Sheet) LinkedBy(rels ...string) []frame.Item {
	var out []frame.Item
	for _, link := range v.Rec.Links {
		if !slices.Contains(rels, link.Rel) {
			continue
		}
		if shown := v.Link(link); shown.Text != "" {
			if shown.Weak != "" {
				shown.Text += " (" + strings.ToLower(shown.Weak) + ")"
			}
			out = append(out, frame.Item{Phrase: frame.Phrase{Text: shown.Text, Lang: shown.Lang, Tag: shown.Tag}, URL: shown.URL, External: shown.External})
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
func (v *Sheet) keyFact(f Field) frame.Fact {
	fact := v.Fact(f)
	fact.Key = "key-" + fact.Key
	if f.Key == "capital" {
		fact.Printed = Attr(v.L, v.Rec.Attributes, "capital_as_printed", "capital_printed", "capital_note").Text
		fact.Conflict = fact.Conflict || v.marks("capital_billion_vnd")
	}
	if f.Key == "area_ha" && fact.Printed == "" {
		fact.Printed = Attr(v.L, v.Rec.Attributes, "area_as_printed", "area_printed", "area_note").Text
	}
	if fact.Printed == Joined(fact.Items) {
		fact.Printed = ""
	}
	return fact
}

// KeyFacts are the facts at the head of the page.
func (v *Sheet) KeyFacts() []frame.Fact {
	var out []frame.Fact
	for _, key := range keyFields(v.Rec.Kind) {
		for _, group := range sheets()[v.Rec.Kind] {
			for _, f := range group.Fields {
				if f.Key == key {
					out = append(out, v.keyFact(f))
				}
			}
		}
	}
	if out != nil {
		return out
	}
	facts := deciding(v.Frame, v.L, v.Rec)
	for i, f := range facts {
		switch f.Key {
		case "place":
			facts[i].Items = v.places()
		case "capital":
			facts[i].Printed = Attr(v.L, v.Rec.Attributes, "capital_as_printed", "capital_printed", "capital_note").Text
		case "area":
			facts[i].Printed = Attr(v.L, v.Rec.Attributes, "area_as_printed", "area_printed", "area_note").Text
		}
		if facts[i].Printed == Joined(facts[i].Items) {
			facts[i].Printed = ""
		}
		facts[i].Conflict = v.marks(f.Key) || f.Key == "capital" && v.marks("capital_billion_vnd") || f.Key == "area" && v.marks("area_ha")
	}
	return facts
}
