package web

import (
	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
)

// QualityView is how good the description of a dataset is: what is missing with
// the exact fix, every metric, and how the score changed.
type QualityView struct {
	Says    string
	Marks   []Fact    // one line a rule book
	Gaps    []GapLine // what would raise a score, the largest gain first as the rules list them
	Whole   string    // said where nothing is missing
	Metrics []MarkLine
	Checks  []CheckGroup
	History []PastLine
	API     string
}

// GapLine is something missing, what it gains, and what to write where.
type GapLine struct{ Title, Gain, Fix string }

// MarkLine is a metric with its points.
type MarkLine struct {
	Group, Title, Points string
	Short                bool
}

// CheckGroup is the rules of one book.
type CheckGroup struct {
	Title string
	Lines []CheckLine
}

// CheckLine is a rule that is kept or not.
type CheckLine struct {
	Title, Word string
	OK          bool
}

// PastLine is an earlier score.
type PastLine struct{ Day, Version, Score, Gouv, Schema string }

// judge fills the quality block and returns what catalogues say of the dataset,
// nil where nothing can be read.
func (v *view) judge(pack *datasets.Package, out *DatasetPage) *metadata.Dataset {
	if v.Quality == nil {
		return nil
	}
	r, d, err := v.Quality.Report(v.ctx, pack)
	if err != nil {
		v.log.Warn("quality of a dataset", "op", "web.dataset", "dataset", pack.Name, "err", err)
		return d
	}
	out.Quality = v.l.quality(r)
	out.Quality.API = apiDatasets + "/" + pack.Name + "/quality"
	return d
}

func (l *locale) quality(r quality.Report) *QualityView {
	out := &QualityView{Says: l.t("data_quality.says", r.MQA.Points, r.MQA.Max, l.label(r.MQA.Rating, ""))}
	if r.Gate < r.MQA.Max {
		out.Says += " " + l.t("data_quality.gate", r.Gate)
	}
	for _, m := range r.MQA.Metrics {
		out.Metrics = append(out.Metrics, MarkLine{l.t("data_quality.dimension." + m.Dimension), l.label(m.Title, m.ID), l.t("data_quality.of", m.Points, m.Max), m.Gain > 0})
		if fix := l.label(m.Fix, ""); m.Gain > 0 {
			out.gap(GapLine{l.label(m.Title, m.ID), l.t("data_quality.gain", m.Gain), fix})
		}
	}
	google := l.checks("google", r.Google, out)
	gouv := l.checks("gouv", r.DataGouv, out)
	out.Marks = []Fact{{Key: "q-google", Label: l.t("data_quality.google"), Items: text1(google)}, {Key: "q-gouv", Label: l.t("data_quality.gouv"), Items: text1(gouv)},
		{Key: "q-schema", Label: l.t("data_quality.schema"), Items: text1(l.schema(r.Schema, out))}, {Key: "q-dcat", Label: l.t("data_quality.dcat"), Items: text1(l.t("data_quality.violations", len(r.Violations)))}}
	for i := len(r.History) - 1; i >= 0; i-- {
		p := r.History[i]
		out.History = append(out.History, PastLine{l.date(catalog.Date(p.Date)), p.Version, l.t("data_quality.of", p.MQA, r.MQA.Max), l.t("data_quality.of", p.Gouv, len(r.DataGouv)), l.yes(p.Valid)})
	}
	if len(out.Gaps) == 0 {
		out.Whole = l.t("data_quality.whole")
	}
	return out
}

// gap adds something missing; what several rule books ask for is said once.
func (q *QualityView) gap(g GapLine) {
	for i := range q.Gaps {
		if q.Gaps[i].Title == g.Title {
			q.Gaps[i].Gain += "; " + g.Gain
			return
		}
	}
	q.Gaps = append(q.Gaps, g)
}

// checks adds the rules of a book and returns how many are kept.
func (l *locale) checks(book string, list []quality.Check, out *QualityView) string {
	g := CheckGroup{Title: l.t("data_quality." + book)}
	kept := 0
	for _, c := range list {
		g.Lines = append(g.Lines, CheckLine{l.label(c.Title, c.ID), l.yes(c.OK), c.OK})
		if c.OK {
			kept++
			continue
		}
		out.gap(GapLine{l.label(c.Title, c.ID), g.Title, l.label(c.Fix, "")})
	}
	out.Checks = append(out.Checks, g)
	return l.t("data_quality.of", kept, len(list))
}

// schema tells how the rows keep their table schema.
func (l *locale) schema(s quality.Schema, out *QualityView) string {
	for _, c := range s.Columns {
		out.gap(GapLine{c.Table + "." + c.Column, l.t("data_quality.schema"), l.label(c.Fix, "")})
	}
	if s.Tables == 0 {
		return l.t("data_quality.notables")
	}
	if !s.Valid {
		return l.t("data_quality.invalid", len(s.Columns))
	}
	return l.t("data_quality.valid", l.exact(s.Rows), s.Tables)
}

func (l *locale) yes(ok bool) string {
	if ok {
		return l.t("data_quality.yes")
	}
	return l.t("data_quality.no")
}
