package record

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"honglinh/catalog"
	"honglinh/catalog/contact"
	"honglinh/catalog/journey"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/rulebook"
	"honglinh/web/address"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// journeyPage is a journey in a situation: choices on top, steps by stage, totals.
type journeyPage struct {
	page
	Action   string
	Asks     []choice
	More     []choice // further questions, behind a line that opens
	MoreOpen bool     // one of them is answered
	Kept     []frame.Param
	Totals   []frame.Fact
	Bodies   []frame.Phrase
	Open     string
	Remarks  []frame.Phrase
	Stages   []stage
	Lines    []timeline
	Incent   string
	JSON     string
	Desks    []desk
	DeskName string
}

// asksShown is how many questions of a journey stand open: a phone shows the first steps' totals below them.
const asksShown = 4

// choice is a question of a journey.
type choice struct {
	ID, Name, Label string
	Options         []choiceOption
}

type choiceOption struct {
	Value, Label string
	On           bool
}

// stage is steps that may run side by side.
type stage struct {
	Title string
	Steps []journeyStep
}

// journeyStep is a step, ready to print.
type journeyStep struct {
	ID       string
	Order    int
	Class    string
	Title    frame.Phrase
	URL      string
	Needed   string
	Instead  string
	Days     string
	Facts    []frame.Fact
	More     []frame.Fact // behind a line that opens
	Source   *frame.Link
	Level    string
	Sure     string
	Printed  string
	HasLimit bool
}

// isJourney reports whether a journey is asked for with its situation, and not for an
// older state of its record.
func (s *pages) isJourney(kind vocab.Kind, values url.Values) bool {
	return kind == vocab.Journey && s.rules != nil && !values.Has("as_of") && !values.Has("version") && !values.Has("from") && !values.Has("to")
}

func (s *pages) journey(w http.ResponseWriter, r *http.Request, id string, values url.Values) error {
	js, err := s.rules.Journeys(r.Context())
	if err != nil {
		return err
	}
	_, slug, _ := catalog.SplitID(id)
	j, err := js.Find(slug)
	if err != nil {
		return err
	}
	for name, list := range values { // a form sends what was left open as empty
		if len(list) == 1 && list[0] == "" {
			values.Del(name)
		}
	}
	sit, err := js.Read(j, values, s.Now())
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	rec := *j.Record
	v := &recordView{facts.NewSheet(r.Context(), s.Frame, l, &rec), s, false}
	base, err := v.page(r, ask{})
	if err != nil {
		return err
	}
	p := journeyPage{page: base, Action: s.RecordPath(lang, id)}
	p.NoIndex = len(sit.Values) > 0
	p.Switch.URL = frame.WithQuery(s.RecordPath(lang.Other(), id), sit.Values)
	p.Print.URL = s.BaseURL + frame.WithQuery(p.Action, sit.Values)
	p.fill(s, l, j, sit, js.Plan(j, sit, s.Now()))
	if err := p.desks(r, s, l, sit); err != nil {
		return err
	}
	return s.Show(w, r, "journey", lang, p)
}

func (p *journeyPage) fill(s *pages, l *frame.Locale, j *rulebook.Journey, sit rulebook.Situation, plan rulebook.Itinerary) {
	p.Asks = append(p.Asks, s.placeChoice(l, sit))
	for _, x := range j.Questions {
		c := choice{ID: "q-" + x.Name, Name: x.Name, Label: l.Label(x.Label, x.Name), Options: []choiceOption{{"", l.T("invest.open"), sit.Values.Get(x.Name) == ""}}}
		for _, o := range x.Options {
			c.Options = append(c.Options, choiceOption{o.Code, l.Label(o.Label, o.Code), sit.Facts[x.Name].Word == o.Code})
		}
		if len(p.Asks) < asksShown {
			p.Asks = append(p.Asks, c)
			continue
		}
		p.More = append(p.More, c)
		p.MoreOpen = p.MoreOpen || sit.Values.Get(x.Name) != ""
	}
	if sit.Investor != "" {
		p.Kept = append(p.Kept, frame.Param{Name: "investor", Value: sit.Investor})
	}
	for _, n := range plan.Notes {
		p.Remarks = append(p.Remarks, l.Pick(n))
	}
	for i, q := range plan.Open {
		if i > 0 {
			p.Open += " · "
		}
		p.Open += l.Label(q.Text, q.Variable)
	}
	p.Totals = totals(l, plan.Totals)
	for _, b := range plan.Totals.Bodies {
		p.Bodies = append(p.Bodies, l.Pick(b))
	}
	for _, st := range plan.Steps {
		for len(p.Stages) < st.Stage {
			p.Stages = append(p.Stages, stage{Title: l.T("journey.stage", len(p.Stages)+1)})
		}
		at := &p.Stages[max(st.Stage, 1)-1]
		at.Steps = append(at.Steps, s.journeyStep(l, &st))
	}
	for i := range p.Stages {
		if n := len(p.Stages[i].Steps); n > 1 {
			p.Stages[i].Title = l.T("journey.stage.side", i+1, n)
		}
	}
	p.Lines = timelines(l, plan.Steps)
	q := url.Values{}
	for _, name := range []string{"place", "investor"} {
		if sit.Values.Has(name) {
			q.Set(name, sit.Values.Get(name))
		}
	}
	p.Incent = frame.WithQuery(s.Local(frame.RouteInvest, l.Lang), q)
	all := url.Values{"lang": {string(l.Lang)}}
	for name, list := range sit.Values {
		all[name] = list
	}
	p.JSON = frame.WithQuery(frame.APIBase+"/journeys/"+j.Record.Slug(), all)
}

