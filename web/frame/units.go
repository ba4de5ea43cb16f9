package frame

import (
	"honglinh/catalog"
	"honglinh/catalog/place"
)

// DayAfter is the day after the last of the date, the first on which what
// follows holds.
func DayAfter(d catalog.Date) catalog.Date {
	if d == "" {
		return ""
	}
	return catalog.Date(d.End().AddDate(0, 0, 1).Format("2006-01-02"))
}

// UnitLink is a unit with the address of its page; its note is the code, and the last day of a unit that
// is no more.
func (s *Frame) UnitLink(l *Locale, u place.Unit) Link {
	p := l.Pick(u.Name)
	link := Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.RecordPath(l.Lang, u.ID), Note: u.Code}
	switch {
	case u.To != "" && u.Code == "":
		link.Note = l.T("format.until", l.Date(catalog.Date(u.To)))
	case u.To != "":
		link.Note = l.T("unit.until", u.Code, l.Date(catalog.Date(u.To)))
	}
	return link
}
