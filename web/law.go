package web

import (
	"slices"

	"honglinh/catalog/vocab"
)

// lawNotices say what later acts did to an act, a plan or a procedure: a part of
// it may be repealed, it may have been abolished or amended.
func (v *view) lawNotices() []Notice {
	var out []Notice
	add := func(level, key string, rels ...string) {
		if links := v.linksBy(rels...); len(links) > 0 {
			out = append(out, Notice{Level: level, Text: v.l.t(key), Links: links})
		}
	}
	if v.rec.Status == "abolished" {
		add("warn", "notice.abolished", "repealed_by")
	} else {
		add("warn", "notice.repealed", "repealed_by")
	}
	add("warn", "notice.partly", "repealed_in_part_by")
	if v.rec.Kind == vocab.Procedure {
		add("warn", "notice.changed", "amended_by")
	} else {
		add("info", "notice.amended", "amended_by")
	}
	return out
}

// linksBy are the record's links of the given relations.
func (v *view) linksBy(rels ...string) []Link {
	var out []Link
	for _, link := range v.rec.Links {
		if shown := v.link(link); slices.Contains(rels, link.Rel) && shown.Text != "" {
			out = append(out, shown)
		}
	}
	return out
}

// today are the records that stand in the place of this one where they are not
// those that replaced it themselves.
func (v *view) today() []Link {
	var ids []string
	for _, link := range v.rec.Today {
		if !slices.Contains(v.rec.SupersededBy, link.ID) {
			ids = append(ids, link.ID)
		}
	}
	return v.linksTo(ids)
}