// placeChoice offers the catalogue's own wards; another place that came with the address stays.
func (s *pages) placeChoice(l *frame.Locale, sit rulebook.Situation) choice {
	c := choice{ID: "q-place", Name: "place", Label: l.T("invest.place"), Options: []choiceOption{{"", l.T("invest.open"), sit.Place == nil}}}
	found := sit.Place == nil
	for _, u := range s.Places().Current(s.Site().HomeUnit) {
		on := sit.Place != nil && sit.Place.ID == u.ID
		found = found || on
		c.Options = append(c.Options, choiceOption{u.Code, l.Label(u.Name, u.Code), on})
	}
	if !found {
		c.Options = append(c.Options, choiceOption{sit.Place.Code, l.Label(sit.Place.Name, sit.Place.Code), true})
	}
	return c
}

// totals are what the steps come to.
func totals(l *frame.Locale, t rulebook.Totals) []frame.Fact {
	span := func(r rulebook.Range) string {
		if r.Min == r.Max {
			return l.Num(float64(r.Max))
		}
		return l.Num(float64(r.Min)) + "–" + l.Num(float64(r.Max))
	}
	out := []frame.Fact{
		{Key: "working", Label: l.T("journey.working"), Items: frame.Words(span(t.WorkingDays))},
		{Key: "calendar", Label: l.T("journey.calendar"), Items: frame.Words(span(t.CalendarDays))},
		{Key: "unstated", Label: l.T("journey.unstated"), Items: frame.Words(l.N("journeys.steps", t.Unstated))},
		{Key: "fees", Label: l.T("journey.fees"), Items: frame.Words(l.T("journey.fees.count", len(t.Fees.Known), len(t.Fees.UnknownSteps)))},
	}
	papers := 0
	for _, p := range t.Papers {
		papers += p.Listed
	}
	out = append(out, frame.Fact{Key: "papers", Label: l.T("journey.papers"), Items: frame.Words(l.T("journey.papers.count", papers, len(t.Papers)))})
	return out
}

func (s *pages) journeyStep(l *frame.Locale, st *rulebook.Step) journeyStep {
	out := journeyStep{ID: fmt.Sprintf("step-%d", st.Order), Order: st.Order, Class: st.Needed, Title: l.Pick(st.Title)}
	if st.Procedure != nil {
		out.URL = s.RecordPath(l.Lang, *st.Procedure)
	}
	if st.Needed == "conditional" {
		out.Needed = l.T("journey.maybe")
	}
	if st.AlternativeOf != nil {
		out.Instead = l.T("journey.instead", *st.AlternativeOf)
	}
	switch {
	case st.Kind == "note":
	case st.Days == nil:
		out.Days = l.T("journey.nolimit")
	default:
		n := l.Num(float64(st.Days.Max))
		if st.Days.Min != st.Days.Max {
			n = l.Num(float64(st.Days.Min)) + "–" + n
		}
		out.Days, out.HasLimit = l.Span(string(st.Days.Unit), n), true
	}
	add := func(to *[]frame.Fact, key string, items ...frame.Item) {
		var said []frame.Item
		for _, i := range items {
			if i.Text != "" {
				said = append(said, i)
			}
		}
		if len(said) > 0 {
			*to = append(*to, frame.Fact{Key: out.ID + "-" + key, Label: l.T("journey." + key), Items: said})
		}
	}
	phrase := func(t text.Text) frame.Item { return frame.Item{Phrase: l.Pick(t)} }
	add(&out.Facts, "when", phrase(st.When))
	add(&out.Facts, "authority", phrase(st.Authority))
	add(&out.Facts, "limit", phrase(st.Limit.Text), frame.Item{Phrase: frame.Phrase{Text: limitState(l, st.Limit)}})
	add(&out.Facts, "printed", phrase(st.Limit.Printed))
	add(&out.Facts, "also", phrase(st.Limit.Also))
	add(&out.Facts, "fee", phrase(st.Fee))
	add(&out.More, "legal", s.basisItems(l, st.LegalBasis)...)
	add(&out.More, "reason", phrase(st.Reason))
	add(&out.Facts, "unsure", phrase(st.Unsure))
	if st.Papers > 0 {
		add(&out.More, "papers", frame.Item{Phrase: frame.Phrase{Text: l.N("journey.paper", st.Papers)}, URL: out.URL})
	}
	if st.Source != nil {
		out.Source = &frame.Link{Text: st.Source.Title, URL: address.Source(st.Source.URL), Lang: langTag(l), External: true}
	}
	if st.Confidence != "" {
		out.Level, out.Sure = st.Confidence, l.Label(vocab.Confidences().Label(st.Confidence), st.Confidence)
	}
	return out
}

