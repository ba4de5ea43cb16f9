package coverage

import (
	"honglinh/catalog"
	"honglinh/catalog/vocab"
	"honglinh/web/address"
	"honglinh/web/frame"
)

// portalRow is a portal that is harvested, and how that goes.
type portalRow struct {
	Portal  frame.Link
	Items   string
	Good    string // "" is never
	Failing string // since when, "" if it works
	// Terms are by what licence, how much of a text is kept, what was taken out and why.
	Terms []string
}

func (s *pages) portalRows(l *frame.Locale) []portalRow {
	if s.Portals == nil {
		return nil
	}
	var out []portalRow
	for _, p := range s.Portals() {
		row := portalRow{Portal: frame.Link{Text: p.Title, URL: address.Root(p.Address), External: true}, Items: l.Exact(p.Last.Items)}
		if !p.Good.IsZero() {
			row.Good = l.Day(p.Good)
		}
		if !p.FailingSince.IsZero() {
			row.Failing = l.T("sources.failing", l.Day(p.FailingSince))
		}
		row.Terms = append(row.Terms, l.T("sources.keep."+p.Keep))
		if lic, ok := vocab.FindLicence(p.Licence); ok {
			row.Terms = append(row.Terms, l.Label(lic.Label, lic.Code))
		}
		if p.Aggregation != "" {
			row.Terms = append(row.Terms, p.Aggregation)
		}
		if p.Removed > 0 {
			row.Terms = append(row.Terms, l.N("sources.removed", p.Removed))
			for _, w := range p.Reasons {
				row.Terms = append(row.Terms, l.T("sources.removed.why", l.Date(catalog.Date(w.On)), w.Reason))
			}
		}
		out = append(out, row)
	}
	return out
}
