package opensearch

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync"

	"honglinh/catalog/search"
)

// termKey is a term of a field, the beginning of one, or several terms that a document has all.
type termKey struct {
	field  search.Field
	term   string
	prefix bool
	all    bool // term is several, with between between them
}

// maxKnown bounds the terms whose frequencies a view keeps.
const maxKnown = 1 << 16

// statistics are how many documents have a term, as far as it was asked for.
type statistics struct {
	mu     sync.RWMutex
	terms  map[termKey]int
	fields map[search.Field]int // documents with the field
}

func (s *statistics) of(k termKey) (int, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	n, ok := s.terms[k]
	return n, ok
}

func (s *statistics) note(terms map[termKey]int, fields map[search.Field]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.terms == nil || len(s.terms) > maxKnown {
		s.terms = map[termKey]int{}
	}
	if s.fields == nil {
		s.fields = map[search.Field]int{}
	}
	for k, n := range terms {
		s.terms[k] = n
	}
	for f, n := range fields {
		s.fields[f] = n
	}
}

// learn asks how many documents have the terms of a plan, as far as the view does not know.
func (e *Engine) learn(ctx context.Context, v *view, plan *search.Plan) error {
	var single, counted []termKey
	seen := map[termKey]bool{}
	for _, k := range keysOf(plan) {
		if _, ok := v.terms.of(k); ok || seen[k] {
			continue
		}
		seen[k] = true
		if k.prefix || k.all {
			counted = append(counted, k)
		} else {
			single = append(single, k)
		}
	}
	if err := e.lookUp(ctx, v, single); err != nil {
		return err
	}
	return e.count(ctx, v, counted)
}

// keysOf are the terms that a plan needs the frequencies of.
func keysOf(plan *search.Plan) []termKey {
	var out []termKey
	forms := func(list []search.Form) {
		for _, f := range list {
			out = append(out, keyOf(f))
		}
	}
	for _, c := range plan.Clauses {
		for _, r := range c.Readings {
			forms(r.Forms)
		}
	}
	for _, r := range plan.Notes {
		forms(r.Forms)
	}
	forms(plan.Boosts)
	for _, r := range plan.Runs {
		forms(r.Forms)
		if k, ok := runKey(r); ok {
			out = append(out, k)
		}
	}
	return out
}

func keyOf(f search.Form) termKey { return termKey{field: f.Field, term: f.Term, prefix: f.Prefix} }

// runKey is the terms of a run together; false for those of several fields, which no plan has.
func runKey(r search.Run) (termKey, bool) {
	if len(r.Forms) == 0 {
		return termKey{}, false
	}
	terms := make([]string, len(r.Forms))
	for i, f := range r.Forms {
		if f.Field != r.Forms[0].Field {
			return termKey{}, false
		}
		terms[i] = f.Term
	}
	return termKey{field: r.Forms[0].Field, term: strings.Join(terms, between), all: true}, true
}

// lookUp reads the frequencies of terms from the dictionary: those of a document that is nowhere.
func (e *Engine) lookUp(ctx context.Context, v *view, keys []termKey) error {
	if len(keys) == 0 {
		return nil
	}
	terms := map[search.Field][]string{}
	found := map[termKey]int{}
	for _, k := range keys {
		found[k] = 0
		terms[k.field] = append(terms[k.field], k.term)
	}
	doc := object{}
	for f, list := range terms {
		doc[string(f)] = joined(list)
	}
	var said struct {
		Fields map[search.Field]struct {
			Statistics struct {
				Documents int `json:"doc_count"`
			} `json:"field_statistics"`
			Terms map[string]struct {
				Documents int `json:"doc_freq"`
			}
		} `json:"term_vectors"`
	}
	err := e.client.ask(ctx, http.MethodPost, e.named("_termvectors"), object{"doc": doc, "term_statistics": true, "field_statistics": true,
		"positions": false, "offsets": false, "payloads": false}, &said)
	if err != nil {
		return fmt.Errorf("look terms up: %w", err)
	}
	fields := map[search.Field]int{}
	for f, of := range said.Fields {
		fields[f] = of.Statistics.Documents
		for term, t := range of.Terms {
			found[termKey{field: f, term: term}] = t.Documents
		}
	}
	v.terms.note(found, fields)
	return nil
}

// count counts the documents that have what is no single term.
func (e *Engine) count(ctx context.Context, v *view, keys []termKey) error {
	if len(keys) == 0 {
		return nil
	}
	filters, should := object{}, list{}
	for i, k := range keys {
		filters[fmt.Sprint(i)] = k.query()
		should = append(should, k.query())
	}
	var said struct {
		Aggregations struct {
			Each struct {
				Buckets map[string]struct {
					Documents int `json:"doc_count"`
				}
			}
		}
	}
	body := object{"size": 0, "query": object{"bool": object{"filter": object{"bool": object{"should": should}}}},
		"aggs": object{"each": object{"filters": object{"filters": filters}}}}
	if err := e.onPoint(ctx, v, body, &said); err != nil {
		return fmt.Errorf("count terms: %w", err)
	}
	found := map[termKey]int{}
	for i, k := range keys {
		found[k] = said.Aggregations.Each.Buckets[fmt.Sprint(i)].Documents
	}
	v.terms.note(found, nil)
	return nil
}

// query finds the documents that have what the key is.
func (k termKey) query() object {
	switch {
	case k.prefix:
		return object{"prefix": object{string(k.field): object{"value": k.term}}}
	case k.all:
		var must list
		for _, term := range strings.Split(k.term, between) {
			must = append(must, object{"term": object{string(k.field): term}})
		}
		return object{"bool": object{"filter": must}}
	}
	return object{"term": object{string(k.field): k.term}}
}

// idf is the inverse document frequency of what n of all documents have.
func idf(n, all int) float64 {
	n = min(n, all) // the dictionary counts what was changed and not merged yet
	return math.Log(1 + (float64(all)-float64(n)+0.5)/(float64(n)+0.5))
}

// idf tells how much a form tells, 0 for one that no document has.
func (v *view) idf(f search.Form) float64 {
	n, _ := v.terms.of(keyOf(f))
	if n == 0 {
		return 0
	}
	return idf(n, v.docs)
}

// boost is what OpenSearch has to multiply a term by, that its weight be worth and told by all
// documents: it reckons with those that have the field.
func (v *view) boost(f search.Form, weight, told float64) float64 {
	n, _ := v.terms.of(keyOf(f))
	v.terms.mu.RLock()
	with := v.terms.fields[f.Field]
	v.terms.mu.RUnlock()
	return weight * told / idf(n, max(with, n, 1))
}
