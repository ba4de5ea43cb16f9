package opensearch

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"honglinh/catalog/search"
)

// maxLeaves bounds the terms of a query. OpenSearch refuses more than 1,024, and a clause is
// named up to three times: to score, to weigh and to count.
const maxLeaves = 320

// Weights of a document that has not all clauses, as in the other engine.
const (
	// mostMass is the share of what the words tell that a document must have when not all
	// words have to match.
	mostMass = 0.3
	// partialWeight is what a document loses when it has none of what the words tell. A question
	// of more than partialWords words is met in part by what answers it, so that it loses less.
	partialWeight = 0.8
	partialWords  = 8
)

// level is how many of the clauses a document must match.
type level uint8

const (
	allClauses level = iota
	mostClauses
	anyClause
)

// planned is a plan as parts of a query.
type planned struct {
	clauses []clause
	boosts  list
	without list
	notes   list
	total   float64 // of the weights of the clauses
	any     bool
}

// clause is one clause: nil as a query where no document has it.
type clause struct {
	query  object // scores and matches
	plain  object // matches, without names
	weight float64
	must   bool
}

// labelled says which reading of a plan a name in an answer is.
func labelled(clause, reading int) string { return fmt.Sprintf("%d.%d", clause, reading) }

// notePrefix begins the names of notes.
const notePrefix = "n"

func (v *view) plan(p *search.Plan, named bool) planned {
	out := planned{any: p.AnyClause}
	leaves := 0
	for i, c := range p.Clauses {
		for _, r := range c.Readings {
			leaves += len(r.Forms)
		}
		if leaves > maxLeaves && i > 0 {
			break
		}
		one := v.clause(c, i, named)
		out.clauses = append(out.clauses, one)
		out.total += one.weight
	}
	for _, f := range p.Boosts {
		if q := v.term(f); q != nil && leaves < maxLeaves {
			out.boosts = append(out.boosts, q)
			leaves++
		}
	}
	for _, r := range p.Runs {
		if q := v.run(r); q != nil && leaves < maxLeaves {
			out.boosts = append(out.boosts, q)
			leaves += len(r.Forms)
		}
	}
	for _, f := range p.Without {
		out.without = append(out.without, keyOf(f).query())
	}
	if named {
		for i, r := range p.Notes {
			out.notes = append(out.notes, object{"bool": object{"filter": satisfied(r), "_name": notePrefix + strconv.Itoa(i)}})
		}
	}
	return out
}

func (v *view) clause(c search.Clause, at int, named bool) clause {
	out := clause{must: c.Must}
	labels := named && slices.ContainsFunc(c.Readings, func(r search.Reading) bool { return r.Label != "" })
	var best, plain list
	for j, r := range c.Readings {
		out.weight = max(out.weight, v.tells(r))
		q, match := v.reading(r)
		if q == nil {
			continue
		}
		plain = append(plain, match)
		if labels {
			q = object{"bool": object{"must": q, "_name": labelled(at, j)}}
		}
		best = append(best, q)
	}
	if out.weight == 0 {
		out.weight = idf(0, v.docs) // an unknown word tells most
	}
	if len(best) > 0 {
		out.query, out.plain = object{"dis_max": object{"queries": best}}, anyOf(plain)
	}
	return out
}

// tells is how much the rarest form of a reading tells.
func (v *view) tells(r search.Reading) float64 {
	most := 0.0
	for _, f := range r.Forms {
		if told := v.idf(f); told > 0 && (f.Weight >= 0.5 || most == 0) {
			most = max(most, told*min(1, f.Weight))
		}
	}
	return most
}

// reading is a reading as a query that scores and one that only matches, nil where no document
// satisfies it. A form that stands aside scores, and satisfies nothing while there is another.
func (v *view) reading(r search.Reading) (query, match object) {
	var counted, aside, plain list
	for _, f := range r.Forms {
		q := v.term(f)
		switch {
		case q == nil && r.All:
			return nil, nil
		case q == nil:
		case f.Aside && len(counted) > 0:
			aside = append(aside, q)
		default:
			counted, plain = append(counted, q), append(plain, keyOf(f).query())
		}
	}
	switch {
	case len(counted) == 0:
		return nil, nil
	case r.All:
		return object{"bool": object{"must": counted}}, object{"bool": object{"filter": plain}}
	case len(aside) > 0:
		return object{"bool": object{"must": anyOf(counted), "should": aside}}, anyOf(plain)
	}
	return anyOf(counted), anyOf(plain)
}

// anyOf is what satisfies one of several queries at least.
func anyOf(queries list) object {
	if len(queries) == 1 {
		return queries[0].(object)
	}
	return object{"bool": object{"should": queries, "minimum_should_match": 1}}
}

