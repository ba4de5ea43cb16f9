package record

import (
	"slices"

	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// lawNotices say what later acts did to an act, a plan or a procedure: a part of
// it may be repealed, it may have been abolished or amended.
func (v *recordView) lawNotices() []notice {
	var out []notice
	add := func(level, key string, rels ...string) {
		if links := v.linksBy(rels...); len(links) > 0 {
			out = append(out, notice{Level: level, Text: v.L.T(key), Links: links})
		}
	}
	if v.Rec.Status == "abolished" {
		add("warn", "notice.abolished", "repealed_by")
	} else {
		add("warn", "notice.repealed", "repealed_by")
	}
	add("warn", "notice.partly", "repealed_in_part_by")
	if v.Rec.Kind == vocab.Procedure {
		add("warn", "notice.changed", "amended_by")
	} else {
		add("info", "notice.amended", "amended_by")
	}
	return out
}

// linksBy are the record's links of the given relations.
func (v *recordView) linksBy(rels ...string) []frame.Link {
	var out []frame.Link
	for _, link := range v.Rec.Links {
		if shown := v.Link(link); slices.Contains(rels, link.Rel) && shown.Text != "" {
			out = append(out, shown)
		}
	}
	return out
}

// today are the records that stand in the place of this one where they are not
// those that replaced it themselves.
func (v *recordView) today() []frame.Link {
	var ids []string
	for _, link := range v.Rec.Today {
		if !slices.Contains(v.Rec.SupersededBy, link.ID) {
			ids = append(ids, link.ID)
		}
	}
	return v.linksTo(ids)
}
