package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
)

const routeUsage = "web.usage"

// shownDays are the days of use on the page.
const shownDays = 30

// UsageStats is the record of use as the page reads it; *Usage satisfies it.
type UsageStats interface {
	Days() []UsageDay
	Downloads() map[string]int
}

var _ UsageStats = (*Usage)(nil)

// UsagePage tells how much the catalogue is used, in sums.
type UsagePage struct {
	Page
	Since    string
	Totals   []Fact
	Classes  []string
	Days     []UsageRow
	Months   []UsageRow
	Datasets []Link
	Picture  Picture
	Privacy  []string
}

// UsageRow is a day or a month with a number for each class.
type UsageRow struct {
	When   string
	Counts []string
}

func (s *site) usage(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	p := UsagePage{Page: s.frame(r, l.t("usage_title"), l.t("usage_lead"), s.fixed(routeUsage)), Privacy: []string{l.t("usage_privacy.1"), l.t("usage_privacy.2"), l.t("usage_privacy.3")}}
	for _, c := range usageClasses() {
		p.Classes = append(p.Classes, l.t("usage_class."+c))
	}
	if s.Usage == nil {
		return s.show(w, r, "usage", lang, p)
	}
	days := s.Usage.Days()
	if len(days) > 0 {
		p.Since = l.t("usage_since", l.date(catalog.Date(days[0].Day)))
	}
	p.Totals = l.usageTotals(days)
	recent := lastDays(days, s.Now().In(localTime()))
	for i := len(recent) - 1; i >= 0; i-- {
		p.Days = append(p.Days, l.usageRow(l.date(catalog.Date(recent[i].Day)), recent[i].Counts))
	}
	p.Months = l.usageMonths(days)
	p.Datasets = s.usageDatasets(l)
	var err error
	if p.Picture, err = s.usagePicture(l, recent); err != nil {
		return err
	}
	return s.show(w, r, "usage", lang, p)
}

func (l *locale) usageRow(when string, counts map[string]int) UsageRow {
	row := UsageRow{When: when}
	for _, c := range usageClasses() {
		row.Counts = append(row.Counts, l.exact(counts[c]))
	}
	return row
}

func (l *locale) usageTotals(days []UsageDay) []Fact {
	sum := map[string]int{}
	for _, d := range days {
		for class, n := range d.Counts {
			sum[class] += n
		}
	}
	var out []Fact
	for _, c := range usageClasses() {
		out = append(out, Fact{Key: "use-" + c, Label: l.t("usage_class." + c), Items: text1(l.exact(sum[c]))})
	}
	return out
}

// lastDays are the days up to now without a gap; a day nobody came counts zero.
func lastDays(days []UsageDay, now time.Time) []UsageDay {
	if len(days) == 0 {
		return nil
	}
	byDay := map[string]map[string]int{}
	for _, d := range days {
		byDay[d.Day] = d.Counts
	}
	var out []UsageDay
	for i := shownDays - 1; i >= 0; i-- {
		if day := now.AddDate(0, 0, -i).Format(time.DateOnly); day >= days[0].Day {
			out = append(out, UsageDay{day, byDay[day]})
		}
	}
	return out
}

// usageMonths sums by month, the newest first.
func (l *locale) usageMonths(days []UsageDay) []UsageRow {
	sums := map[string]map[string]int{}
	var months []string
	for _, d := range days {
		month := d.Day[:min(7, len(d.Day))]
		if sums[month] == nil {
			sums[month] = map[string]int{}
			months = append(months, month)
		}
		for class, n := range d.Counts {
			sums[month][class] += n
		}
	}
	slices.Sort(months)
	slices.Reverse(months)
	var out []UsageRow
	for _, m := range months {
		out = append(out, l.usageRow(l.date(catalog.Date(m)), sums[m]))
	}
	return out
}

// usageDatasets are the datasets by downloads; a name that is no dataset is
// left out.
func (s *site) usageDatasets(l *locale) []Link {
	counts := s.Usage.Downloads()
	var known []string
	for slug := range counts {
		if _, ok := s.Library().Find(slug); ok {
			known = append(known, slug)
		}
	}
	slices.SortFunc(known, func(a, b string) int { return firstNonZero(counts[b]-counts[a], strings.Compare(a, b)) })
	var out []Link
	for _, slug := range known {
		pack, _ := s.Library().Find(slug)
		title := l.pick(pack.Title)
		out = append(out, Link{Text: title.Text, Lang: title.Lang, URL: s.recordPath(l.lang, "dataset/"+slug), Note: l.n("usage_times", counts[slug])})
	}
	return out
}

// usagePicture draws all requests of each of the last days.
func (s *site) usagePicture(l *locale, days []UsageDay) (Picture, error) {
	if len(days) < 2 {
		return Picture{Why: l.t("usage_early")}, nil
	}
	p := Plot{}
	totals := make([]int, len(days))
	for i, d := range days {
		for _, n := range d.Counts {
			totals[i] += n
		}
	}
	y := p.frame(l, plotWidth, 240, 0, float64(max(1, slices.Max(totals))), true)
	slot := (p.Right - p.Left) / float64(len(days))
	for i, d := range days {
		x := p.Left + slot*float64(i)
		p.Bars = append(p.Bars, bar(0, x+1, max(2, slot-2), y.at(0), y.at(float64(totals[i])), false, l.date(catalog.Date(d.Day))+": "+l.exact(totals[i])))
		if (len(days)-1-i)%7 == 0 {
			p.XTicks = append(p.XTicks, Mark{x + slot/2, d.Day[8:10] + "/" + d.Day[5:7]})
		}
	}
	p.ID, p.Title, p.Desc = "usage-plot", l.t("usage_chart"), l.t("usage_chart.desc", len(days))
	svg, err := s.svg(p)
	return Picture{Title: p.Title, SVG: svg}, err
}
