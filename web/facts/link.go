package facts

import (
	"cmp"
	"context"
	"strings"

	"honglinh/catalog"
	"honglinh/web/address"
	"honglinh/web/frame"
)

// Sheet is one record on its way to becoming a page.
type Sheet struct {
	*frame.Frame
	Ctx    context.Context
	shown  map[string]bool // fields that stand elsewhere
	L      *frame.Locale
	Rec    *catalog.Record
	Linked map[string]frame.Link // records named by this one
	used   map[string]bool       // attributes already shown
}

// NewSheet returns a record's view in a language, with the titles of the records
// that it names.
func NewSheet(ctx context.Context, s *frame.Frame, l *frame.Locale, rec *catalog.Record) *Sheet {
	v := &Sheet{Frame: s, Ctx: ctx, L: l, Rec: rec, used: map[string]bool{}}
	v.Linked = s.Titles(ctx, l, v.named())
	return v
}

// named are the ids of all records that this one names.
func (v *Sheet) named() []string {
	rec := v.Rec
	ids := append(append([]string{}, rec.Supersedes...), rec.SupersededBy...)
	for _, link := range rec.Today {
		ids = append(ids, link.ID)
	}
	for _, link := range rec.Links {
		if link.ID != "" {
			ids = append(ids, link.ID)
		}
	}
	for _, p := range rec.Places {
		if p.ID != "" {
			ids = append(ids, p.ID)
		}
	}
	for _, value := range rec.Attributes {
		ids = append(ids, idsIn(value)...)
	}
	return ids
}

// idsIn returns the record ids among an attribute's values.
func idsIn(value any) []string {
	switch x := value.(type) {
	case string:
		if _, _, ok := catalog.SplitID(x); ok {
			return []string{x}
		}
	case []any:
		var out []string
		for _, one := range x {
			out = append(out, idsIn(one)...)
		}
		return out
	}
	return nil
}

// Link shows a link of the record: the title and page of the record that it leads to, where that is
// known, with its status where it no longer holds; else the title given, and the address if it is one of the web.
func (v *Sheet) Link(link catalog.Link) frame.Link {
	if known, ok := v.Linked[link.ID]; ok {
		if label, _ := Status(v.L, link.Status); label != "" {
			known.Note, known.Weak = strings.TrimPrefix(known.Note+" · "+label, " · "), label
		}
		return known
	}
	title := v.L.Pick(link.Title)
	out := frame.Link{Text: title.Text, Lang: title.Lang, Tag: title.Tag}
	if href := address.Web(link.Href); href != "" {
		out.URL, out.External = href, true
		out.Text = cmp.Or(out.Text, address.Host(href))
	}
	out.Text = cmp.Or(out.Text, link.ID)
	return out
}

// PlaceName is the name of the first of the places, its code where it has none; "" without places.
func PlaceName(l *frame.Locale, list []catalog.PlaceRef) string {
	if len(list) == 0 {
		return ""
	}
	return l.Label(list[0].Name, list[0].Code)
}

// About is a view of another state of the record, in which nothing is shown yet.
func (v *Sheet) About(rec *catalog.Record) *Sheet {
	return &Sheet{Frame: v.Frame, Ctx: v.Ctx, L: v.L, Rec: rec, Linked: v.Linked, used: map[string]bool{}}
}
