package record

import (
	"slices"
	"strings"

	"honglinh/catalog/place"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// handled are the procedures that a ward or commune of today receives, by field.
func (v *recordView) handled(u place.Unit) []linkGroup {
	if v.pages.rules == nil || !u.Current() || u.Level != "ward" && u.Level != "commune" {
		return nil
	}
	recs, err := v.pages.rules.Store.Kind(v.Ctx, string(vocab.Procedure))
	if err != nil {
		v.Log.Warn("what a ward handles", "op", "web.unit", "record", v.Rec.ID, "err", err)
		return nil
	}
	var out []linkGroup
	at := map[string]int{}
	for i := range recs {
		rec := &recs[i]
		level, _ := rec.Attributes["level"].(string)
		if !slices.Contains(strings.Split(level, ";"), "commune") || vocab.Ended(rec.StatusOn(v.Now())) {
			continue
		}
		field, _ := rec.Attributes["field_"+string(v.L.Lang)].(string)
		n, ok := at[field]
		if !ok {
			n = len(out)
			at[field] = n
			out = append(out, linkGroup{Title: field})
		}
		p := v.L.Pick(rec.Title)
		out[n].Links = append(out[n].Links, frame.Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: v.RecordPath(v.L.Lang, rec.ID)})
	}
	return out
}
