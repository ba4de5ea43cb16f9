package answer

import (
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Type is the sort of a card.
type Type string

// The sorts of cards.
const (
	ValueCard     Type = "value"
	ContactCard   Type = "contact"
	LimitCard     Type = "limit"
	SuccessorCard Type = "successor"
	StatusCard    Type = "status"
)

// Types returns the sorts of cards; faces have a text for each.
func Types() []Type { return []Type{ValueCard, ContactCard, LimitCard, SuccessorCard, StatusCard} }

// Card is the answer to a question that one fact answers, with where it stands.
type Card struct {
	Type Type `json:"type"`
	// Text is the answer as a sentence in the reader's language.
	Text string `json:"text"`
	// Value is the number of a value, the telephone of a contact, the days of a limit, the code of a
	// successor or of a status; absent where it is not known, which Text says.
	Value any    `json:"value,omitempty"`
	Unit  string `json:"unit,omitempty"`
	// Place and Period are those of a value.
	Place  *Place `json:"place,omitempty"`
	Period string `json:"period,omitempty"`
	Record Ref    `json:"record"`
	// Today is what stands in its place today, where that is another thing.
	Today      []Ref              `json:"today,omitempty"`
	Provenance catalog.Provenance `json:"provenance"`

	// Table, Figure, Contact, Limit, Since and Until are what pages write in their own manner.
	Table   *catalog.TableRef `json:"-"`
	Figure  *Figure           `json:"-"`
	Later   []Figure          `json:"-"` // of what stands in the place of the Figure's today
	Contact Contact           `json:"-"`
	Limit   text.Text         `json:"-"`
	Since   catalog.Date      `json:"-"`
	// Until is the last day on which what has ended was in force.
	Until catalog.Date `json:"-"`
}

// Ref names a record.
type Ref struct {
	ID    string     `json:"id"`
	Kind  vocab.Kind `json:"kind"`
	Title text.Text  `json:"title"`
}

// Contact is how a body is reached; empty parts are not recorded.
type Contact struct {
	Phone, Email, Website string
	Address               text.Text
}

// Known reports whether anything is recorded.
func (c Contact) Known() bool {
	return c.Phone != "" || c.Email != "" || c.Website != "" || !c.Address.IsZero()
}

// Days are the least and the most days of a limit.
type Days struct {
	Min  float64 `json:"min"`
	Max  float64 `json:"max"`
	Unit string  `json:"unit,omitempty"` // working-day or calendar-day
}

func refOf(rec *catalog.Record) Ref { return Ref{rec.ID, rec.Kind, rec.Title} }

// begin is a card of a record with its source and what stands in its place today.
func begin(t Type, rec *catalog.Record) Card {
	c := Card{Type: t, Record: refOf(rec), Table: rec.Table}
	if len(rec.Provenance) > 0 {
		c.Provenance = rec.Provenance[0]
	}
	for _, l := range rec.Today {
		kind, _, _ := catalog.SplitID(l.ID)
		c.Today = append(c.Today, Ref{l.ID, vocab.Kind(kind), l.Title})
	}
	return c
}

// OfValue is the card of the figure that was asked for; false where there is none. Of a unit that is no
// more it names those of today, which answer by themselves where that unit has no figure and is several today.
func OfValue(rec *catalog.Record, a Answer, lang text.Lang) (Card, bool) {
	c := begin(ValueCard, rec)
	for _, line := range a.Lines {
		if line.Relation == OfAfter {
			c.Today = append(c.Today, Ref{line.Place.ID, vocab.Unit, line.Place.Name})
			c.Later = append(c.Later, line)
		}
	}
	then := text.New("; nay: ", "; today: ")
	var f Figure
	switch {
	case a.Figure != nil:
		f = *a.Figure
	case len(c.Later) > 1: // one alone is larger than what was asked for
		f, c.Later, then = c.Later[0], c.Later[1:], text.New("; ", "; ")
	default:
		return c, false
	}
	c.Value, c.Unit, c.Place, c.Period, c.Provenance, c.Figure = f.Value, f.Unit, &f.Place, f.Period, f.Provenance, &f
	c.Text = named(rec.Title, lang) + ": " + f.Line(lang)
	for _, later := range c.Later {
		c.Text += named(then, lang) + later.Line(lang)
	}
	return c, true
}

// OfContact is the card of a body. What was dissolved is not reached any more: the card leads to
// those of today, or to the units on its territory, and gives no number.
func OfContact(rec *catalog.Record, r *place.Register, lang text.Lang) Card {
	c := begin(ContactCard, rec)
	name := named(rec.Title, lang)
	if vocab.Ended(rec.Status) {
		if len(c.Today) == 0 && r != nil && len(rec.Places) > 0 {
			for _, now := range r.Current(rec.Places[0].ID) {
				c.Today = append(c.Today, Ref{now.ID, vocab.Unit, now.Name})
			}
		}
		c.Text = name + ": " + named(vocab.Statuses().Label(rec.Status), lang) + c.todayLine(lang)
		return c
	}
	at := func(key string) string { s, _ := rec.Attributes[key].(string); return s }
	c.Contact = Contact{at("phone"), at("email"), at("website"), text.New(at("address_vi"), at("address_en"))}
	if c.Contact.Phone != "" {
		c.Value = c.Contact.Phone
	}
	parts := []string{c.Contact.Phone, c.Contact.Email, c.Contact.Website, named(c.Contact.Address, lang)}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	if len(parts) == 0 {
		parts = []string{named(text.New("không có số điện thoại hay địa chỉ nào được ghi nhận", "no telephone or address is recorded"), lang)}
	}
	c.Text = name + ": " + strings.Join(parts, " · ")
	return c
}

// OfLimit is the card of how long a procedure takes.
func OfLimit(rec *catalog.Record, _ *place.Register, lang text.Lang) Card {
	c := begin(LimitCard, rec)
	at := func(key string) string { s, _ := rec.Attributes[key].(string); return s }
	c.Limit = text.New(at("time_limit_vi"), at("time_limit_en"))
	least, ok := rec.Attributes["time_limit_days"].(float64)
	if ok {
		most, ok := rec.Attributes["time_limit_max_days"].(float64)
		if !ok {
			most = least
		}
		c.Value = Days{least, most, at("time_limit_unit")}
	}
	says := named(c.Limit, lang)
	if says == "" {
		says = named(text.New("thời hạn chưa rõ", "the time limit is not stated"), lang)
	}
	if vocab.Ended(rec.Status) {
		says = named(vocab.Statuses().Label(rec.Status), lang) + c.todayLine(lang)
		c.Value = nil
	}
	c.Text = named(rec.Title, lang) + ": " + says
	return c
}

// OfStatus is the card of whether an act is in force.
func OfStatus(rec *catalog.Record, _ *place.Register, lang text.Lang) Card {
	c := begin(StatusCard, rec)
	label := named(vocab.Statuses().Label(rec.Status), lang)
	if rec.Status == "" || rec.Status == "unknown" {
		label = named(text.New("chưa rõ hiệu lực", "it is not known whether it is in force"), lang)
	} else {
		c.Value = rec.Status
	}
	c.Text = named(rec.Title, lang) + ": " + label
	if vocab.Ended(rec.Status) {
		if c.Until = rec.Valid.To; c.Until != "" {
			c.Text += " (– " + string(c.Until) + ")"
		}
	} else if c.Since = rec.Valid.From; c.Since != "" {
		c.Text += " (" + string(c.Since) + " –)"
	}
	c.Text += c.todayLine(lang)
	return c
}

// OfSuccessor is the card of what a unit is today.
func OfSuccessor(rec *catalog.Record, u place.Unit, r *place.Register, lang text.Lang) Card {
	c := begin(SuccessorCard, rec)
	c.Today = nil
	var codes []string
	for _, now := range r.Current(u.ID) {
		c.Today = append(c.Today, Ref{now.ID, vocab.Unit, now.Name})
		codes = append(codes, now.Code)
	}
	name := named(u.Name, lang)
	switch {
	case u.Current():
		c.Value = u.Code
		c.Text = fmt.Sprintf(named(text.New("%s (%s) vẫn là đơn vị hiện nay", "%s (%s) still stands today"), lang), name, u.Code)
	case len(c.Today) == 0:
		c.Text = fmt.Sprintf(named(text.New("%s đã hết; đơn vị hiện nay trên địa bàn chưa rõ", "%s is no more; today's unit on its territory is not known"), lang), name)
	default:
		c.Value = strings.Join(codes, ",")
		c.Text = name + c.todayLine(lang)
	}
	return c
}

// todayLine says what stands in its place, or nothing.
func (c Card) todayLine(lang text.Lang) string {
	var names []string
	for _, t := range c.Today {
		names = append(names, named(t.Title, lang))
	}
	if len(names) == 0 {
		return ""
	}
	return " → " + named(text.New("nay:", "today:"), lang) + " " + strings.Join(names, "; ")
}

func named(t text.Text, lang text.Lang) string {
	s, _ := t.Best(lang)
	return s
}
