package rulebook

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/condition"
	"honglinh/catalog/incentive"
	"honglinh/catalog/text"
)

// Answer is what a project may claim on a day, a line a rule.
type Answer struct {
	Items []Item `json:"items"`
	// Decisive are the questions whose answers would decide most lines, the most first.
	Decisive   []Question   `json:"decisive"`
	AsOf       catalog.Date `json:"as_of"`
	ComputedOn catalog.Date `json:"computed_on"`
	Notes      []text.Text  `json:"notes"`
}

// Item is the answer of one rule.
type Item struct {
	Incentive   string           `json:"incentive"` // record id
	Title       text.Text        `json:"title"`
	Family      string           `json:"family"`
	Instrument  text.Text        `json:"instrument"`
	Answer      incentive.Answer `json:"answer"`
	Benefit     Benefit          `json:"benefit"`
	Because     []Reason         `json:"because"`
	WouldChange []Question       `json:"would_change"`
	LegalBasis  []Basis          `json:"legal_basis"`
	Evidence    []text.Text      `json:"evidence"`
	AskedOf     text.Text        `json:"asked_of"`
	Eligible    text.Text        `json:"eligible,omitzero"`
	TimeLimit   text.Text        `json:"time_limit,omitzero"`
	Procedures  []string         `json:"procedures,omitempty"`
	Unsure      text.Text        `json:"unsure,omitzero"`
	Confidence  string           `json:"confidence,omitempty"`
	Valid       catalog.Interval `json:"valid,omitzero"`
}

// Benefit is what the rule gives: the words, and the figures where it has some. A
// rule that was never read has neither.
type Benefit struct {
	Text        text.Text `json:"text,omitzero"`
	Rate        *float64  `json:"rate_percent,omitempty"`
	RateYears   *float64  `json:"rate_years,omitempty"`
	ForLife     bool      `json:"for_life,omitempty"`
	ExemptYears *float64  `json:"exempt_years,omitempty"`
	HalfYears   *float64  `json:"half_years,omitempty"`
	CountedFrom text.Text `json:"counted_from,omitzero"`
	Example     *Example  `json:"example,omitempty"`
}

// Reason is what decided: a test that holds or fails, or why nothing can be said.
type Reason struct {
	Condition string    `json:"condition,omitempty"`
	Holds     *bool     `json:"holds,omitempty"`
	Text      text.Text `json:"text"`
}

// Question is what is not known, or what would have to be otherwise.
type Question struct {
	Variable string `json:"variable,omitempty"`
	// AskedOf is who knows it: asked and own are for the reader, official for an authority.
	AskedOf condition.Origin `json:"known_by,omitempty"`
	Text    text.Text        `json:"text"`
	// Lines is how many lines wait for it, of a decisive one.
	Lines int `json:"lines,omitempty"`
}

// Basis is an act with the article.
type Basis struct {
	Document string           `json:"document,omitempty"` // record id
	Title    text.Text        `json:"title"`
	Article  string           `json:"article,omitempty"`
	Status   string           `json:"status,omitempty"`
	Valid    catalog.Interval `json:"valid,omitzero"`
}

// Ask answers a project, computed now.
func (in *Incentives) Ask(p Project, now time.Time) Answer {
	lines := in.book.Ask(p.Facts, p.On)
	a := Answer{Items: []Item{}, AsOf: catalog.Date(p.On.Format(time.DateOnly)), ComputedOn: catalog.Date(now.Format(time.DateOnly))}
	open := in.opens(lines)
	weight := map[string]int{}
	for _, line := range lines {
		it := in.item(p, line, open)
		if it.Answer == incentive.Conditional || it.Answer == incentive.NotKnown {
			for _, q := range it.WouldChange {
				weight[q.Variable]++
			}
		}
		a.Items = append(a.Items, it)
	}
	a.Decisive = in.decisive(weight)
	a.Notes = in.notes(p, len(lines))
	return a
}

