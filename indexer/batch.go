package indexer

import (
	"context"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"honglinh/indexer/convert"
	"honglinh/indexer/source"
	"honglinh/indexer/survey"
)

// batch is one package on its way into the store.
type batch struct {
	found
	copy mirrored
	src  source.Source
	area catalog.Area // where its records may lie
	conv *convert.Converter
	at   position    // where its reading stands
	over func(error) // ends its reading where a limit is reached
	// listed is its place in the list of what was gathered.
	listed int
	// partial says that it is not known which records of the package are gone:
	// a resource could not be read.
	partial bool
	// refused are the record ids whose rows were refused: they are published nowhere.
	// One of which only some rows were is what the others say.
	refused  map[string]bool
	geometry []datasets.GeometryReport
	failed   map[string]bool // resources that could not be read whole

	// was is the reading before, nil where it does not count; only are the records that
	// are completed anew, nil for all.
	was  *reading
	only map[string]bool
	// adopted are the records that the desk has adopted.
	adopted map[string]bool
	// traits are what its records are recognised by, by the ids that it gives them itself;
	// merged are those that stand under another id, or as a statement of another's record.
	// united says that both are known.
	traits map[string][]string
	merged map[string]string
	united bool
	// sums are of the drafts before they are completed, outlined is that of the outlines.
	sums     map[string]string
	outlined string
	said     Report           // of its rows
	doubts   []source.Warning // of its records
	// unsure says that what became of it hangs on more than its rows and the records
	// around them, so that the next run reads it again.
	unsure bool
}

// leaves reports whether a record is left as the store has it.
func (b *batch) leaves(id string) bool { return b.only != nil && !b.only[id] }

// sum fingerprints the drafts, before they are completed.
func (b *batch) sum() {
	if b.sums != nil {
		return
	}
	b.sums = make(map[string]string, len(b.conv.Drafts))
	for _, d := range b.conv.Drafts {
		b.sums[d.Record.ID] = sumOf(d.Record, d.Places...)
	}
	for _, o := range b.conv.Outlines {
		b.outlined += sumOf(o.Record, o.ID)
	}
}

// choose leaves the records that the reading before told the same of.
func (b *batch) choose(owned []string) {
	if b.was == nil {
		return
	}
	there := map[string]bool{}
	for _, id := range owned {
		there[id] = true
	}
	b.only = map[string]bool{}
	for id, sum := range b.sums {
		b.only[id] = !there[id] || sum == "" || b.was.Records[id].Sum != sum
	}
}

// completes has the records that are hit be completed too, and reports whether it has any.
func (b *batch) completes(hit map[string]bool) bool {
	if b.was == nil {
		return true
	}
	if b.only == nil {
		b.only = map[string]bool{}
	}
	any := false
	for id := range hit {
		if _, there := b.was.Records[id]; there {
			b.only[id], any = true, true
		}
	}
	return any
}

