package contact_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/contact"
	"honglinh/catalog/place"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// bodies are the organisations of a small province.
type bodies []catalog.Record

func (b bodies) Kind(context.Context, string) ([]catalog.Record, error)      { return b, nil }
func (b bodies) Records(context.Context, []string) ([]catalog.Record, error) { return nil, nil }

func body(slug, unit, kind string, change ...func(*catalog.Record)) catalog.Record {
	r := catalog.Record{ID: "organisation/" + slug, Kind: vocab.Organisation, Title: text.New(slug, slug), Attributes: map[string]any{"org_kind": kind, "phone": "of " + slug}}
	if unit != "" {
		r.Places = []catalog.PlaceRef{{ID: "unit/" + unit}}
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

func ended(r *catalog.Record) { r.Status, r.Valid.To = "dissolved", "2025-06-30" }

func succeeded(by ...string) func(*catalog.Record) {
	return func(r *catalog.Record) { r.SupersededBy = by }
}

func book() *contact.Book {
	reg := place.NewRegister([]place.Unit{
		{ID: "unit/town", Name: text.New("town", "town"), To: "2025-06-30", Successors: []string{"unit/north", "unit/south"}},
		{ID: "unit/north", Name: text.New("north", "north"), From: "2025-07-01", Predecessors: []string{"unit/town"}},
		{ID: "unit/south", Name: text.New("south", "south"), From: "2025-07-01", Predecessors: []string{"unit/town"}},
	})
	return contact.New(contact.Options{Places: func() *place.Register { return reg }, Site: func() *site.Site { return &site.Site{Contact: site.Contact{Email: "operator@example"}} },
		Records: bodies{
			body("town", "town", "peoples-committee", ended), body("north", "north", "peoples-committee"), body("south", "south", "peoples-committee"),
			body("planning", "", "department", succeeded("organisation/finance")), body("finance", "", "department"),
			body("a", "", "department", succeeded("organisation/b")), body("b", "", "department", succeeded("organisation/a")),
			body("party", "town", "party", ended),
		}})
}

func TestWhomToAskIsTheBodyOfToday(t *testing.T) {
	link := func(rel, slug string) catalog.Record {
		return catalog.Record{Kind: vocab.Opportunity, Links: []catalog.Link{{Rel: rel, ID: "organisation/" + slug}}}
	}
	for name, tt := range map[string]struct {
		rec  catalog.Record
		want string
	}{
		"a dissolved committee is asked at the committees on its territory, by inference": {link("contact", "town"), "north (inferred) for town, south (inferred) for town"},
		"a department is followed to the one that an act names":                           {link("contact", "planning"), "finance for planning"},
		"a contact of today comes before the one that was printed": {catalog.Record{Kind: vocab.Opportunity,
			Links: []catalog.Link{{Rel: "contact", ID: "organisation/planning"}, {Rel: "contact_today", ID: "organisation/south"}}}, "south"},
		"successors in a circle name nobody":               {link("contact", "a"), ""},
		"a body without an heir names nobody":              {link("contact", "party"), ""},
		"a body that is not there names nobody":            {link("contact", "x"), ""},
		"a record with a place alone asks its committee":   {catalog.Record{Kind: vocab.Place, Places: []catalog.PlaceRef{{ID: "unit/town"}}}, "north, south"},
		"a dissolved body's own page names those of today": {body("town", "town", "peoples-committee", ended), "north (inferred) for town, south (inferred) for town"},
		"a record of nowhere is for the operator":          {catalog.Record{Kind: vocab.Article}, ""},
	} {
		a, err := book().Of(t.Context(), &tt.rec)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range a.Bodies {
			s := b.Title.In(text.EN)
			if b.Telephone != "of "+s {
				t.Errorf("%s: %s has the telephone %q", name, s, b.Telephone)
			}
			if b.Inferred {
				s += " (inferred)"
			}
			for _, w := range b.Was {
				s += " for " + w.Title.In(text.EN)
			}
			got = append(got, s)
		}
		if have := strings.Join(got, ", "); have != tt.want || a.Operator.Email == "" {
			t.Errorf("%s: %s, want %s", name, fmt.Sprint(have), tt.want)
		}
	}
}