// opens are the variables that readers or authorities would have to give, by computed
// variable: what the rules that set it wait for.
func (in *Incentives) opens(lines []incentive.Line) map[string][]string {
	out := map[string][]string{}
	for _, l := range lines {
		for _, s := range l.Rule.Sets {
			if l.Answer == incentive.Conditional || l.Answer == incentive.NotKnown {
				out[s.Variable] = append(out[s.Variable], l.Verdict.Open...)
			}
		}
	}
	return out
}

// plain are the variables behind a list, computed ones replaced by what they wait for.
func (in *Incentives) plain(names []string, open map[string][]string) []string {
	var out []string
	seen := map[string]bool{}
	var walk func(names []string)
	walk = func(names []string) {
		for _, name := range names {
			if seen[name] {
				continue
			}
			seen[name] = true
			if name == variableLevel || name == variableParent { // the place tells them
				if !seen[paramPlace] {
					seen[paramPlace] = true
					out = append(out, paramPlace)
				}
				continue
			}
			if x, _ := in.vocab.Variable(name); x.Origin == condition.Computed {
				walk(open[name])
				continue
			}
			out = append(out, name)
		}
	}
	walk(names)
	slices.SortStableFunc(out, func(a, b string) int { return in.place(a) - in.place(b) })
	return out
}

// place is where a variable stands in the order of questions.
func (in *Incentives) place(name string) int {
	return slices.IndexFunc(in.vocab.All(), func(x condition.Variable) bool { return x.Name == name })
}

func (in *Incentives) question(name string) Question {
	if name == paramPlace {
		return Question{Variable: name, AskedOf: condition.Asked, Text: text.New("Dự án ở phường, xã nào?", "Which ward or commune is the project in?")}
	}
	x, _ := in.vocab.Variable(name)
	q := Question{Variable: name, AskedOf: x.Origin, Text: x.Question}
	if q.Text.IsZero() {
		q.Text = x.Label
	}
	return q
}

// decisive are the questions that most lines wait for, those of the reader first.
func (in *Incentives) decisive(weight map[string]int) []Question {
	out := []Question{}
	for name, n := range weight {
		if name == "" {
			continue
		}
		q := in.question(name)
		q.Lines = n
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b Question) int {
		return cmp.Or(official(a)-official(b), b.Lines-a.Lines, in.place(a.Variable)-in.place(b.Variable))
	})
	const most = 8 // as many as a reader weighs at once
	return out[:min(most, len(out))]
}

func official(q Question) int {
	if q.AskedOf == condition.Official {
		return 1
	}
	return 0
}

func (in *Incentives) item(p Project, l incentive.Line, open map[string][]string) Item {
	pub := in.rules[l.Rule.ID]
	rec := pub.record
	a := rec.Attributes
	it := Item{Incentive: rec.ID, Title: rec.Title, Family: said(a, "family"), Instrument: pub.family, Answer: l.Answer, Because: in.because(l, open), WouldChange: in.wouldChange(l, open),
		LegalBasis: pub.basis(p.On), Evidence: []text.Text{}, AskedOf: texts(a, "decided_by"), Eligible: texts(a, "eligible"), TimeLimit: texts(a, "time_limit"),
		Unsure: texts(a, "unsure"), Confidence: rec.Confidence(), Valid: rec.Valid}
	it.Benefit = Benefit{Text: rec.Summary, Rate: number(a, "rate_pct"), RateYears: number(a, "years_rate"), ExemptYears: number(a, "years_exempt"), HalfYears: number(a, "years_half"),
		CountedFrom: texts(a, "counted_from")}
	it.Benefit.ForLife, _ = a["rate_for_life"].(bool)
	if l.Answer == incentive.Yes || l.Answer == incentive.Conditional {
		it.Benefit.Example = example(p, it.Benefit)
	}
	if e := texts(a, "evidence"); !e.IsZero() {
		it.Evidence = append(it.Evidence, e)
	}
	for _, link := range rec.Links {
		if link.Rel == "procedure" && link.ID != "" {
			it.Procedures = append(it.Procedures, link.ID)
		}
	}
	return it
}

