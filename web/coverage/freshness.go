package coverage

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/web/frame"
)

// freshPage says of each unit that contributes how it keeps what it published.
type freshPage struct {
	frame.Page
	Rows []freshRow
	JSON string
	Back frame.Link
}

// freshRow is one unit.
type freshRow struct {
	Unit                                    frame.Link
	Records, Confirmed, Due, Overdue, Since string
	Late                                    bool
}

func (s *pages) freshness(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := freshPage{Page: s.NewPage(r, l.T("freshness.title"), l.T("freshness.lead"), s.Fixed(frame.RouteFreshness)), JSON: frame.APIBase + "/freshness",
		Back: frame.Link{Text: l.T("coverage.title"), URL: s.Local(frame.RouteCoverage, lang)}}
	if s.Board == nil {
		return s.Show(w, r, "freshness", lang, p)
	}
	units, err := s.Board.Freshness(r.Context())
	if err != nil {
		return err
	}
	for _, f := range units {
		p.Rows = append(p.Rows, s.freshRow(l, f))
	}
	return s.Show(w, r, "freshness", lang, p)
}

func (s *pages) freshRow(l *frame.Locale, f desk.Fresh) freshRow {
	num := func(n int) string { return l.Num(float64(n)) }
	row := freshRow{Unit: frame.Link{Text: f.Unit}, Records: num(f.Records), Confirmed: num(f.Confirmed), Due: num(f.Due), Overdue: num(f.Overdue), Since: l.N("freshness.days", f.MedianDays), Late: f.Overdue > 0}
	if f.Unit == "" {
		row.Unit.Text = l.T("desk.unit.board")
	}
	for _, id := range account.Wards(f.Unit) {
		if u, ok := s.Places().ByID(id); ok {
			row.Unit = s.UnitLink(l, u)
		}
	}
	return row
}
