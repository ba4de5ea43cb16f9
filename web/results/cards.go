package results

import (
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/catalog/search"
	"honglinh/catalog/site"
	"honglinh/catalog/vocab"
	"honglinh/web/address"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// Card is an answer above the results: the answer itself large, whose it is, its source, one link.
type Card struct {
	Type   string // words for the sort of card
	Big    string
	URL    string // where the big answer leads, "" for nowhere
	About  frame.Link
	Notes  []string
	Later  []string // the same figure of those that stand in its place today
	Today  []frame.Link
	Source frame.Link
	Date   string
}

// cardsOf writes the cards in the manner of the page.
func cardsOf(s *frame.Frame, l *frame.Locale, a search.Answer) []Card {
	var out []Card
	for _, c := range a.Cards {
		name := l.Pick(c.Record.Title)
		card := Card{Type: l.T("answer." + string(c.Type)), About: frame.Link{Text: name.Text, Lang: name.Lang, URL: s.RecordPath(l.Lang, c.Record.ID)}}
		p := c.Provenance
		card.Source = frame.Link{Text: address.Name(p.URL, p.Title), URL: address.Source(p.URL), Note: p.Title, External: true}
		card.Date = l.Date(p.Date)
		for _, t := range c.Today {
			to := l.Pick(t.Title)
			card.Today = append(card.Today, frame.Link{Text: to.Text, Lang: to.Lang, URL: s.RecordPath(l.Lang, t.ID)})
		}
		write(s, l, c, &card)
		out = append(out, card)
	}
	return out
}

// write fills the answer itself.
func write(s *frame.Frame, l *frame.Locale, c answer.Card, card *Card) {
	unknown := l.T("unknown")
	switch c.Type {
	case answer.ValueCard:
		card.Big, card.Notes = valueOf(s, l, c)
		for _, line := range facts.Figures(s, l, &catalog.Record{Table: c.Table}, c.Later) {
			card.Later = append(card.Later, line.Text)
		}
	case answer.ContactCard:
		card.Big, card.URL = contactOf(c)
		if c.Contact.Known() {
			if at := l.Label(c.Contact.Address, ""); at != "" && at != card.Big {
				card.Notes = append(card.Notes, at)
			}
			if site := c.Contact.Website; site != "" && site != card.Big {
				card.Notes = append(card.Notes, site)
			}
		} else if len(c.Today) > 0 {
			card.Big = l.T("answer.dissolved")
		}
		if card.Big == "" {
			card.Big = l.T("answer.contact.none")
		}
	case answer.LimitCard:
		card.Big, card.Notes = limitOf(l, c)
	case answer.StatusCard:
		status, _ := c.Value.(string)
		card.Big = l.Label(vocab.Statuses().Label(status), unknown)
		switch {
		case c.Until != "":
			card.Notes = append(card.Notes, l.T("answer.ended", l.Date(c.Until)))
		case c.Since != "":
			card.Big = l.T("answer.since", card.Big, l.Date(c.Since))
		}
	case answer.SuccessorCard:
		card.Big = l.T("answer.still")
		for i, t := range card.Today {
			if i == 0 {
				card.Big, card.URL = t.Text, t.URL
				continue
			}
			card.Big += "; " + t.Text
		}
		if len(card.Today) > 1 {
			card.URL = ""
		} else {
			card.Today = nil
		}
	}
}

// valueOf writes the number with its unit, and beside it the place and the period.
func valueOf(s *frame.Frame, l *frame.Locale, c answer.Card) (big string, notes []string) {
	f := c.Figure
	unit := facts.Readable(s, l, &catalog.Record{Table: c.Table, Observations: []catalog.Observation{f.Observation}})[0].Unit
	big = l.Num(f.Value) + " " + unit
	place := l.Label(f.Place.Name, f.Place.Code)
	if f.Place.Valid.To != "" {
		place = l.T("answer.until", place, l.Date(f.Place.Valid.To))
	}
	period := l.Period(f.Period)
	if period == "" {
		period = l.T("figure.undated")
	}
	notes = []string{place, period}
	if f.Basis != "" {
		notes = append(notes, facts.Basis(l, f.Basis))
	}
	for _, d := range f.Differing {
		notes = append(notes, l.T("figure.differing", l.Num(d.Value), unit))
	}
	return big, notes
}

// limitOf writes the days large and, where they differ by case, the cases beside them.
func limitOf(l *frame.Locale, c answer.Card) (big string, notes []string) {
	printed := l.Label(c.Limit, l.T("unknown"))
	days, ok := c.Value.(answer.Days)
	switch {
	case !ok && len(c.Today) > 0:
		return l.T("answer.replaced"), nil
	case !ok || days.Min == days.Max && !strings.Contains(printed, ";") || !l.Has("answer.days."+days.Unit):
		return printed, nil
	case days.Min == days.Max:
		return l.T("answer.days."+days.Unit, l.Num(days.Min)), []string{printed}
	}
	return l.T("answer.days."+days.Unit, l.Num(days.Min)+"–"+l.Num(days.Max)), []string{printed}
}

func contactOf(c answer.Card) (big, url string) {
	switch {
	case c.Contact.Phone != "":
		return c.Contact.Phone, site.TelephoneURI(c.Contact.Phone)
	case c.Contact.Email != "":
		return c.Contact.Email, "mailto:" + c.Contact.Email
	case c.Contact.Website != "":
		return c.Contact.Website, address.Web("https://" + c.Contact.Website)
	}
	return "", ""
}
