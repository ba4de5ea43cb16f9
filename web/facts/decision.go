package facts

import "honglinh/web/frame"

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

// Decisive draws the fields of a row of a decision into one; their values stand once on the page.
func (v *Sheet) Decisive(row Section) frame.Fact {
	out := frame.Fact{Key: "decide-" + row.Key, Label: v.L.T("decide." + row.Key)}
	for _, f := range row.Fields {
		fact := v.Fact(f)
		if len(fact.Items) == 0 {
			continue
		}
		v.Shown(f)
		for _, item := range fact.Items {
			if !SameText([]frame.Item{item}, out.Items) && !SameFigure(item.Text, out.Items) {
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
