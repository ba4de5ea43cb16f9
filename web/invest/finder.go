package invest

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/condition"
	"honglinh/catalog/incentive"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/rulebook"
	"honglinh/web/frame"
)

// page is the finder of incentives: questions above, lines by instrument below.
type page struct {
	frame.Page
	Action   string
	Fields   []field
	More     []field // further questions that would decide most
	MoreOpen bool    // one of them is answered
	Kept     []frame.Param
	AsOf     string
	Asked    bool
	Day      string
	Counts   []count
	Decisive []frame.Link
	Groups   []group
	Notes    []frame.Phrase
	Share    string
	API      string
	Journeys frame.Link
	Clear    string
}

// gate is the family of rules that are a test to pass before any incentive: a yes of theirs says that it is to be
// taken, and counts with no yes of what a project may claim.
const gate = "gate"

// count is how many lines have an answer.
type count struct{ Answer, Word, Number string }

// group is the lines of one instrument behind a line that counts its answers; it stands open where
// one of them is a yes. Lines that are a plain no stand folded in it.
type group struct {
	ID, Title string
	Open      bool
	Counts    []count
	Lines     []line
	Not       []line
	NotTitle  string
}

// line is the answer of one rule, ready to print.
type line struct {
	ID       string
	Answer   string
	Word     string
	Title    frame.Phrase
	URL      string
	Benefit  frame.Phrase
	Figures  string
	Example  string
	Because  []frame.Phrase
	Decides  frame.Phrase // the first of those that decide
	Change   []frame.Phrase
	Changes  string
	Law      []law
	Facts    []frame.Fact
	Sure     string
	Level    string
	Unsure   *frame.Phrase
	Eligible frame.Phrase
}

var ruleCode = regexp.MustCompile(`\b[A-Z]+(-[A-Z0-9]+)+\b`)

// law is an act with its article and validity.
type law struct {
	Link    frame.Link
	Article frame.Phrase
	Valid   string
	Weak    string
}

func (s *pages) finder(w http.ResponseWriter, r *http.Request) error {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return err
	}
	in, err := s.rules.Incentives(r.Context())
	if err != nil {
		return err
	}
	for name, list := range values { // a form sends what was left open as empty
		if len(list) == 1 && list[0] == "" {
			values.Del(name)
		}
	}
	p, err := in.Read(values, s.Now())
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	out := page{Action: s.Local(frame.RouteInvest, lang), Asked: len(p.Values) > 0}
	out.Page = s.NewPage(r, l.T("invest.title"), l.T("invest.lead"), func(lang text.Lang) string {
		return frame.WithQuery(s.Local(frame.RouteInvest, lang), p.Values)
	})
	out.NoIndex = out.Asked
	out.Crumbs = []frame.Link{{Text: l.T("nav.home"), URL: out.Home}}
	a := in.Ask(p, s.Now())
	out.answer(s, l, a)
	s.questions(l, in, p, a, &out)
	dated := clone(p.Values)
	dated.Set("as_of", string(a.AsOf))
	out.AsOf, out.Day = string(a.AsOf), l.Date(a.AsOf)
	out.Share = frame.WithQuery(out.Action, dated)
	dated.Set("lang", string(lang))
	out.API = frame.WithQuery(frame.APIBase+"/incentives", dated)
	out.Journeys = frame.Link{Text: l.T("invest.journeys"), URL: s.Local(frame.RouteJourneys, lang)}
	out.Clear = out.Action
	out.Print.URL = s.BaseURL + out.Share
	return s.Show(w, r, "invest", lang, out)
}

func clone(v url.Values) url.Values {
	out := url.Values{}
	for name, list := range v {
		out[name] = append([]string(nil), list...)
	}
	return out
}

// answer sets out the lines by instrument; within one those that wait for the fewest
// answers of the reader come first.
func (p *page) answer(s *pages, l *frame.Locale, a rulebook.Answer) {
	numbers := map[incentive.Answer]int{}
	at := map[string]int{}
	items := slices.Clone(a.Items)
	slices.SortStableFunc(items, func(x, y rulebook.Item) int { return distance(&x) - distance(&y) })
	for i := range a.Items { // the instruments in the order of the rules
		if family := a.Items[i].Family; at[family] == 0 {
			p.Groups = append(p.Groups, group{ID: family, Title: l.Label(a.Items[i].Instrument, family)})
			at[family] = len(p.Groups)
		}
	}
	titles := map[string]string{}
	for i := range items {
		_, slug, _ := catalog.SplitID(items[i].Incentive)
		titles[slug] = l.Pick(items[i].Title).Text
	}
	for i := range items {
		it := &items[i]
		if it.Family != gate {
			numbers[it.Answer]++
		}
		g := &p.Groups[at[it.Family]-1]
		one := s.line(l, it)
		if one.Benefit.Text = named(one.Benefit.Text, titles); one.Unsure != nil {
			one.Unsure.Text = named(one.Unsure.Text, titles)
		}
		if it.Answer == incentive.No {
			g.Not = append(g.Not, one)
		} else {
			g.Lines = append(g.Lines, one)
		}
	}
	p.Counts = counts(l, numbers)
	for i := range p.Groups {
		g := &p.Groups[i]
		g.NotTitle = l.N("invest.not", len(g.Not))
		own := map[incentive.Answer]int{incentive.No: len(g.Not)}
		for _, one := range g.Lines {
			own[incentive.Answer(one.Answer)]++
		}
		g.Open = own[incentive.Yes] > 0 && g.ID != gate
		for _, c := range counts(l, own) {
			if c.Word = strings.ToLower(c.Word); g.ID == gate && c.Answer == string(incentive.Yes) {
				c.Word = strings.ToLower(l.T("invest.gate"))
			}
			if c.Number != "0" {
				g.Counts = append(g.Counts, c)
			}
		}
	}
	for _, n := range a.Notes {
		p.Notes = append(p.Notes, l.Pick(n))
	}
}

