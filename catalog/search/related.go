package search

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
)

// Of a record, the terms that tell it apart are compared, up to likeTerms of them from the
// first likeText bytes of each text: the heads of texts say what they are about.
const (
	likeTerms = 24
	likeText  = 2000
)

// likeness is the plan that finds records like rec: the pairs of words and the words that
// tell most about it; nil where none tells anything.
func (s *Snapshot) likeness(ctx context.Context, rec *catalog.Record) (*Plan, error) {
	if s.Words == nil {
		return nil, nil
	}
	counts := map[string]float64{}
	for _, lang := range text.Langs() {
		for i, one := range append([]string{rec.Summary[lang], rec.Body[lang]}, names(rec, lang)...) {
			weight := 1.0
			if i >= 2 {
				weight = 3 // a name says more
			}
			for _, term := range analysis.Prepare(clip(one, likeText), string(lang)).Folded {
				counts[term] += weight
			}
		}
	}
	type telling struct {
		term   string
		weight float64
	}
	names := slices.Collect(maps.Keys(counts))
	frequencies, err := s.Words.Frequencies(ctx, names)
	if err != nil {
		return nil, fmt.Errorf("look words up: %w", err)
	}
	var terms []telling
	for i, term := range names {
		if df := frequencies[i]; df > 1 && len(term) > 1 {
			terms = append(terms, telling{term, (1 + math.Log(counts[term])) / math.Log(2+float64(df))})
		}
	}
	slices.SortFunc(terms, func(a, b telling) int {
		if a.weight != b.weight {
			return int(math.Copysign(1, b.weight-a.weight))
		}
		return compare(a.term, b.term)
	})
	plan := &Plan{AnyClause: true}
	for _, t := range terms[:min(likeTerms, len(terms))] {
		plan.Clauses = append(plan.Clauses, Clause{Readings: []Reading{{Forms: []Form{{Field: Folded, Term: t.term, Weight: t.weight}}}}})
	}
	s.likePairs(rec, plan)
	if len(plan.Clauses) == 0 {
		return nil, nil
	}
	return plan, nil
}

// likePairs adds the pairs of the titles.
func (s *Snapshot) likePairs(rec *catalog.Record, plan *Plan) {
	for _, lang := range text.Langs() {
		for _, pair := range analysis.Prepare(rec.Title[lang], string(lang)).FoldedBigrams {
			plan.Boosts = append(plan.Boosts, Form{Field: Pairs, Term: pair, Weight: pairWeight})
		}
	}
}
