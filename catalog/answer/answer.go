package answer

import (
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/place"
)

// Of gives what an indicator says to a question; nothing for a record without values.
func Of(rec *catalog.Record, r *place.Register, q Asked) Answer {
	if len(rec.Observations) == 0 {
		return Answer{}
	}
	b := board{areas: areas(rec.Observations, r), register: r, asked: q}
	if !q.placed() {
		return Answer{Lines: b.chiefs()}
	}
	b.ofAsked()
	if len(b.lines) > 0 {
		first := b.lines[0]
		b.ofToday()
		return Answer{Figure: &first, Lines: b.cut()}
	}
	b.otherwise()
	return Answer{Lines: b.cut()}
}

// board gathers the lines of an answer.
type board struct {
	areas    []*area
	register *place.Register
	asked    Asked
	lines    []Figure
}

func (b *board) cut() []Figure { return b.lines[:min(len(b.lines), MaxLines)] }

func (b *board) when() when { return when{b.asked.AsOf, b.asked.Years} }

// area is that of a unit; nil where it has no values.
func (b *board) area(id string) *area {
	for _, a := range b.areas {
		if a.unit.ID == id && id != "" {
			return a
		}
	}
	return nil
}

// add puts the figure of an area on the board, once, and reports whether it has one.
func (b *board) add(a *area, w when, of Relation) bool {
	if a == nil || slices.ContainsFunc(b.lines, func(f Figure) bool { return f.Place.ID == a.place.ID && f.Place.Code == a.place.Code }) {
		return false
	}
	f, ok := pick(a, w, b.asked.Measure)
	if !ok {
		return false
	}
	f.Relation = of
	b.lines = append(b.lines, f)
	return true
}

// chiefs are one line per chief area: the country, the province, the town that was, the wards
// of today. Only where no chief area has values do former wards and sites speak.
func (b *board) chiefs() []Figure {
	for _, a := range b.areas {
		if a.rank >= formerWard && len(b.lines) > 0 || len(b.lines) == MaxLines {
			break
		}
		b.addAs(a, OfChief)
	}
	return b.lines
}

func (b *board) addAs(a *area, of Relation) {
	if f, ok := pick(a, b.when(), b.asked.Measure); ok {
		f.Relation = of
		b.lines = append(b.lines, f)
	}
}

// ofAsked are the figures of the places asked for that existed on the day asked for.
func (b *board) ofAsked() {
	for _, u := range b.asked.Units {
		if u.At(string(b.asked.AsOf)) {
			b.add(b.area(u.ID), b.when(), OfAsked)
		}
	}
	if b.asked.Country {
		for _, a := range b.areas {
			if a.rank == country {
				b.add(a, b.when(), OfAsked)
			}
		}
	}
}

// ofToday adds the units on the territory of what was asked for and is no more, so that who asks
// for the old town sees the wards of today too.
func (b *board) ofToday() {
	if b.asked.AsOf != "" || len(b.asked.Years) > 0 || b.register == nil {
		return
	}
	for _, u := range b.asked.Units {
		if u.Current() {
			continue
		}
		for _, now := range b.register.Current(u.ID) {
			b.add(b.area(now.ID), b.when(), OfAfter)
		}
	}
}

// otherwise adds what comes nearest to a figure that is not known: the same place at another
// time, the same territory under another unit, the units above.
func (b *board) otherwise() {
	for _, u := range b.asked.Units {
		if u.At(string(b.asked.AsOf)) {
			b.add(b.area(u.ID), when{asOf: b.asked.AsOf}, OfOtherTime)
		}
	}
	if len(b.lines) > 0 || b.register == nil {
		return
	}
	for _, u := range b.asked.Units {
		b.sameTerritory(u)
	}
	if len(b.lines) > 0 {
		return
	}
	b.sites()
	for _, u := range b.asked.Units {
		for _, above := range b.register.Ancestors(u.ID) {
			if b.add(b.area(above.ID), b.when(), OfAbove) {
				return
			}
		}
	}
	for _, a := range b.areas {
		if a.rank == country && b.add(a, b.when(), OfAbove) {
			return
		}
	}
}

// sites adds the figures of what is no unit, where the indicator has no others.
func (b *board) sites() {
	for _, a := range b.areas {
		if a.rank != site {
			return
		}
		b.addAs(a, OfSite)
	}
}

// sameTerritory adds the units that were or are on the territory of u, on the day asked for where
// one is: the larger ones first.
func (b *board) sameTerritory(u place.Unit) {
	of, ids := OfBefore, b.register.FamilyIDs(u.ID)
	if !u.Current() {
		of = OfAfter
	}
	if b.asked.AsOf != "" {
		ids = nil
		for _, v := range b.register.On(u.ID, b.asked.AsOf.End().Format("2006-01-02")) {
			ids = append(ids, v.ID)
		}
		if u.From > string(b.asked.AsOf) {
			of = OfBefore
		}
	}
	for _, a := range b.areas {
		if a.unit.ID == "" || a.unit.ID == u.ID || !slices.Contains(ids, a.unit.ID) || b.asked.AsOf == "" && of == OfAfter && !a.unit.Current() {
			continue
		}
		b.add(a, b.when(), of)
	}
}
