package answer

import (
	"math"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Line writes a figure with nothing but what it is made of, for feeds and machines that show
// text: "36.47 km² · Nam Hong Linh Ward (18118) · 2025".
func (f Figure) Line(lang text.Lang) string {
	name, _ := f.Place.Name.Best(lang)
	if f.Place.Code != "" {
		name += " (" + f.Place.Code + ")"
	}
	if f.Place.Valid.To != "" {
		name += " –" + string(f.Place.Valid.To)
	}
	parts := []string{strings.TrimSpace(text.Number(number(f.Value), lang) + " " + vocab.Measure(f.Unit, lang)), name}
	for _, s := range []string{f.Period, f.Basis} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// Lines writes figures, a line each; "" for none.
func Lines(figures []Figure, lang text.Lang) string {
	lines := make([]string, len(figures))
	for i, f := range figures {
		lines[i] = f.Line(lang)
	}
	return strings.Join(lines, "\n")
}

// number writes a value with at most three decimals: what is computed has more than it knows.
func number(v float64) string {
	if v >= 1 || v <= -1 {
		v = math.Round(v*1000) / 1000
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