// term scores a form, nil where no document has it. A beginning is worth as much as a term that
// occurs once in a document of the usual length.
func (v *view) term(f search.Form) object {
	told := v.idf(f)
	switch {
	case told == 0 || f.Weight <= 0:
		return nil
	case f.Prefix:
		return object{"constant_score": object{"filter": keyOf(f).query(), "boost": f.Weight * told}}
	}
	return weighed(f, v.boost(f, f.Weight, told))
}

func weighed(f search.Form, boost float64) object {
	return object{"term": object{string(f.Field): object{"value": f.Term, "boost": boost}}}
}

// run scores words in a row: the mean of what each would score if it were as rare as the row. It
// is exact where all occur equally often.
func (v *view) run(r search.Run) object {
	k, ok := runKey(r)
	if !ok {
		return nil
	}
	n, _ := v.terms.of(k)
	if n == 0 {
		return nil
	}
	told, must := idf(n, v.docs), list{}
	for _, f := range r.Forms {
		must = append(must, weighed(f, v.boost(f, r.Weight/float64(len(r.Forms)), told)))
	}
	return object{"bool": object{"must": must}}
}

// satisfied matches what satisfies a reading, what stands aside included.
func satisfied(r search.Reading) object {
	var forms list
	for _, f := range r.Forms {
		forms = append(forms, keyOf(f).query())
	}
	if len(forms) == 0 {
		return object{"match_none": object{}}
	}
	if r.All {
		return object{"bool": object{"filter": forms}}
	}
	return anyOf(forms)
}

// text is the part of a query that scores at a level; where is what else must hold.
func (p planned) text(at level, where, not list) object {
	not = append(slices.Clone(not), p.without...)
	b := object{"filter": where, "must_not": not, "should": append(slices.Clone(p.boosts), p.silent()...), "minimum_should_match": 0}
	if must := p.needed(at); len(must) > 0 {
		b["must"] = must
	}
	whole := object{"bool": b}
	if at == allClauses || len(p.clauses) < 2 {
		return whole
	}
	if at == mostClauses {
		b["filter"] = append(slices.Clone(where), object{"function_score": object{"query": object{"match_all": object{}},
			"functions": p.masses(1, 0), "score_mode": "sum", "boost_mode": "replace", "min_score": mostMass}})
	}
	lost := partialWeight * math.Pow(min(1, partialWords/float64(len(p.clauses))), 2)
	return object{"function_score": object{"query": whole, "functions": p.masses(lost, 1-lost), "score_mode": "sum", "boost_mode": "multiply"}}
}

// needed are the clauses that a document must have at a level.
func (p planned) needed(at level) list {
	var must, should list
	for _, c := range p.clauses {
		switch {
		case c.query == nil && (c.must || at == allClauses):
			return list{object{"match_none": object{}}}
		case c.query == nil:
		case c.must || at == allClauses:
			must = append(must, c.query)
		default:
			should = append(should, c.query)
		}
	}
	if len(should) == 0 {
		return must
	}
	if len(must) == 0 {
		return list{anyOf(should)}
	}
	return append(must, object{"bool": object{"should": should, "minimum_should_match": 0, "filter": object{"match_all": object{}}}})
}

// masses are functions whose sum is base and share times the part of what the clauses tell that
// a document has.
func (p planned) masses(share, base float64) list {
	var out list
	if base > 0 {
		out = append(out, object{"weight": base})
	}
	for _, c := range p.clauses {
		if c.plain != nil {
			out = append(out, object{"filter": c.plain, "weight": share * c.weight / p.total})
		}
	}
	return out
}

// silent are the notes: they add nothing to a score.
func (p planned) silent() list {
	var out list
	for _, n := range p.notes {
		out = append(out, object{"constant_score": object{"filter": n, "boost": 0}})
	}
	return out
}

// strict matches what has every clause.
func (p planned) strict() object {
	filter := list{}
	for _, c := range p.clauses {
		if c.plain == nil {
			return object{"match_none": object{}}
		}
		filter = append(filter, c.plain)
	}
	return object{"bool": object{"filter": filter}}
}

// labels are those of the readings that the names of a hit say, each once, in the order of the
// plan.
func labels(plan *search.Plan, names []string) []string {
	var out []string
	add := func(label string) {
		if label != "" && !slices.Contains(out, label) {
			out = append(out, label)
		}
	}
	for i, c := range plan.Clauses {
		matched := false
		for j, r := range c.Readings {
			if r.Spare && matched || !slices.Contains(names, labelled(i, j)) {
				continue
			}
			matched = true
			add(r.Label)
		}
	}
	for i, r := range plan.Notes {
		if slices.Contains(names, notePrefix+strconv.Itoa(i)) {
			add(r.Label)
		}
	}
	return out
}
