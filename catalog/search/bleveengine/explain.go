package bleveengine

import (
	"context"
	"fmt"

	"honglinh/catalog/search"
)

// Explanation tells how a form scored in a document, for tests and for people who ask why.
type Explanation struct {
	Form           search.Form
	DocFreq        int     // documents with the term
	DocCount       int     // documents in all
	TermFreq       int     // of the term in the document
	FieldLength    int     // tokens of the field in the document
	AvgFieldLength float64 // tokens of the field per document
	IDF, Score     float64
}

// Explain tells how the forms of a plan score in the document with the id; forms that do
// not occur in it are left out.
func (e *Engine) Explain(ctx context.Context, plan *search.Plan, id string) ([]Explanation, error) {
	v, err := e.views.take(0, nil)
	if err != nil {
		return nil, err
	}
	defer v.release()
	for _, row := range v.live {
		if v.cols.ids[row] == id {
			return v.explain(ctx, plan, row)
		}
	}
	return nil, fmt.Errorf("explain %s: the index does not have it", id)
}

func (v *view) explain(ctx context.Context, plan *search.Plan, row uint32) ([]Explanation, error) {
	var forms []search.Form
	for _, c := range plan.Clauses {
		for _, r := range c.Readings {
			forms = append(forms, r.Forms...)
		}
	}
	var out []Explanation
	for _, form := range append(forms, plan.Boosts...) {
		l, err := v.list(ctx, form)
		if err != nil {
			return nil, fmt.Errorf("explain: %w", err)
		}
		tf := l.frequency(row)
		if tf == 0 {
			continue
		}
		out = append(out, v.explained(form, l, tf, row))
	}
	for _, run := range plan.Runs {
		l, err := v.common(ctx, run.Forms)
		if err != nil {
			return nil, fmt.Errorf("explain: %w", err)
		}
		if tf := l.frequency(row); tf > 0 {
			first, last := run.Forms[0], run.Forms[len(run.Forms)-1]
			out = append(out, v.explained(search.Form{Field: first.Field, Term: first.Term + ", " + last.Term, Weight: run.Weight}, l, tf, row))
		}
	}
	return out, nil
}

func (v *view) explained(form search.Form, l *list, tf int, row uint32) Explanation {
	at, idf := fieldIndex(form.Field), v.idf(len(l.rows))
	return Explanation{Form: form, DocFreq: len(l.rows), DocCount: len(v.live), TermFreq: tf,
		FieldLength: int(v.cols.lengths[at][row]), AvgFieldLength: v.avg[at], IDF: idf,
		Score: form.Weight * idf * (k1 + 1) * float64(tf) / (float64(tf) + float64(v.norm[at][row]))}
}
