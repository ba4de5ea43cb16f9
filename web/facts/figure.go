package facts

import (
	"honglinh/catalog"
	"honglinh/catalog/answer"
	"honglinh/web/frame"
)

// Figures writes what an indicator says to a question, a line each: the value with its unit,
// its period and whose it is. Another place's or time's figure says so first.
func Figures(s *frame.Frame, l *frame.Locale, rec *catalog.Record, figures []answer.Figure) []frame.Item {
	if len(figures) == 0 {
		return nil
	}
	said := *rec
	said.Observations = make([]catalog.Observation, len(figures))
	for i, f := range figures {
		said.Observations[i] = f.Observation
	}
	var out []frame.Item
	for i, o := range Readable(s, l, &said) {
		out = append(out, frame.Words(FigureLine(l, figures[i], o))...)
	}
	return out
}

// FigureLine writes one figure; o is its observation made readable.
func FigureLine(l *frame.Locale, f answer.Figure, o catalog.Observation) string {
	period := l.Period(f.Period)
	if period == "" {
		period = l.T("figure.undated")
	}
	line := l.T("indicator.latest", l.Num(f.Value), o.Unit, period, boundaries(l, o))
	if f.Basis != "" {
		line += " · " + Basis(l, f.Basis)
	}
	for _, d := range f.Differing {
		line += " · " + l.T("figure.differing", l.Num(d.Value), o.Unit)
	}
	if key := "figure." + string(f.Relation); l.Has(key) {
		return l.T(key, line)
	}
	return line
}
