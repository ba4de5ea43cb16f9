package facts

import (
	"slices"
	"strings"

	"honglinh/web/frame"
)

// Decision is what an opportunity is chosen by, in the order of the questions: what, where, how big, how much,
// whether the land is free, until when.
func Decision() []Section {
	return []Section{
		{"what", []Field{Need("opportunity_kind", "opportunity_type", "type"), Need("sector_group_local", "sector", "sector_printed", "field")}},
		{"where", []Field{Need("ward"), Need("address_as_printed", "address", "location")}},
		{"big", []Field{Need("area_ha"), Need("area_as_printed", "area_printed", "area_note")}},
		{"much", []Field{Need("capital"), Need("capital_as_printed", "capital_printed", "capital_note")}},
		{"land", []Field{May("status_today"), May("status_evidence"), Need("land_use_now", "current_land_use", "land_status"), May("vacancy_pct")}},
		{"until", []Field{Need("deadline"), May("deadline_state")}},
	}
}

// qualify says in the values themselves what their label or the badge of the record does not: how sure a
// status is, which may be less sure than the record, and that a share is a computed one.
func (v *Sheet) qualify(key string, items []frame.Item) {
	switch key {
	case "status_today":
		if sure := Scalar(v.Rec.Attributes["status_confidence"], nil); v.L.Has("status.sure." + sure) {
			items[0].Text += " (" + v.L.T("status.sure."+sure) + ")"
		}
	case "vacancy_pct":
		items[0].Text = v.L.T("decide.vacant", items[0].Text)
	}
}

// Decisive draws the fields of a row of a decision into one; their values stand once on the page.
func (v *Sheet) Decisive(row Section) frame.Fact {
	out := frame.Fact{Key: "decide-" + row.Key, Label: v.L.T("decide." + row.Key)}
	for _, f := range row.Fields {
		fact := v.Fact(f)
		if len(fact.Items) == 0 {
			continue
		}
		v.Shown(f)
		v.qualify(f.Key, fact.Items)
		for _, item := range fact.Items {
			if !told(item.Text, out.Items) && !SameFigure(item.Text, out.Items) {
				out.Items = append(out.Items, item)
			}
		}
		out.Conflict = out.Conflict || fact.Conflict
		if out.Printed == "" && len(out.Items) <= 1 {
			out.Printed = fact.Printed
		}
	}
	return out
}

// told reports whether one of the items says a text already, by itself or with its code behind it.
func told(s string, items []frame.Item) bool {
	return slices.ContainsFunc(items, func(i frame.Item) bool { return i.Text == s || strings.HasPrefix(i.Text, s+" (") })
}
