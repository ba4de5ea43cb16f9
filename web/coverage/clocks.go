package coverage

import (
	"cmp"
	"context"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/handover"
	"honglinh/catalog/store/handovers"
	"honglinh/web/frame"
)

// clocks are the clocks of the law for decisions on procedures, without who had them.
type clocks struct {
	Counts []frame.Fact // of the clock of posting
	Rules  []frame.Fact // each rule beside its source
	Rows   []clockRow
	Lacks  string // said where the table of holidays lacks a year
}

type clockRow struct {
	Decision                            frame.Link
	Subject, Signed, Effective, Step    string
	Notice, Posting, Due                string
	NoticeLate, PostingLate, Unreliable bool
	Procedures                          []frame.Link
}

// shownDecisions is how many decisions the page lists; months is from how far back,
// beside all that are not posted yet.
const (
	shownDecisions = 50
	clockMonths    = 12
)

func (s *pages) clocks(ctx context.Context, l *frame.Locale) (*clocks, error) {
	if s.Handovers == nil {
		return nil, nil
	}
	items, err := s.recentDecisions(ctx)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	out, counts, lacks := &clocks{}, map[handover.ClockState]int{}, 0
	for _, it := range items {
		row, posting := s.clockRow(l, &it.Value)
		counts[posting.State]++
		if posting.Lacks > 0 && (lacks == 0 || posting.Lacks < lacks) {
			lacks = posting.Lacks
		}
		if len(out.Rows) < shownDecisions {
			out.Rows = append(out.Rows, row)
		}
	}
	for _, state := range handover.ClockStates() {
		out.Counts = append(out.Counts, frame.Fact{Key: string(state), Label: l.T("handover.clock." + string(state)), Items: frame.Words(l.Num(float64(counts[state])))})
	}
	for _, rule := range handover.Rules() {
		out.Rules = append(out.Rules, frame.Fact{Key: rule.Code, Label: l.Label(rule.Says, ""), Items: frame.Words(l.Label(rule.Source, ""))})
	}
	if lacks > 0 {
		out.Lacks = l.T("handover.lacks", lacks)
	}
	return out, nil
}

// recentDecisions are those of the last months and all that are under way, the newest
// first.
func (s *pages) recentDecisions(ctx context.Context) ([]handovers.Item, error) {
	items, err := s.Handovers.Since(ctx, catalog.Date(s.Now().AddDate(0, -clockMonths, 0).Format("2006-01-02")))
	if err != nil {
		return nil, err
	}
	for _, step := range handover.Steps() {
		if step == handover.Published {
			continue
		}
		waiting, err := s.Handovers.At(ctx, step)
		if err != nil {
			return nil, err
		}
		for _, it := range waiting {
			if !slices.ContainsFunc(items, func(o handovers.Item) bool { return o.ID == it.ID }) {
				items = append(items, it)
			}
		}
	}
	slices.SortFunc(items, func(a, b handovers.Item) int {
		return cmp.Or(cmp.Compare(b.Value.Signed, a.Value.Signed), cmp.Compare(a.ID, b.ID))
	})
	return items, nil
}

func (s *pages) clockRow(l *frame.Locale, h *handover.Handover) (clockRow, handover.Clock) {
	row := clockRow{Decision: frame.Link{Text: h.Number, URL: h.URL}, Subject: h.Title, Signed: l.Date(h.Signed), Effective: l.Date(h.Effective), Step: l.T("handover.step." + string(h.Step))}
	var posting handover.Clock
	for _, c := range h.Clocks(s.Handovers.Calendar, s.Now()) {
		state := l.T("handover.clock." + string(c.State))
		if c.Rule.Code == handover.Notice {
			row.Notice, row.NoticeLate = state, c.State == handover.Late
			continue
		}
		posting = c
		row.Posting, row.PostingLate, row.Due, row.Unreliable = state, c.State == handover.Late, l.Date(c.Due), c.State == handover.Unknown
	}
	for _, id := range h.Records {
		row.Procedures = append(row.Procedures, frame.Link{Text: id, URL: s.RecordPath(l.Lang, id)})
	}
	return row, posting
}