// read reads all resources of a package from its copy.
func (s *Service) read(ctx context.Context, b *batch, outlines survey.Outlines, rep *Report) error {
	b.conv, b.refused, b.failed = convert.New(b.pkg), map[string]bool{}, map[string]bool{}
	place, _ := b.pkg.Extension["place"].(string)
	b.conv.Area = b.area
	b.conv.Today = catalog.Date(s.opt.Now().UTC().Format(time.DateOnly))
	inner := &position{Sink: b.conv}
	land := survey.New(inner, outlines, place, b.area)
	b.at = position{Sink: land, over: b.over, most: s.opt.Limits.Rows,
		step: func(rows int) { s.opt.Progress("read "+b.pkg.Name, rows, 0) }}
	defer func() {
		if inner.busy { // the survey lets rows wait
			b.at.file, b.at.row = inner.file, inner.row
		}
	}()
	for _, res := range b.pkg.Resources {
		b.at.file, b.at.row = b.label+"/"+res.Paths[0], 0
		b.conv.Begin(res)
		err := land.Begin(res)
		if err == nil {
			err = b.src.Read(ctx, res, &b.at)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if rep, ok := land.End(); ok {
			b.geometry = append(b.geometry, b.public(rep))
		}
		if err != nil {
			b.partial, b.failed[res.Name] = b.partial || res.Mapping != nil, true
			rep.refuse(source.Refusal{File: b.label + "/" + partOf(res, err)}.For(ofFile("file-bad", err)))
		}
	}
	b.conv.Finish()
	b.sort()
	rep.refuse(b.conv.Refused...)
	rep.warn(b.conv.Warnings...)
	for _, n := range b.conv.Rows {
		rep.Read += n
	}
	b.conv.Drafts = append(b.conv.Drafts, b.dataset())
	return nil
}

// public names files by their path inside the package: where that lies on the
// publisher's disk is nobody's business.
func (b *batch) public(r datasets.GeometryReport) datasets.GeometryReport {
	for _, f := range r.Findings {
		for i := range f.Examples {
			f.Examples[i].File = strings.TrimPrefix(f.Examples[i].File, b.label+"/")
		}
	}
	return r
}

// sort tells what the refused rows mean for their records: of one that has good rows
// too, nothing, unless they are the corners of a plot.
func (b *batch) sort() {
	drafted := map[string]*convert.Draft{}
	for _, d := range b.conv.Drafts {
		drafted[d.Record.ID] = d
	}
	for _, r := range b.conv.Refused {
		d, ok := drafted[r.ID]
		switch {
		case r.ID == "" || !ok && r.Part:
		case !ok:
			b.refused[r.ID] = true
		default:
			if res, _ := b.pkg.Resource(d.Record.Table.Table); r.Table == res.Name && res.Mapping.Corners.Given() { // a further corner makes it another plot
				b.refused[r.ID], b.unsure = true, true
				b.at.keep(source.At{File: r.File, Row: r.Row}, b.at.whole[source.At{File: d.File, Row: d.Row}])
			}
		}
	}
}

// dataset is the record of the package itself.
func (b *batch) dataset() *convert.Draft {
	p := b.pkg
	r := catalog.Record{ID: catalog.MakeID(vocab.Dataset, p.Name), Kind: vocab.Dataset, Title: p.Title, Summary: p.Description,
		Places: []catalog.PlaceRef{}, Provenance: []catalog.Provenance{}, Topics: p.Topics, Attributes: map[string]any{}}
	for _, lang := range text.Langs() {
		r.Aliases = append(r.Aliases, p.Keywords[lang]...)
	}
	if d, err := catalog.ParseDate(p.Created); err == nil {
		r.Date = d
	}
	if due, ok := p.Extension["review_due"].(string); ok {
		if d, err := catalog.ParseDate(due); err == nil {
			r.ReviewDue = d
		}
	}
	if len(p.Licences) > 0 {
		r.Licence = p.Licences[0].Name
	}
	for _, s := range p.Sources {
		r.Provenance = append(r.Provenance, catalog.Provenance{Title: s.Title, URL: s.Path})
	}
	if p.Version != "" {
		r.Attributes["version"] = p.Version
	}
	if len(p.Contributors) > 0 {
		var names []any
		for _, c := range p.Contributors {
			names = append(names, c.Title)
		}
		r.Attributes["contributors"] = names
	}
	r.Attributes["tables"] = b.tables()
	if r.Title.IsZero() {
		r.Title = text.New(p.Name, "")
	}
	var places []string
	if s, ok := p.Extension["place"].(string); ok {
		places = []string{s}
	}
	return &convert.Draft{Record: r, Places: places, File: b.label + "/datapackage.json"}
}

func (b *batch) tables() []any {
	var out []any
	for _, res := range b.pkg.Resources {
		t := map[string]any{"name": res.Name, "format": res.Format}
		for lang, s := range res.Title {
			t["title_"+string(lang)] = s
		}
		if n := b.conv.Rows[res.Name]; n > 0 {
			t["rows"] = int64(n)
		}
		out = append(out, t)
	}
	return out
}

// entry is what the store's library document keeps of a package.
type entry struct {
	Name     string         `json:"name"`
	Label    string         `json:"label"` // where it was found
	Dir      string         `json:"dir"`   // of its copy, below the data folder
	Print    string         `json:"print"`
	Before   string         `json:"before,omitempty"` // the copy before
	Rows     map[string]int `json:"rows"`
	Modified time.Time      `json:"modified"`
	// Shipped says that it came with the program.
	Shipped bool `json:"shipped,omitempty"`
	// Units says that it has administrative units or their outlines.
	Units bool `json:"units,omitempty"`
	// Kept are records that the store holds from an earlier copy, because
	// a resource is unreadable in this one.
	Kept []string `json:"kept,omitempty"`
	// Refused are the rows of the copy that were refused: no table has them either.
	Refused table.Refusals `json:"refused,omitempty"`
}
