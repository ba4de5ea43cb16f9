package record

import (
	"context"
	"maps"
	"net/url"

	"honglinh/catalog/vocab"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// decision is the head of an opportunity, in the order of a decision.
type decision struct {
	Rows  []frame.Fact
	Claim frame.Link
	File  frame.Link
}

// decide sets out what, where, how big, how much, whether the land is free and until
// when; what stands here is not told again below.
func (v *recordView) decide(ctx context.Context) *decision {
	if v.Rec.Kind != vocab.Opportunity {
		return nil
	}
	d := &decision{}
	for _, row := range []struct {
		key    string
		fields []facts.Field
	}{
		{"what", []facts.Field{facts.Need("opportunity_kind", "opportunity_type", "type"), facts.Need("sector_group_local", "sector", "sector_printed", "field")}},
		{"where", []facts.Field{facts.Need("ward"), facts.Need("address_as_printed", "address", "location")}},
		{"big", []facts.Field{facts.Need("area_ha"), facts.Need("area_as_printed", "area_printed", "area_note")}},
		{"much", []facts.Field{facts.Need("capital"), facts.Need("capital_as_printed", "capital_printed", "capital_note")}},
		{"land", []facts.Field{facts.May("status_today"), facts.May("status_evidence"), facts.Need("land_use_now", "current_land_use", "land_status"), facts.May("vacancy_pct")}},
		{"until", []facts.Field{facts.Need("deadline"), facts.May("deadline_state")}},
	} {
		d.Rows = append(d.Rows, v.decisive(row.key, row.fields))
	}
	q := url.Values{}
	for _, ref := range v.Rec.Places {
		if now := v.Places().Current(ref.ID); len(now) == 1 && now[0].Code != "" {
			q.Set("place", now[0].Code)
			break
		}
	}
	if list, ok := v.Rec.Attributes["cluster_ids"]; ok && list != nil {
		q.Set("zone", "industrial-cluster")
	}
	file := maps.Clone(q)
	if q.Has("zone") && (v.Rec.Status == "existing" || v.Rec.Status == "operating") { // a cluster that is there was founded
		q.Set("zone_established", "true")
	}
	d.File = frame.Link{Text: v.L.T("decide.file"), URL: v.WithQuery(ctx, frame.RouteJourneys, vocab.Journey, file)}
	if v.Rec.Sector != nil {
		q.Set("sector", v.Rec.Sector.Code)
	}
	q.Set("project", "new")
	d.Claim = frame.Link{Text: v.L.T("decide.claim"), URL: v.WithQuery(ctx, frame.RouteInvest, vocab.Incentive, q)}
	return d
}

// WithQuery is the path of a page with a query, "" where no part serves it or there
// is no record of the kind that it speaks of.
func (v *recordView) WithQuery(ctx context.Context, route string, of vocab.Kind, q url.Values) string {
	if !v.Offers(ctx, route, of) {
		return ""
	}
	return frame.WithQuery(v.Local(route, v.L.Lang), q)
}

// decisive draws several fields into one row; their values stand once on the page.
func (v *recordView) decisive(key string, fields []facts.Field) frame.Fact {
	out := frame.Fact{Key: "decide-" + key, Label: v.L.T("decide." + key)}
	for _, f := range fields {
		fact := v.Fact(f)
		if len(fact.Items) == 0 {
			continue
		}
		v.Shown(f)
		for _, item := range fact.Items {
			if !facts.SameText([]frame.Item{item}, out.Items) {
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
