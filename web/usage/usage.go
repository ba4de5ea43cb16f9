package usage

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/web/charts"
	"honglinh/web/frame"
)

// shownDays are the days of use on the page.
const shownDays = 30

// page tells how much the catalogue is used, in sums.
type page struct {
	frame.Page
	Since    string
	Totals   []frame.Fact
	Classes  []string
	Days     []countRow
	Months   []countRow
	Datasets []frame.Link
	Picture  charts.Picture
	Privacy  []string
}

// countRow is a day or a month with a number for each class.
type countRow struct {
	When   string
	Counts []string
}

func (s *pages) usage(w http.ResponseWriter, r *http.Request) error {
	httpkit.Passing(r) // it counts on
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := page{Page: s.NewPage(r, l.T("usage_title"), l.T("usage_lead"), s.Fixed(frame.RouteUsage)), Privacy: []string{l.T("usage_privacy.1"), l.T("usage_privacy.2"), l.T("usage_privacy.3")}}
	for _, c := range httpkit.Uses() {
		p.Classes = append(p.Classes, l.T("usage_class."+string(c)))
	}
	if s.stats == nil {
		return s.Show(w, r, "usage", lang, p)
	}
	days := s.stats.Days()
	if len(days) > 0 {
		p.Since = l.T("usage_since", l.Date(catalog.Date(days[0].Day)))
	}
	p.Totals = usageTotals(l, days)
	recent := lastDays(days, s.Now().In(localTime()))
	for i := len(recent) - 1; i >= 0; i-- {
		p.Days = append(p.Days, usageRow(l, l.Date(catalog.Date(recent[i].Day)), recent[i].Counts))
	}
	p.Months = usageMonths(l, days)
	p.Datasets = s.usageDatasets(l)
	var err error
	if p.Picture, err = s.usagePicture(l, recent); err != nil {
		return err
	}
	return s.Show(w, r, "usage", lang, p)
}

func usageRow(l *frame.Locale, when string, counts map[string]int) countRow {
	row := countRow{When: when}
	for _, c := range httpkit.Uses() {
		row.Counts = append(row.Counts, l.Exact(counts[string(c)]))
	}
	return row
}

func usageTotals(l *frame.Locale, days []Day) []frame.Fact {
	sum := map[string]int{}
	for _, d := range days {
		for class, n := range d.Counts {
			sum[class] += n
		}
	}
	var out []frame.Fact
	for _, c := range httpkit.Uses() {
		out = append(out, frame.Fact{Key: "use-" + string(c), Label: l.T("usage_class." + string(c)), Items: frame.Words(l.Exact(sum[string(c)]))})
	}
	return out
}

// lastDays are the days up to now without a gap; a day nobody came counts zero.
func lastDays(days []Day, now time.Time) []Day {
	if len(days) == 0 {
		return nil
	}
	byDay := map[string]map[string]int{}
	for _, d := range days {
		byDay[d.Day] = d.Counts
	}
	var out []Day
	for i := shownDays - 1; i >= 0; i-- {
		if day := now.AddDate(0, 0, -i).Format(time.DateOnly); day >= days[0].Day {
			out = append(out, Day{day, byDay[day]})
		}
	}
	return out
}

// usageMonths sums by month, the newest first.
func usageMonths(l *frame.Locale, days []Day) []countRow {
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
	var out []countRow
	for _, m := range months {
		out = append(out, usageRow(l, l.Date(catalog.Date(m)), sums[m]))
	}
	return out
}

// usageDatasets are the datasets by downloads; a name that is no dataset is
// left out.
func (s *pages) usageDatasets(l *frame.Locale) []frame.Link {
	counts := s.stats.Downloads()
	var known []string
	for slug := range counts {
		if _, ok := s.Library().Find(slug); ok {
			known = append(known, slug)
		}
	}
	slices.SortFunc(known, func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	var out []frame.Link
	for _, slug := range known {
		pack, _ := s.Library().Find(slug)
		title := l.Pick(pack.Title)
		out = append(out, frame.Link{Text: title.Text, Lang: title.Lang, URL: s.RecordPath(l.Lang, "dataset/"+slug), Note: l.N("usage_times", counts[slug])})
	}
	return out
}

// usagePicture draws all requests of each of the last days.
func (s *pages) usagePicture(l *frame.Locale, days []Day) (charts.Picture, error) {
	if len(days) < 2 {
		return charts.Picture{Why: l.T("usage_early")}, nil
	}
	p := charts.Plot{}
	totals := make([]int, len(days))
	for i, d := range days {
		for _, n := range d.Counts {
			totals[i] += n
		}
	}
	y := p.Frame(l, charts.Width, 240, 0, float64(max(1, slices.Max(totals))), true)
	slot := (p.Right - p.Left) / float64(len(days))
	for i, d := range days {
		x := p.Left + slot*float64(i)
		p.Bars = append(p.Bars, charts.NewBar(0, x+1, max(2, slot-2), y.At(0), y.At(float64(totals[i])), false, l.Date(catalog.Date(d.Day))+": "+l.Exact(totals[i])))
		if (len(days)-1-i)%7 == 0 {
			p.XTicks = append(p.XTicks, charts.Mark{At: x + slot/2, Label: d.Day[8:10] + "/" + d.Day[5:7]})
		}
	}
	p.ID, p.Title, p.Desc = "usage-plot", l.T("usage_chart"), l.T("usage_chart.desc", len(days))
	svg, err := p.SVG()
	return charts.Picture{Title: p.Title, SVG: svg}, err
}
