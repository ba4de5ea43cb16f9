package invest

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// journeysPage lists the journeys.
type journeysPage struct {
	frame.Page
	Items []journeyItem
}

type journeyItem struct {
	Link    frame.Link
	Summary frame.Phrase
	For     string
	Steps   string
	Days    string
}

func (s *pages) journeys(w http.ResponseWriter, r *http.Request) error {
	values, err := httpkit.Params(r, "place", "investor", "zone")
	if err != nil {
		return err
	}
	js, err := s.rules.Journeys(r.Context())
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := journeysPage{Page: s.NewPage(r, l.T("journeys.title"), l.T("journeys.lead"), s.Fixed(frame.RouteJourneys))}
	p.NoIndex = len(values) > 0
	p.Crumbs = []frame.Link{{Text: l.T("nav.home"), URL: p.Home}, {Text: l.T("invest.title"), URL: s.Local(frame.RouteInvest, lang)}}
	for _, j := range js.All() {
		kept := clone(values)
		kept.Del("zone")
		if z := values.Get("zone"); z != "" && j.Zone() != "" && z != j.Zone() {
			continue
		}
		if j.Investor() != "" && values.Get("investor") != "" && j.Investor() != values.Get("investor") {
			continue
		}
		sit, err := js.Read(j, kept, s.Now())
		if err != nil {
			return err
		}
		plan := js.Plan(j, sit, s.Now())
		title := l.Pick(j.Record.Title)
		item := journeyItem{Link: frame.Link{Text: title.Text, Lang: title.Lang, Tag: title.Tag, URL: frame.WithQuery(s.RecordPath(lang, j.Record.ID), kept)}, Summary: l.Pick(j.Record.Summary),
			Steps: l.N("journeys.steps", len(plan.Steps))}
		item.Days = facts.Days(l, plan.Totals)
		if j.Investor() != "" {
			item.For = l.T("journeys.for." + j.Investor())
		}
		p.Items = append(p.Items, item)
	}
	return s.Show(w, r, "journeys", lang, p)
}
