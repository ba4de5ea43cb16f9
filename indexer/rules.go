package indexer

import (
	"path"

	"honglinh/catalog"
	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
	"honglinh/datasets/rulebook"
	"honglinh/indexer/convert"
	"honglinh/indexer/enrich"
	"honglinh/indexer/source"
)

// judgeRules refuses the rules and journeys of a package that cannot be read as such: a
// condition of unknown variables, rules that contradict or need each other, steps behind
// steps that are not there.
func (b *batch) judgeRules(out *enrich.Output) {
	drafts := map[string]*convert.Draft{}
	var recs []*catalog.Record
	for _, d := range b.conv.Drafts {
		if k := d.Record.Kind; k == vocab.Incentive || k == vocab.Journey {
			drafts[d.Record.ID] = d
			recs = append(recs, &d.Record)
		}
	}
	if len(recs) == 0 {
		return
	}
	for _, r := range rulebook.Check(b.pkg.Name, recs, b.conv.Beside) {
		why := notice.Of("rule-bad", r.Reason)
		d := drafts[r.Record]
		if d == nil { // the table that all of them are read with
			for id, d := range drafts {
				out.Refused[id] = source.Refusal{File: path.Join(b.label, r.Field), ID: id, Row: d.Row, Column: r.Field}.For(why)
			}
			continue
		}
		out.Refused[r.Record] = source.Refusal{File: d.File, Row: d.Row, Column: r.Field, ID: r.Record}.For(why)
	}
}
