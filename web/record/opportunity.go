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
	for _, row := range facts.Decision() {
		d.Rows = append(d.Rows, v.Decisive(row))
	}
	q := url.Values{}
	if ward, ok := facts.Ward(v.Frame, v.Rec); ok {
		q.Set("place", ward.Code)
	}
	if zone := facts.Zone(v.Rec); zone != "" {
		q.Set("zone", zone)
	}
	file := maps.Clone(q)
	if q.Has("zone") && (v.Rec.Status == "existing" || v.Rec.Status == "operating") { // a zone that is there was founded
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
