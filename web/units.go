package web

import (
	"maps"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/place"
)

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// dayAfter is the day after the last of the date, the first on which what
// follows holds.
func dayAfter(d catalog.Date) catalog.Date {
	if d == "" {
		return ""
	}
	return catalog.Date(d.End().AddDate(0, 0, 1).Format("2006-01-02"))
}

func (s *site) unitLink(l *locale, u place.Unit) Link {
	p := l.pick(u.Name)
	link := Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.recordPath(l.lang, u.ID), Note: u.Code}
	switch {
	case u.To != "" && u.Code == "":
		link.Note = l.t("format.until", l.date(catalog.Date(u.To)))
	case u.To != "":
		link.Note = l.t("unit.until", u.Code, l.date(catalog.Date(u.To)))
	}
	return link
}
