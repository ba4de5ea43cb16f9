package bleveengine

import (
	"context"
	"math"
	"math/bits"

	"honglinh/catalog/search"
)

// maxClauses bounds the clauses that are counted: their matches are bits of a word.
const maxClauses = 64

// scratch is the working memory of one search, a number per row.
type scratch struct {
	score []float32
	mask  []uint64 // clauses that the row matches
	// best holds the best reading of the clause being scored, sum the reading, forms
	// the forms matched; each is zero outside the rows listed beside it.
	best, sum         []float32
	forms             []uint8
	bestRows, sumRows []uint32
	hits              []uint32 // rows that match a clause, each once
	found             []candidate
	told              []told // by mask
}

// told is what the clauses that a row matches make of it.
type told struct {
	at     level
	factor float64 // of its score
}

// maxTold bounds the masks that are told beforehand: those of ten clauses. Few texts have more.
const maxTold = 1 << 10

func newScratch(n int) *scratch {
	return &scratch{score: make([]float32, n), mask: make([]uint64, n),
		best: make([]float32, n), sum: make([]float32, n), forms: make([]uint8, n)}
}

// scored is what the text of a request gave: scores and masks per row in the scratch.
type scored struct {
	*scratch
	weights [maxClauses]float64 // idf of each clause: what it tells
	total   float64
	partial float64 // what a row without any of it loses
	full    uint64
	must    uint64
	without map[uint32]bool
}

// scoreText reads the postings of the plan.
func (v *view) scoreText(ctx context.Context, own *scratch, plan *search.Plan) (*scored, error) {
	s := &scored{scratch: own}
	clear(s.score)
	clear(s.mask)
	s.hits = s.hits[:0]
	for i, c := range plan.Clauses {
		if i == maxClauses {
			break
		}
		if err := ctx.Err(); err != nil {
			return s, err
		}
		if err := v.scoreClause(ctx, s, i, c); err != nil {
			return s, err
		}
	}
	s.partial = partialWeight * math.Pow(min(1, partialWords/float64(max(1, bits.OnesCount64(s.full)))), 2)
	s.tellAll()
	for _, form := range plan.Boosts {
		if err := v.boost(ctx, s, form); err != nil {
			return s, err
		}
	}
	for _, run := range plan.Runs {
		if err := v.boostRun(ctx, s, run); err != nil {
			return s, err
		}
	}
	return s, v.exclude(ctx, s, plan.Without)
}

func (v *view) scoreClause(ctx context.Context, s *scored, i int, c search.Clause) error {
	bit := uint64(1) << i
	s.full |= bit
	if c.Must {
		s.must |= bit
	}
	for _, r := range c.Readings {
		idf, err := v.scoreReading(ctx, s, r)
		if err != nil {
			return err
		}
		s.weights[i] = max(s.weights[i], idf)
		s.takeBest(bit, len(r.Forms), r.All)
	}
	if s.weights[i] == 0 {
		s.weights[i] = v.idf(0) // an unknown word tells most
	}
	s.total += s.weights[i]
	for _, row := range s.bestRows {
		s.score[row] += s.best[row]
		s.best[row] = 0
	}
	s.bestRows = s.bestRows[:0]
	return nil
}

// scoreReading adds the forms of a reading into sum and returns how much its rarest
// form tells.
func (v *view) scoreReading(ctx context.Context, s *scored, r search.Reading) (float64, error) {
	tells, counted := 0.0, 0
	for _, form := range r.Forms {
		l, err := v.list(ctx, form)
		if err != nil {
			return 0, err
		}
		if len(l.rows) == 0 {
			continue
		}
		counts := uint8(1)
		if form.Aside && counted > 0 {
			counts = 0
		}
		counted++
		idf := v.idf(len(l.rows))
		if form.Weight >= 0.5 || tells == 0 {
			tells = max(tells, idf*min(1, form.Weight))
		}
		norm := v.norm[fieldIndex(form.Field)]
		weight := float32(form.Weight * idf * (k1 + 1))
		for j, row := range l.rows {
			tf := float32(l.freq[j])
			if s.sum[row] == 0 {
				s.sumRows = append(s.sumRows, row)
			}
			s.forms[row] += counts
			s.sum[row] += weight * tf / (tf + norm[row])
		}
	}
	return tells, nil
}

