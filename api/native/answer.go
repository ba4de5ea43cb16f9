package native

import (
	"bytes"
	"fmt"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	figures "honglinh/catalog/answer"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// answer is the JSON of a search.
type answer struct {
	Total int   `json:"total"`
	Items []hit `json:"items"`
	about
}

// about is what an answer says beside its hits.
type about struct {
	Facets     map[string][]facetValue `json:"facets"`
	Suggestion *string                 `json:"suggestion"`
	Answers    []figures.Card          `json:"answers"`
	Understood []search.Understood     `json:"understood"`
	Broader    []text.Text             `json:"broader,omitempty"`
	Relaxed    bool                    `json:"relaxed,omitempty"`
	Renewed    bool                    `json:"renewed,omitempty"`
	Next       *string                 `json:"next"`
	Seq        int64                   `json:"seq"`
	TookMS     float64                 `json:"took_ms"`
}

type hit struct {
	Record catalog.Record `json:"record"`
	dressing
}

// dressing is what a search says of a record it found.
type dressing struct {
	Score      float64              `json:"score"`
	Highlights map[string]highlight `json:"highlights"`
	Matched    []string             `json:"matched"`
	DistanceKM *float64             `json:"distance_km,omitempty"`
	// Figure is the value for the place and time asked; Figures are those to show.
	Figure  *figures.Figure  `json:"answer,omitempty"`
	Figures []figures.Figure `json:"figures,omitempty"`
	// Cut names what was left out of the record for its length.
	Cut []string `json:"cut,omitempty"`
}

// highlight is a fragment cut at its matches: parts at odd places matched, those
// at even places did not. Offsets in bytes are for those who hold the stored text.
type highlight struct {
	Text  string   `json:"text"`
	Start int      `json:"start"`
	Spans [][2]int `json:"spans"`
	Parts []string `json:"parts"`
}

type facetValue struct {
	Value    string    `json:"value"`
	Label    text.Text `json:"label"`
	Count    int       `json:"count"`
	Selected bool      `json:"selected"`
}

// answer writes an answer. The records are those kept as JSON, so that a page of
// hits costs what is particular to it.
func (f *Face) answer(b *bytes.Buffer, a search.Answer) error {
	fmt.Fprintf(b, `{"total":%d,"items":`, a.Total)
	if err := f.hits(b, a.Hits); err != nil {
		return err
	}
	return members(b, about{Facets: facetsOf(a.Facets), Suggestion: optional(a.Suggestion), Answers: list(a.Cards).Items, Understood: list(a.Understood).Items, Broader: a.Broader, Relaxed: a.Relaxed,
		Renewed: a.Renewed, Next: optional(a.Next), Seq: a.Seq, TookMS: a.TookMS})
}

// hits writes a list of hits.
func (f *Face) hits(b *bytes.Buffer, hits []search.Hit) error {
	b.WriteByte('[')
	for i, h := range hits {
		if i > 0 {
			b.WriteByte(',')
		}
		rec, cut, err := f.encoded.of(h.Record)
		if err != nil {
			return err
		}
		b.WriteString(`{"record":`)
		b.Write(rec)
		if err := members(b, dressingOf(h, cut)); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// members ends an object that was begun with the members of v.
func members(b *bytes.Buffer, v any) error {
	at := b.Len()
	if err := httpkit.AppendJSON(b, v); err != nil {
		return err
	}
	b.Bytes()[at] = ',' // in place of its brace
	return nil
}

func dressingOf(h search.Hit, cut []string) dressing {
	d := dressing{Cut: cut, Score: h.Score, Highlights: make(map[string]highlight, len(h.Highlights)), Matched: list(search.PrintReasons(h.Matched)).Items, DistanceKM: h.DistanceKM,
		Figure: h.Figure, Figures: h.Figures}
	for field, mark := range h.Highlights {
		d.Highlights[field] = highlight{Text: mark.Text, Start: mark.Start, Spans: list(mark.Spans).Items, Parts: parts(mark)}
	}
	return d
}

// parts cuts the fragment at its spans, so that a page needs no byte offsets. A
// span outside of the text or out of order is passed over.
func parts(h search.Highlight) []string {
	out, at := make([]string, 0, 2*len(h.Spans)+1), 0
	for _, s := range h.Spans {
		if s[0] < at || s[1] <= s[0] || s[1] > len(h.Text) {
			continue
		}
		out = append(out, h.Text[at:s[0]], h.Text[s[0]:s[1]])
		at = s[1]
	}
	return append(out, h.Text[at:])
}

func facetsOf(facets []search.Facet) map[string][]facetValue {
	out := make(map[string][]facetValue, len(facets))
	for _, f := range facets {
		values := make([]facetValue, len(f.Values))
		for i, v := range f.Values {
			values[i] = facetValue{Value: v.Value, Label: v.Label, Count: v.Count, Selected: v.Selected}
			if v.Label == nil {
				values[i].Label = text.Text{}
			}
		}
		out[f.Name] = values
	}
	return out
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