// basis are the acts behind a rule; the article is stated once for all of them.
func (pub *published) basis(on time.Time) []Basis {
	out := []Basis{}
	article := said(pub.record.Attributes, "article_vi")
	for _, l := range pub.record.Links {
		if l.Rel != "legal_basis" {
			continue
		}
		b := Basis{Document: l.ID, Title: l.Title, Article: article, Status: l.Status}
		if d := pub.document[l.ID]; d != nil {
			b.Title, b.Status, b.Valid = d.Title, cmp.Or(d.StatusOn(on), l.Status), d.Valid
		}
		article = "" // the column lists the articles of all acts in their order
		out = append(out, b)
	}
	if law := said(pub.record.Attributes, "law_vi"); len(out) == 0 && law != "" {
		out = append(out, Basis{Title: text.New(law, ""), Article: article})
	}
	return out
}

func (in *Incentives) because(l incentive.Line, open map[string][]string) []Reason {
	out := []Reason{}
	for _, t := range l.Verdict.Because {
		holds := l.Verdict.Truth == condition.True
		out = append(out, Reason{Condition: t.String(), Holds: &holds, Text: say(in.vocab, t)})
	}
	add := func(vi, en string) { out = append(out, Reason{Text: text.New(vi, en)}) }
	switch {
	case l.Rule.When.IsZero():
		add("Điều kiện của quy tắc này chưa được đọc từ văn bản.", "Nobody has read the condition of this rule in the act.")
	case l.Answer == incentive.NotKnown && l.Rule.Doubtful && l.Rule.Then != incentive.Unclear:
		add("Nguồn của quy tắc này chưa đủ chắc để trả lời có hay không.", "The source of this rule is not sure enough for a yes or a no.")
	case l.Answer == incentive.NotKnown && l.Rule.Then == incentive.Unclear:
		add("Các văn bản cho hai cách đọc: phải hỏi cơ quan có thẩm quyền.", "The acts allow two readings: the authority must be asked.")
	}
	if l.Verdict.Truth == condition.Unknown {
		for _, name := range in.plain(l.Verdict.Open, open) {
			x, _ := in.vocab.Variable(name)
			if name == paramPlace {
				x = condition.Variable{Label: text.New("Nơi đặt dự án", "Place of the project")}
			}
			vi, en := "chưa trả lời", "not answered"
			if x.Origin == condition.Official {
				vi, en = "cơ quan có thẩm quyền chưa công bố", "not published by the authority"
			}
			add(labelOf(x, text.VI)+": "+vi+".", labelOf(x, text.EN)+": "+en+".")
		}
	}
	return out
}

// wouldChange is what would turn the answer: for a no the tests of which one alone would
// lift it, else what is still open.
func (in *Incentives) wouldChange(l incentive.Line, open map[string][]string) []Question {
	out := []Question{}
	for _, t := range l.Verdict.Change {
		x, _ := in.vocab.Variable(t.Variable)
		out = append(out, Question{Variable: t.Variable, AskedOf: x.Origin, Text: say(in.vocab, t)})
	}
	for _, name := range in.plain(l.Verdict.Open, open) {
		out = append(out, in.question(name))
	}
	return out
}

// notes are what every answer says, and how the project was understood.
func (in *Incentives) notes(p Project, lines int) []text.Text {
	out := []text.Text{text.New("Chỉ để tham khảo, do máy tính từ các quy tắc đã công bố; văn bản tiếng Việt có giá trị áp dụng và cơ quan có thẩm quyền quyết định.",
		"Reference only, computed from the published rules; the Vietnamese act prevails and the competent authority decides.")}
	out = append(out, p.Notes...)
	if gone := len(in.rules) - lines; gone > 0 {
		out = append(out, text.New(fmt.Sprintf("%d quy tắc không có hiệu lực vào ngày %s nên không nêu ở đây.", gone, sayDay(p.On, text.VI)),
			fmt.Sprintf("%d rules are not in force on %s and are left out.", gone, sayDay(p.On, text.EN))))
	}
	if n := len(in.Refused); n > 0 {
		out = append(out, text.New(fmt.Sprintf("%d quy tắc viết sai nên trả lời “chưa rõ”.", n), fmt.Sprintf("%d rules are written wrongly and answer “unknown”.", n)))
	}
	return out
}
