package search

import (
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// addPosition stores the bound of the geometry and a point that stands for it.
func addPosition(d *Document, rec *catalog.Record) {
	if rec.Geometry == nil {
		return
	}
	g := rec.Geometry.Geometry()
	if g == nil {
		return
	}
	p, ok := Standing(g)
	if !ok {
		return
	}
	b := g.Bound()
	d.Bound, d.Point = &b, &p
}

// completions are the names under which a record is offered while typing.
func completions(rec *catalog.Record) []Suggestion {
	var out []Suggestion
	for _, lang := range text.Langs() {
		if s := rec.Title[lang]; s != "" {
			out = append(out, Suggestion{Text: s, Kind: string(rec.Kind), ID: rec.ID})
		}
	}
	for _, s := range rec.Aliases {
		out = append(out, Suggestion{Text: s, Kind: string(rec.Kind), ID: rec.ID})
	}
	if rec.Kind == vocab.Document {
		for _, name := range []string{"number", "symbol", "doc_number", "so_ky_hieu", "code"} {
			if s, ok := rec.Attributes[name].(string); ok && strings.Contains(s, "/") {
				out = append(out, Suggestion{Text: s, Kind: "code", ID: rec.ID})
			}
		}
	}
	return out
}

// sortTitle orders by title: folded words, then the marked ones to break ties.
func sortTitle(rec *catalog.Record) string {
	title, _ := rec.Title.Best(text.VI)
	return FoldTerms(title) + "\x00" + analysis.Canon(title)
}

// day is the day by which a record is as new as it is.
func day(rec *catalog.Record) int32 {
	for _, d := range []catalog.Date{rec.Date, rec.Valid.From} {
		if d != "" {
			return days(d.Start())
		}
	}
	latest := OpenFrom
	for _, pr := range rec.Provenance {
		if pr.Date != "" {
			latest = max(latest, days(pr.Date.Start()))
		}
	}
	return latest
}

func startDay(d catalog.Date) int32 {
	if d == "" {
		return OpenFrom
	}
	return days(d.Start())
}

func endDay(d catalog.Date) int32 {
	if d == "" {
		return OpenTo
	}
	return days(d.End())
}

// days counts the days since 1970-01-01, rounding towards the past.
func days(t time.Time) int32 {
	const day = 24 * 60 * 60
	s := t.Unix()
	if s < 0 {
		s -= day - 1
	}
	return int32(s / day)
}

// quality is the share of what a good record has that this one has.
func quality(rec *catalog.Record) float64 {
	q := completeShare*complete(rec) + decidingShare*deciding(rec.Kind)
	if len(rec.SupersededBy) == 0 && rec.Valid.To == "" {
		q += currentShare
	}
	if len(rec.Places) > 0 {
		q += localShare
	}
	return q
}

// Shares of a record's quality: how complete it is, whether it still stands, whether it is of a
// place that the catalogue knows, and how near it is to what one decides on.
const (
	completeShare = 0.2
	currentShare  = 0.25
	localShare    = 0.15
	decidingShare = 0.4
)

// deciding is how near a kind is to what an investor decides on: of an opportunity, the place of
// the same name, the act on it and the news of it, in this order.
func deciding(k vocab.Kind) float64 {
	switch k {
	case vocab.Opportunity:
		return 1
	case vocab.Project, vocab.Incentive, vocab.Procedure, vocab.Journey, vocab.Unit, vocab.Organisation, vocab.Indicator:
		return 0.6
	case vocab.Plan, vocab.Place:
		return 0.5
	case vocab.Document, vocab.Article:
		return 0.3
	}
	return 0
}

// complete is the share of what a record should have that it has.
func complete(rec *catalog.Record) float64 {
	have := []bool{
		!rec.Summary.IsZero(), !rec.Body.IsZero(), len(rec.Title) > 1, rec.Geometry != nil, len(rec.Places) > 0,
		len(rec.Provenance) > 0 && rec.Provenance[0].URL != "", rec.Confidence() == "high", rec.Date != "" || rec.Valid.From != "",
		len(rec.Attributes) > 3,
	}
	n := 0
	for _, ok := range have {
		if ok {
			n++
		}
	}
	return float64(n) / float64(len(have))
}