// takeBest moves sum into best where it is better, and marks the rows that satisfy the reading.
func (s *scored) takeBest(bit uint64, forms int, all bool) {
	for _, row := range s.sumRows {
		if !all || int(s.forms[row]) >= forms {
			if s.best[row] == 0 {
				s.bestRows = append(s.bestRows, row)
			}
			s.best[row] = max(s.best[row], s.sum[row])
			if s.forms[row] > 0 {
				if s.mask[row] == 0 {
					s.hits = append(s.hits, row)
				}
				s.mask[row] |= bit
			}
		}
		s.sum[row], s.forms[row] = 0, 0
	}
	s.sumRows = s.sumRows[:0]
}

// boost adds a form to the rows that match something already.
func (v *view) boost(ctx context.Context, s *scored, form search.Form) error {
	l, err := v.list(ctx, form)
	if err != nil {
		return err
	}
	v.add(s, l, form)
	return nil
}

// add adds what a list of rows tells to those of them that match something already: to all
// where the plan asks for nothing.
func (v *view) add(s *scored, l *list, form search.Form) {
	norm := v.norm[fieldIndex(form.Field)]
	weight := float32(form.Weight * v.idf(len(l.rows)) * (k1 + 1))
	for j, row := range l.rows {
		if s.full == 0 || s.mask[row] != 0 {
			tf := float32(l.freq[j])
			s.score[row] += weight * tf / (tf + norm[row])
		}
	}
}

// boostRun adds words in a row to the rows that match something already.
func (v *view) boostRun(ctx context.Context, s *scored, run search.Run) error {
	l, err := v.common(ctx, run.Forms)
	if err != nil || l == nil {
		return err
	}
	v.add(s, l, search.Form{Field: run.Forms[0].Field, Weight: run.Weight})
	return nil
}

// common is the rows that have all the forms, each as often as it has the rarest.
func (v *view) common(ctx context.Context, forms []search.Form) (*list, error) {
	var out *list
	for _, form := range forms {
		l, err := v.list(ctx, form)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = l
			continue
		}
		out = out.both(l)
	}
	return out, nil
}

func (v *view) exclude(ctx context.Context, s *scored, forms []search.Form) error {
	for _, form := range forms {
		l, err := v.list(ctx, form)
		if err != nil {
			return err
		}
		if s.without == nil {
			s.without = map[uint32]bool{}
		}
		for _, row := range l.rows {
			s.without[row] = true
		}
	}
	return nil
}

// tellAll tells of all masks, if there are few.
func (s *scored) tellAll() {
	s.told = s.told[:0]
	if s.full >= maxTold {
		return
	}
	for mask := range s.full + 1 {
		s.told = append(s.told, s.tell(mask))
	}
}

// of is what the clauses that the row matches make of it.
func (s *scored) of(row uint32) told {
	mask := s.mask[row]
	if mask < uint64(len(s.told)) {
		return s.told[mask]
	}
	return s.tell(mask)
}

// tell is what matching the clauses of a mask makes of a row.
func (s *scored) tell(mask uint64) told {
	t := told{at: mostClauses, factor: 1}
	mass := s.mass(mask)
	switch {
	case mask == 0 && s.full != 0 || mask&s.must != s.must:
		t.at = noClause
	case mask == s.full:
		t.at = allClauses
	case mass < mostMass:
		t.at = anyClause
	}
	if mask != s.full {
		t.factor -= s.partial * (1 - mass)
	}
	return t
}

// mass is the share of what the clauses tell that a mask has.
func (s *scored) mass(mask uint64) float64 {
	if mask == s.full {
		return 1
	}
	sum := 0.0
	for m := mask; m != 0; m &= m - 1 {
		sum += s.weights[bits.TrailingZeros64(m)]
	}
	return sum / s.total
}