// counts are how many lines have each answer, the best first.
func counts(l *frame.Locale, numbers map[incentive.Answer]int) []count {
	var out []count
	for _, one := range []incentive.Answer{incentive.Yes, incentive.Conditional, incentive.NotKnown, incentive.No} {
		out = append(out, count{string(one), l.T("invest.answer." + string(one)), l.Num(float64(numbers[one]))})
	}
	return out
}

// distance is how far a line is from being decided: a yes 0, else one more than the
// answers of the reader that it waits for.
func distance(it *rulebook.Item) int {
	if it.Answer == incentive.Yes {
		return 0
	}
	n := 1
	for _, q := range it.WouldChange {
		if q.AskedOf != condition.Official {
			n++
		}
	}
	return n
}

func (s *pages) line(l *frame.Locale, it *rulebook.Item) line {
	_, slug, _ := catalog.SplitID(it.Incentive)
	out := line{ID: slug, Answer: string(it.Answer), Word: l.T("invest.answer." + string(it.Answer)), Title: l.Pick(it.Title), URL: s.RecordPath(l.Lang, it.Incentive),
		Benefit: l.Pick(it.Benefit.Text), Eligible: l.Pick(it.Eligible)}
	if it.Family == gate && it.Answer == incentive.Yes {
		out.Word = l.T("invest.gate")
	}
	if !strings.ContainsAny(out.Benefit.Text, "0123456789") { // else the words say them
		out.Figures = figures(l, it.Benefit)
	}
	if it.Benefit.Example != nil {
		out.Example = l.Label(it.Benefit.Example.Text, "")
	}
	for _, b := range it.Because {
		if said := l.Pick(b.Text); b.Holds != nil {
			key := "invest.fails"
			if *b.Holds {
				key = "invest.holds"
			}
			said.Text = l.T(key, said.Text)
			out.Because = append(out.Because, said)
		} else {
			out.Because = append(out.Because, said)
		}
	}
	out.Decides = decides(l, it, out.Because)
	for _, q := range it.WouldChange {
		out.Change = append(out.Change, l.Pick(q.Text))
	}
	out.Changes = l.T("invest.change." + string(it.Answer))
	for _, b := range it.LegalBasis {
		out.Law = append(out.Law, s.law(l, b))
	}
	add := func(key string, t text.Text) {
		if p := l.Pick(t); p.Text != "" {
			out.Facts = append(out.Facts, frame.Fact{Key: slug + "-" + key, Label: l.T("invest." + key), Items: []frame.Item{{Phrase: p}}})
		}
	}
	add("eligible", it.Eligible)
	add("counted", it.Benefit.CountedFrom)
	for _, e := range it.Evidence {
		add("evidence", e)
	}
	add("decides", it.AskedOf)
	add("limit", it.TimeLimit)
	if u := l.Pick(it.Unsure); u.Text != "" {
		out.Unsure = &u
	}
	if it.Confidence != "" {
		out.Level, out.Sure = it.Confidence, l.Label(vocab.Confidences().Label(it.Confidence), it.Confidence)
	}
	return out
}

// decides is the condition on which the answer hangs, with how many more there are: one that is
// open where the answer is, else the first.
func decides(l *frame.Locale, it *rulebook.Item, because []frame.Phrase) frame.Phrase {
	if len(because) == 0 {
		return frame.Phrase{}
	}
	i := slices.IndexFunc(it.Because, func(b rulebook.Reason) bool { return b.Holds == nil })
	if it.Answer == incentive.No {
		i = slices.IndexFunc(it.Because, func(b rulebook.Reason) bool { return b.Holds != nil && !*b.Holds })
	}
	out := because[max(i, 0)]
	if more := len(because) - 1; more > 0 {
		out.Text += " " + l.N("invest.andmore", more)
	}
	return out
}

// named puts the titles of rules where a text names them by their codes.
func named(s string, titles map[string]string) string {
	return ruleCode.ReplaceAllStringFunc(s, func(code string) string {
		if title, ok := titles[strings.ToLower(code)]; ok {
			return "“" + title + "”"
		}
		return code
	})
}

func (s *pages) law(l *frame.Locale, b rulebook.Basis) law {
	title := l.Pick(b.Title)
	out := law{Link: frame.Link{Text: title.Text, Lang: title.Lang, Tag: title.Tag}, Article: l.Citation(b.Article), Valid: l.Interval(b.Valid)}
	if b.Document != "" {
		out.Link.URL = s.RecordPath(l.Lang, b.Document)
	}
	if vocab.Weakened(b.Status) {
		out.Weak = l.Label(vocab.Statuses().Label(b.Status), b.Status)
	}
	return out
}

// figures are the numbers of a benefit on one line.
func figures(l *frame.Locale, b rulebook.Benefit) string {
	var out string
	add := func(key string, n *float64) {
		if n == nil {
			return
		}
		if out != "" {
			out += " · "
		}
		out += l.T("invest.figure."+key, l.Num(*n))
	}
	add("rate", b.Rate)
	if b.ForLife {
		out += " · " + l.T("invest.figure.life")
	}
	add("years", b.RateYears)
	add("exempt", b.ExemptYears)
	add("half", b.HalfYears)
	return out
}

// today is the day of the clock.
func today(now time.Time) string { return now.Format(time.DateOnly) }