// langTag marks names of sources, which are Vietnamese, on pages of another language.
func langTag(l *frame.Locale) string {
	if l.Lang == text.VI {
		return ""
	}
	return string(text.VI)
}

// limitState names the state of a limit with its article, where it is one that readers must know.
func limitState(l *frame.Locale, limit rulebook.Limit) string {
	out := l.Citation(limit.Basis).Text
	if limit.State != "" && limit.State != "in-force" {
		if out != "" {
			out += " – "
		}
		out += l.T("journey.state." + limit.State)
	}
	return out
}

func (s *pages) basisItems(l *frame.Locale, list []rulebook.Basis) []frame.Item {
	var out []frame.Item
	for _, b := range list {
		p := l.Pick(b.Title)
		item := frame.Item{Phrase: p}
		if b.Document != "" {
			item.URL = s.RecordPath(l.Lang, b.Document)
		}
		if vocab.Weakened(b.Status) {
			item.Text += " (" + l.Label(vocab.Statuses().Label(b.Status), b.Status) + ")"
		}
		if b.Article != "" {
			out = append(out, frame.Item{Phrase: l.Citation(b.Article)})
		}
		out = append(out, item)
	}
	return out
}

// timeline draws the steps of one unit of days.
type timeline struct {
	ID, Title, Describe string
	Width, Height       int
	Bars                []bar
	Ticks               []tick
	Unit                string
}

type bar struct {
	X, Y, W, TextY int
	Class          string
	Label          string
	Value          string
	ValueX         int
}

type tick struct {
	X, Bottom int
	Label     string
}

// The measures of a timeline, in units of its view box.
const (
	lineWidth, lineLeft, lineRow, lineTop = 900, 330, 30, 34
	lineLabel                             = 40 // letters that fit beside the bars
)

// timelines draws working days and calendar days apart: their sum would be a figure of neither.
func timelines(l *frame.Locale, steps []rulebook.Step) []timeline {
	var out []timeline
	for _, unit := range []journey.Unit{journey.WorkingDays, journey.CalendarDays} {
		if t := timelineOf(l, steps, unit); len(t.Bars) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func timelineOf(l *frame.Locale, steps []rulebook.Step, unit journey.Unit) timeline {
	t := timeline{ID: "line-" + string(unit), Title: l.T("journey.line." + string(unit)), Describe: l.T("journey.line.describe"), Width: lineWidth, Unit: string(unit)}
	last := 1
	from := func(s *rulebook.Step) int {
		if unit == journey.WorkingDays {
			return s.Start.Working
		}
		return s.Start.Calendar
	}
	for i := range steps {
		if s := &steps[i]; s.Days != nil && s.Days.Unit == unit {
			last = max(last, from(s)+s.Days.Max)
		}
	}
	at := func(day int) int { return lineLeft + day*(lineWidth-lineLeft-60)/last }
	for i := range steps {
		s := &steps[i]
		if s.Days == nil || s.Days.Unit != unit {
			continue
		}
		y := lineTop + len(t.Bars)*lineRow
		b := bar{X: at(from(s)), Y: y + 5, W: max(4, at(from(s)+s.Days.Max)-at(from(s))), TextY: y + 20, Class: "bar " + string(unit), Label: strconv.Itoa(s.Order) + ". " + frame.ClipText(l.Pick(s.Title).Text, lineLabel),
			Value: l.Num(float64(s.Days.Max))}
		b.ValueX = b.X + b.W + 6
		if s.Needed == "conditional" {
			b.Class += " maybe"
		}
		t.Bars = append(t.Bars, b)
	}
	t.Height = lineTop + len(t.Bars)*lineRow + 8
	step := max(1, (last+5)/6)
	for day := 0; day <= last; day += step {
		t.Ticks = append(t.Ticks, tick{at(day), t.Height, l.Num(float64(day))})
	}
	return t
}

// desks names the body that receives a ward's files where the place is known.
func (p *journeyPage) desks(r *http.Request, s *pages, l *frame.Locale, sit rulebook.Situation) error {
	if sit.Place == nil || s.contacts == nil {
		return nil
	}
	bodies, err := s.contacts.Committee(r.Context(), sit.Place.ID)
	if err != nil {
		return err
	}
	p.Desks = s.deskList(l, contact.Answer{Bodies: bodies})
	p.DeskName = l.T("journey.desk", l.Label(sit.Place.Name, sit.Place.Code))
	return nil
}
