package results

import (
	"slices"

	"honglinh/catalog/search"
	"honglinh/catalog/search/reading"
	"honglinh/web/frame"
)

// Read is how the words of a search were read.
type Read struct {
	// Chips are what was applied, each with the address of the search without it; Offers are
	// what may have been meant.
	Chips  []frame.Chip
	Offers []frame.Link
	// Off is the search with nothing read from its words.
	Off string
}

// readOf shows what was understood; nil where nothing was.
func readOf(s *frame.Frame, l *frame.Locale, q search.Query, a search.Answer) *Read {
	if len(a.Understood) == 0 {
		return nil
	}
	off := q
	off.Literal, off.Cursor = true, ""
	r := &Read{Off: s.SearchPath(l.Lang, off)}
	for _, group := range grouped(a.Understood) {
		label, value, ok := named(s, l, group)
		switch {
		case !ok:
		case group[0].Sure:
			others := slices.DeleteFunc(slices.Clone(a.Understood), func(u search.Understood) bool { return !u.Sure || u.Text == group[0].Text })
			r.Chips = append(r.Chips, frame.Chip{Label: label, Value: value, Remove: s.SearchPath(l.Lang, search.Explicit(q, others, s.Now()))})
		default:
			with := q
			for _, u := range group {
				with = search.With(with, u, s.Now())
			}
			r.Offers = append(r.Offers, frame.Link{Text: l.T("read.only", label, value), URL: s.SearchPath(l.Lang, with)})
		}
	}
	return r
}

// grouped puts together what was read from the same words: the two ends of a range.
func grouped(list []search.Understood) [][]search.Understood {
	var out [][]search.Understood
	for _, u := range list {
		if n := len(out); n > 0 && out[n-1][0].Text == u.Text && out[n-1][0].Sure == u.Sure {
			out[n-1] = append(out[n-1], u)
			continue
		}
		out = append(out, []search.Understood{u})
	}
	return out
}

// named writes a group as the chip of the parameter is written.
func named(s *frame.Frame, l *frame.Locale, group []search.Understood) (label, value string, ok bool) {
	if group[0].Param == reading.Near {
		return l.T("filter.near"), group[0].Text, true
	}
	var only search.Query
	for _, u := range group {
		only = search.With(only, u, s.Now())
	}
	list := chips(s, l, only, nil)
	if len(list) == 0 {
		return "", "", false
	}
	return list[0].Label, list[0].Value, true
}
