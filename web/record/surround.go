package record

import (
	"honglinh/web/around"
	"honglinh/web/facts"
)

// surroundings adds where the record is and what is around it.
func (v *recordView) surroundings(p *page) {
	p.Where = around.Locate(v.Frame, v.L, v.Rec)
	if !v.Rec.Kind.Row().Sited {
		return
	}
	if p.Surround = around.Record(v.Frame, v.L, v.Rec.ID); p.Surround == nil {
		return
	}
	for _, f := range []facts.Field{facts.Need("infrastructure_as_printed", "infrastructure"), facts.Need("distances"), facts.Need("distance_km"), facts.May("distance_city_km"), facts.Need("access")} {
		if fact := v.Fact(f); len(fact.Items) > 0 {
			fact.Key = "printed-" + fact.Key // the sheet shows it under its own key
			p.Surround.Printed = append(p.Surround.Printed, fact)
		}
	}
}
