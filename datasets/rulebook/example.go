package rulebook

import (
	"fmt"
	"math"

	"honglinh/catalog/condition"
	"honglinh/catalog/text"
)

// Example is what a rate and a holiday would save a project of even profit. It is no
// forecast: it takes the profit to be the same each year and taxable from the first.
type Example struct {
	// Saving is in billion VND over Years years; of a rate for life it is the saving a year.
	Saving  float64 `json:"saving_billion_vnd"`
	Years   int     `json:"years"`
	Percent float64 `json:"percent_of_capital"`
	// Ordinary is the rate that it is compared with.
	Ordinary float64   `json:"ordinary_rate_percent"`
	Text     text.Text `json:"text"`
}

// OrdinaryRate is the rate that examples compare with unless the reader gives another, in
// percent. It is an assumption of the example, no statement of the law.
const OrdinaryRate = 20

// example works out an example; nil without capital, profit or figures.
func example(p Project, b Benefit) *Example {
	capital, ok := p.Facts["capital"]
	if !ok || capital.Type != condition.Number || capital.Number <= 0 || p.Profit == nil || b.Rate == nil {
		return nil
	}
	ordinary := float64(OrdinaryRate)
	if p.Ordinary != nil {
		ordinary = *p.Ordinary
	}
	years := func(n *float64) float64 {
		if n == nil {
			return 0
		}
		return *n
	}
	exempt, half, whole := years(b.ExemptYears), years(b.HalfYears), years(b.RateYears)
	all := max(whole, exempt+half)
	rest := max(0, whole-exempt-half)
	if all == 0 {
		all, rest = 1, 1 // a rate for life, or without years: what a year brings
	}
	saving := *p.Profit / 100 * (exempt*ordinary + half*(ordinary-*b.Rate/2) + rest*(ordinary-*b.Rate))
	if saving <= 0 {
		return nil
	}
	e := &Example{Saving: math.Round(saving*100) / 100, Years: int(all), Ordinary: ordinary, Percent: math.Round(saving/capital.Number*1000) / 10}
	if rest == 1 && all == 1 {
		e.Text = text.New(
			fmt.Sprintf("Ví dụ: lợi nhuận %s tỷ đồng một năm, so với thuế suất %s%%: mỗi năm bớt %s tỷ đồng.", plain(*p.Profit, text.VI), plain(ordinary, text.VI), plain(e.Saving, text.VI)),
			fmt.Sprintf("Example: a profit of %s billion VND a year, against a rate of %s%%: %s billion VND less each year.", plain(*p.Profit, text.EN), plain(ordinary, text.EN), plain(e.Saving, text.EN)))
		return e
	}
	e.Text = text.New(
		fmt.Sprintf("Ví dụ: lợi nhuận đều %s tỷ đồng mỗi năm, so với thuế suất %s%%: bớt %s tỷ đồng trong %d năm (%s%% vốn).",
			plain(*p.Profit, text.VI), plain(ordinary, text.VI), plain(e.Saving, text.VI), e.Years, plain(e.Percent, text.VI)),
		fmt.Sprintf("Example: an even profit of %s billion VND a year, against a rate of %s%%: %s billion VND less in %d years (%s%% of the capital).",
			plain(*p.Profit, text.EN), plain(ordinary, text.EN), plain(e.Saving, text.EN), e.Years, plain(e.Percent, text.EN)))
	return e
}
