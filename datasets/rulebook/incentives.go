package rulebook

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/condition"
	"honglinh/catalog/incentive"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Incentives are the published rules as one book. They are immutable.
type Incentives struct {
	book    *incentive.Book
	vocab   *condition.Vocabulary
	rules   map[string]*published
	sectors []sectorRow
	areas   []areaRow
	places  *place.Register
	// Refused are the rules that cannot be read; they answer unknown.
	Refused []Refusal
}

// Refusal says what is wrong with a published rule or journey.
type Refusal struct {
	Record string
	Field  string
	Reason string
}

// published is a rule with the record that states it.
type published struct {
	record   *catalog.Record
	family   text.Text
	document map[string]*catalog.Record
}

// sectorRow is what the editors hold for the VSIC code of a sector that rules name in words.
type sectorRow struct {
	group, scheme, code, confidence string
	reason                          text.Text
}

// areaRow is what was computed of a unit that no authority has classed.
type areaRow struct {
	code, from string
	note       text.Text
}

func (s *Shelf) readIncentives(ctx context.Context) (*Incentives, error) {
	recs, err := s.Store.Kind(ctx, string(vocab.Incentive))
	if err != nil {
		return nil, err
	}
	in := &Incentives{rules: map[string]*published{}, places: s.Places()}
	if in.vocab, err = condition.NewVocabulary(nil); err != nil {
		return nil, err
	}
	for _, dataset := range datasetsOf(recs) {
		if err := s.readBeside(ctx, dataset, in); err != nil {
			return nil, err
		}
	}
	documents, err := s.byID(ctx, linked(recs, "legal_basis"))
	if err != nil {
		return nil, err
	}
	var rules []incentive.Rule
	for i := range recs {
		rec := &recs[i]
		in.rules[rec.ID] = &published{rec, s.labelOf(rec.Table, "family", said(rec.Attributes, "family")), documents}
		rules = append(rules, in.rule(rec))
	}
	in.order(rules, s)
	if in.book, err = incentive.NewBook(in.vocab, rules); err != nil {
		// Rules that need each other's answer: none of them may be answered yes or no.
		in.Refused = append(in.Refused, Refusal{Field: "sets", Reason: err.Error()})
		for i := range rules {
			rules[i].When, rules[i].Sets = condition.Expr{}, nil
		}
		if in.book, err = incentive.NewBook(in.vocab, rules); err != nil {
			return nil, err
		}
	}
	for _, r := range in.Refused {
		s.Log.Warn("a rule answers unknown", "op", "rules", "record", r.Record, "field", r.Field, "err", r.Reason)
	}
	return in, nil
}

// readBeside reads the tables beside the rules of a package.
func (s *Shelf) readBeside(ctx context.Context, dataset string, in *Incentives) error {
	v, err := s.readVocabulary(ctx, dataset)
	if err != nil {
		in.Refused = append(in.Refused, Refusal{Field: tableVariables, Reason: err.Error()})
		return nil
	}
	if len(in.vocab.All()) == 0 { // the rules of one locality share one vocabulary
		in.vocab = v
	}
	sectors, err := s.rows(ctx, dataset, tableSectors)
	if err != nil {
		return err
	}
	for _, row := range sectors {
		in.sectors = append(in.sectors, sectorRow{row["sector_group"], row["scheme"], row["code"], row["confidence"], text.New(row["reason_vi"], row["reason_en"])})
	}
	areas, err := s.rows(ctx, dataset, tableAreas)
	if err != nil {
		return err
	}
	for _, row := range areas {
		in.areas = append(in.areas, areaRow{row["unit_code"], row["unit_valid_from"], text.New(row["note_vi"], row["note_en"])})
	}
	return nil
}

// rule reads a record as a rule; what cannot be read is refused and answers unknown.
func (in *Incentives) rule(rec *catalog.Record) incentive.Rule {
	a := rec.Attributes
	r := incentive.Rule{ID: rec.ID, Then: incentive.Outcome(said(a, "then")), From: rec.Valid.From.Start(), Doubtful: rec.Confidence() == "low"}
	if rec.Valid.To != "" {
		r.To = rec.Valid.To.End()
	}
	refuse := func(field string, err error) {
		in.Refused = append(in.Refused, Refusal{rec.ID, field, err.Error()})
		r.When, r.Sets = condition.Expr{}, nil
	}
	if !slices.Contains(incentive.Outcomes(), r.Then) {
		refuse("then", fmt.Errorf("%q is none of %v", r.Then, incentive.Outcomes()))
		r.Then = incentive.Unclear
		return r
	}
	var err error
	if r.When, err = condition.Parse(said(a, "condition"), in.vocab); err != nil {
		refuse("condition", err)
		return r
	}
	if r.Sets, err = incentive.ParseSets(said(a, "sets"), in.vocab); err != nil {
		refuse("sets", err)
	}
	return r
}

// order puts the rules by instrument as the column of families lists them, and within one
// as they are published.
func (in *Incentives) order(rules []incentive.Rule, s *Shelf) {
	ranks := map[string]int{}
	for _, r := range rules {
		family := said(in.rules[r.ID].record.Attributes, "family")
		if _, ok := ranks[family]; !ok {
			ranks[family] = familyRank(family)
		}
	}
	slices.SortStableFunc(rules, func(a, b incentive.Rule) int {
		x, y := said(in.rules[a.ID].record.Attributes, "family"), said(in.rules[b.ID].record.Attributes, "family")
		if ranks[x] != ranks[y] {
			return ranks[x] - ranks[y]
		}
		return strings.Compare(x, y)
	})
}

// familyRank puts what investors ask for first: the status that opens the rest, taxes,
// duties, land, then support. A family that the list does not know stands behind.
func familyRank(family string) int {
	known := []string{"investment-status", "cit-rate", "cit-exempt", "cit-standard", "cit-cut", "deduction", "import-duty", "land-rent", "land-tax", "deposit", "deferral",
		"cluster", "province", "support", "agriculture", "housing", "guarantee", "gate"}
	if i := slices.Index(known, family); i >= 0 {
		return i
	}
	return len(known)
}

// linked are the ids that the records lead to by a relation, each once.
func linked(recs []catalog.Record, rel string) []string {
	var out []string
	seen := map[string]bool{}
	for i := range recs {
		for _, l := range recs[i].Links {
			if l.Rel == rel && l.ID != "" && !seen[l.ID] {
				seen[l.ID] = true
				out = append(out, l.ID)
			}
		}
	}
	return out
}

// Vocabulary returns what the conditions ask about.
func (in *Incentives) Vocabulary() *condition.Vocabulary { return in.vocab }

// Len is the number of rules.
func (in *Incentives) Len() int { return len(in.rules) }
