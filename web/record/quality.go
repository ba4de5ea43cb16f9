package record

import (
	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
	"honglinh/web/frame"
)

// qualityView is how good the description of a dataset is: what is missing with
// the exact fix, every metric, and how the score changed.
type qualityView struct {
	Says    string
	Marks   []frame.Fact // one line a rule book
	Gaps    []gapLine    // what would raise a score, the largest gain first as the rules list them
	Whole   string       // said where nothing is missing
	Metrics []markLine
	Checks  []checkGroup
	History []pastLine
	API     string
}

// gapLine is something missing, what it gains, and what to write where.
type gapLine struct{ Title, Gain, Fix string }

// markLine is a metric with its points.
type markLine struct {
	Group, Title, Points string
	Short                bool
}

// checkGroup is the rules of one book.
type checkGroup struct {
	Title string
	Lines []checkLine
}

// checkLine is a rule that is kept or not.
type checkLine struct {
	Title, Word string
	OK          bool
}

// pastLine is an earlier score.
type pastLine struct{ Day, Version, Score, Gouv, Schema string }

// judge fills the quality block and returns what catalogues say of the dataset,
// nil where nothing can be read.
func (v *recordView) judge(pack *datasets.Package, out *datasetPage) *metadata.Dataset {
	if v.pages.quality == nil {
		return nil
	}
	r, d, err := v.pages.quality.Report(v.Ctx, pack)
	if err != nil {
		v.Log.Warn("quality of a dataset", "op", "web.dataset", "dataset", pack.Name, "err", err)
		return d
	}
	out.Quality = qualityOf(v.L, r)
	out.Quality.API = frame.APIDatasets + "/" + pack.Name + "/quality"
	return d
}

func qualityOf(l *frame.Locale, r quality.Report) *qualityView {
	out := &qualityView{Says: l.T("data_quality.says", r.MQA.Points, r.MQA.Max, l.Label(r.MQA.Rating, ""))}
	if r.Gate < r.MQA.Max {
		out.Says += " " + l.T("data_quality.gate", r.Gate)
	}
	for _, m := range r.MQA.Metrics {
		out.Metrics = append(out.Metrics, markLine{l.T("data_quality.dimension." + m.Dimension), l.Label(m.Title, m.ID), l.T("data_quality.of", m.Points, m.Max), m.Gain > 0})
		if fix := l.Label(m.Fix, ""); m.Gain > 0 {
			out.gap(gapLine{l.Label(m.Title, m.ID), l.T("data_quality.gain", m.Gain), fix})
		}
	}
	google := checks(l, "google", r.Google, out)
	gouv := checks(l, "gouv", r.DataGouv, out)
	out.Marks = []frame.Fact{{Key: "q-google", Label: l.T("data_quality.google"), Items: frame.Words(google)}, {Key: "q-gouv", Label: l.T("data_quality.gouv"), Items: frame.Words(gouv)},
		{Key: "q-schema", Label: l.T("data_quality.schema"), Items: frame.Words(schema(l, r.Schema, out))}, {Key: "q-dcat", Label: l.T("data_quality.dcat"), Items: frame.Words(l.T("data_quality.violations", len(r.Violations)))}}
	for i := len(r.History) - 1; i >= 0; i-- {
		p := r.History[i]
		out.History = append(out.History, pastLine{l.Date(catalog.Date(p.Date)), p.Version, l.T("data_quality.of", p.MQA, r.MQA.Max), l.T("data_quality.of", p.Gouv, len(r.DataGouv)), yes(l, p.Valid)})
	}
	if len(out.Gaps) == 0 {
		out.Whole = l.T("data_quality.whole")
	}
	return out
}

// gap adds something missing; what several rule books ask for is said once.
func (q *qualityView) gap(g gapLine) {
	for i := range q.Gaps {
		if q.Gaps[i].Title == g.Title {
			q.Gaps[i].Gain += "; " + g.Gain
			return
		}
	}
	q.Gaps = append(q.Gaps, g)
}

// checks adds the rules of a book and returns how many are kept.
func checks(l *frame.Locale, book string, list []quality.Check, out *qualityView) string {
	g := checkGroup{Title: l.T("data_quality." + book)}
	kept := 0
	for _, c := range list {
		g.Lines = append(g.Lines, checkLine{l.Label(c.Title, c.ID), yes(l, c.OK), c.OK})
		if c.OK {
			kept++
			continue
		}
		out.gap(gapLine{l.Label(c.Title, c.ID), g.Title, l.Label(c.Fix, "")})
	}
	out.Checks = append(out.Checks, g)
	return l.T("data_quality.of", kept, len(list))
}

// schema tells how the rows keep their table schema.
func schema(l *frame.Locale, s quality.Schema, out *qualityView) string {
	for _, c := range s.Columns {
		out.gap(gapLine{c.Table + "." + c.Column, l.T("data_quality.schema"), l.Label(c.Fix, "")})
	}
	if s.Tables == 0 {
		return l.T("data_quality.notables")
	}
	if !s.Valid {
		return l.T("data_quality.invalid", len(s.Columns))
	}
	return l.T("data_quality.valid", l.Exact(s.Rows), s.Tables)
}

func yes(l *frame.Locale, ok bool) string {
	if ok {
		return l.T("data_quality.yes")
	}
	return l.T("data_quality.no")
}
