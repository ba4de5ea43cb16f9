package enrich

import (
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/convert"
	"honglinh/indexer/source"
)

// Input is the drafts to complete, and what else the catalogue will hold after the run,
// as far as they ask for it.
type Input struct {
	Drafts []*convert.Draft
	// Proposals are completed as drafts are, and are none: the catalogue has the
	// records of somebody else in their place.
	Proposals []*convert.Draft
	Outlines  []convert.Outline
	// Kept are records that stay as the store has them: links to them hold.
	Kept []catalog.Record
	// Places are the units of the catalogue; nil has them be those among drafts and
	// kept records.
	Places *place.Register
}

// Output is what became of it; the drafts are completed in place.
type Output struct {
	Places *place.Register
	// Refused are the drafts that must not be published, by record id.
	Refused  map[string]source.Refusal
	Warnings []source.Warning
	// Missing are the records that drafts link to and the catalogue does not have, by
	// the record id of the draft.
	Missing map[string][]string
}

// run is one enrichment.
type run struct {
	in     Input
	out    Output
	known  map[string]bool
	byID   map[string]*catalog.Record
	number map[string][]string // normalised document number → ids
}

// Run completes the drafts.
func Run(in Input) Output {
	r := &run{in: in, known: map[string]bool{}, byID: map[string]*catalog.Record{}, number: map[string][]string{}}
	r.out.Refused, r.out.Missing = map[string]source.Refusal{}, map[string][]string{}
	r.outlines()
	if r.out.Places = in.Places; r.out.Places == nil {
		r.out.Places = place.NewRegister(Units(r.records))
	}
	r.places()
	r.index()
	r.each(r.links)
	r.inverse()
	r.each(r.today)
	r.each(r.doubts)
	return r.out
}

// each calls fn with every draft and proposal that is not refused. One that it breaks
// down on is refused, and the others go on.
func (r *run) each(fn func(*convert.Draft)) {
	for _, list := range [][]*convert.Draft{r.in.Drafts, r.in.Proposals} {
		for _, d := range list {
			if _, refused := r.out.Refused[d.Record.ID]; !refused {
				r.guard(d, fn)
			}
		}
	}
}

func (r *run) guard(d *convert.Draft, fn func(*convert.Draft)) {
	defer func() {
		if v := recover(); v != nil {
			r.out.Refused[d.Record.ID] = source.Refusal{File: d.File, Row: d.Row, ID: d.Record.ID}.For(notice.Of("crash.record", v))
		}
	}()
	fn(d)
}

// records calls fn with every record that the catalogue will hold.
func (r *run) records(fn func(*catalog.Record)) {
	for _, d := range r.in.Drafts {
		fn(&d.Record)
	}
	for i := range r.in.Kept {
		fn(&r.in.Kept[i])
	}
}

func (r *run) index() {
	r.records(func(rec *catalog.Record) {
		if _, refused := r.out.Refused[rec.ID]; refused {
			return
		}
		r.known[rec.ID], r.byID[rec.ID] = true, rec
		for _, n := range Numbers(rec) {
			r.number[n] = append(r.number[n], rec.ID)
		}
	})
}

func (r *run) warn(d *convert.Draft, column string, why *notice.Notice) {
	r.out.Warnings = append(r.out.Warnings, source.Warning{File: d.File, Row: d.Row, Column: column, ID: d.Record.ID}.For(why))
}
