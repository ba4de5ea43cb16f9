package rulebook

import (
	"errors"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/condition"
	"honglinh/catalog/incentive"
	"honglinh/catalog/vocab"
)

// Check reads the rules and journeys of a package before they are published, with the rows
// of the tables beside them by name of table, and says what is wrong with which record.
// A refusal without a record is of a table.
func Check(dataset string, recs []*catalog.Record, beside map[string][]map[string]string) []Refusal {
	in := &Incentives{}
	var err error
	if in.vocab, err = vocabularyOf(dataset, beside[tableVariables], beside[tableOptions]); err != nil {
		return []Refusal{{Field: tableVariables, Reason: err.Error()}}
	}
	choices, err := choicesOf(dataset, beside[tableChoices])
	if err != nil {
		return []Refusal{{Field: tableChoices, Reason: err.Error()}}
	}
	var rules []incentive.Rule
	for _, rec := range recs {
		switch rec.Kind {
		case vocab.Incentive:
			if rule := in.rule(rec); !refused(in.Refused, rule.ID) {
				rules = append(rules, rule)
			}
		case vocab.Journey:
			j := &Journey{Record: rec, vocab: choices}
			j.read()
			in.Refused = append(in.Refused, j.Refused...)
		}
	}
	return append(in.Refused, clashes(in.vocab, rules)...)
}

// clashes are the refusals of rules that do not go together.
func clashes(v *condition.Vocabulary, rules []incentive.Rule) (out []Refusal) {
	for {
		_, err := incentive.NewBook(v, rules)
		var clash *incentive.Clash
		if !errors.As(err, &clash) {
			return out
		}
		for _, id := range clash.Rules {
			out = append(out, Refusal{id, "sets", clash.Reason})
		}
		rules = slices.DeleteFunc(rules, func(r incentive.Rule) bool { return slices.Contains(clash.Rules, r.ID) })
	}
}

func refused(list []Refusal, id string) bool {
	return slices.ContainsFunc(list, func(r Refusal) bool { return r.Record == id })
}
