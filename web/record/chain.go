package record

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// chainPage is a record through time: the acts it rests on, what came before and after it,
// and what held on the day asked.
type chainPage struct {
	frame.Page
	Name   frame.Phrase
	Back   frame.Link
	Day    string // as the form has it
	Said   string // as people read it
	Acts   []act
	Limits []spell
}

// act is a record of the chain with the days between which it holds.
type act struct {
	Link             frame.Link
	Role             string
	From, To, Status string
	Held             string // held, not, unknown on the day asked
	Word             string
	Self             bool
	sort             catalog.Date
}

// spell is a time limit with the days between which it applies.
type spell struct{ Text, Basis, From, To, Held, Word string }

// chained are the kinds that have a page of their time.
func chained(k vocab.Kind) bool {
	switch k {
	case vocab.Document, vocab.Procedure, vocab.Plan, vocab.Organisation, vocab.Incentive:
		return true
	}
	return false
}

// inChain are the relations that say what law did to a record, in the order of the page.
func inChain() []string {
	return []string{"legal_basis", "basis", "decision", "published_by", "guides", "guided_by", "amends", "amended_by", "repeals", "repealed_in_part_by", "repealed_by", "replaced_by"}
}

func (s *pages) chain(w http.ResponseWriter, r *http.Request) error {
	kind, _ := httpkit.PathVar(r, "kind")
	slug, _ := httpkit.PathVar(r, "slug")
	id := catalog.MakeID(vocab.Kind(kind), slug)
	if _, _, valid := catalog.SplitID(id); !valid || !chained(vocab.Kind(kind)) {
		return catalog.NewFault(catalog.NotFound, "", "Không có trang nào ở địa chỉ này.", "There is no page at this address.")
	}
	params, err := httpkit.Params(r, "as_of")
	if err != nil {
		return err
	}
	asked, err := readAsk(params.Get("as_of"), "", "", "")
	if err != nil {
		return err
	}
	rec, err := s.Store.Record(r.Context(), id)
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	v := &recordView{facts.NewSheet(r.Context(), s.Frame, s.Locale(lang), &rec), s, false}
	day := cmp.Or(asked.asOf, catalog.Date(s.Now().Format("2006-01-02")))
	p := chainPage{Name: v.L.Pick(rec.Title), Day: string(day), Said: v.L.Date(day), Back: frame.Link{Text: v.L.T("chain.back"), URL: s.RecordPath(lang, id)}}
	p.Page = s.NewPage(r, v.L.T("chain.title", p.Name.Text), v.L.T("chain.lead"), func(lang text.Lang) string { return s.ChainPath(lang, id) })
	p.NoIndex = asked.asOf != ""
	if p.Acts, err = v.acts(r.Context(), day); err != nil {
		return err
	}
	p.Limits, err = v.spells(r.Context(), day)
	if err != nil {
		return err
	}
	return s.Show(w, r, "chain", lang, p)
}

// maxChain bounds how many steps before and after a record are followed: no act was
// replaced so often, and what replaces itself in a circle ends there.
const maxChain = 12

// acts are the record, what it replaced and what replaced it, and the acts it is bound to.
func (v *recordView) acts(ctx context.Context, day catalog.Date) ([]act, error) {
	roles := map[string]string{}
	seen := map[string]bool{v.Rec.ID: true}
	out := []act{v.act(v.Rec, "", day)}
	out[0].Self = true
	add := func(ids []string, role string) error {
		fresh := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return seen[id] })
		recs, err := v.Store.Records(ctx, fresh)
		for i := range recs {
			if !seen[recs[i].ID] {
				seen[recs[i].ID] = true
				out = append(out, v.act(&recs[i], role, day))
			}
		}
		return err
	}
	if err := v.walk(ctx, add); err != nil {
		return nil, err
	}
	for _, rel := range inChain() {
		var ids []string
		for _, link := range v.Rec.Links {
			if link.Rel == rel && link.ID != "" {
				ids = append(ids, link.ID)
			}
		}
		roles[rel] = v.relation("rel.", rel)
		if err := add(ids, roles[rel]); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b act) int { return cmp.Compare(cmp.Or(a.sort, "9999"), cmp.Or(b.sort, "9999")) })
	return out, nil
}

// walk follows what a record replaced and what replaced it, step by step.
func (v *recordView) walk(ctx context.Context, add func([]string, string) error) error {
	for _, way := range []struct {
		key  string
		next func(*catalog.Record) []string
	}{{"chain.before", func(r *catalog.Record) []string { return r.Supersedes }}, {"chain.after", func(r *catalog.Record) []string { return r.SupersededBy }}} {
		walked, ids := map[string]bool{v.Rec.ID: true}, way.next(v.Rec)
		if way.key == "chain.before" {
			ids = append(slices.Clone(ids), v.replacedByThis(ctx)...)
		}
		for range maxChain {
			ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return walked[id] })
			if len(ids) == 0 {
				break
			}
			if err := add(ids, v.L.T(way.key)); err != nil {
				return err
			}
			recs, err := v.Store.Records(ctx, ids)
			if err != nil {
				return err
			}
			ids = nil
			for i := range recs {
				walked[recs[i].ID] = true
				ids = append(ids, way.next(&recs[i])...)
			}
		}
	}
	return nil
}

// replacedByThis are the records that name this one as what replaced them.
func (v *recordView) replacedByThis(ctx context.Context) []string {
	links, err := v.Store.Backlinks(ctx, v.Rec.ID)
	if err != nil {
		v.Log.Warn("links to a record", "op", "web.chain", "record", v.Rec.ID, "err", err)
	}
	var out []string
	for _, l := range links {
		if l.Rel == "superseded_by" || l.Rel == "replaced_by" {
			out = append(out, l.ID)
		}
	}
	return out
}

func (v *recordView) act(rec *catalog.Record, role string, day catalog.Date) act {
	title := v.L.Pick(rec.Title)
	status, _ := facts.Status(v.L, rec.StatusOn(v.Now()))
	a := act{Link: frame.Link{Text: title.Text, Lang: title.Lang, URL: v.RecordPath(v.L.Lang, rec.ID)}, Role: role, From: v.L.Date(rec.Valid.From), To: v.L.Date(rec.Valid.To), Status: status, sort: cmp.Or(rec.Valid.From, rec.Date)}
	a.Held, a.Word = v.held(rec.Valid, vocab.Ended(rec.Status), day)
	return a
}

// held says whether something held on a day; what has ended on no known day, and what began
// on none, is not known.
func (v *recordView) held(valid catalog.Interval, ended bool, day catalog.Date) (state, word string) {
	switch {
	case valid.From != "" && day.End().Before(valid.From.Start()), valid.To != "" && day.Start().After(valid.To.End()):
		state = "not"
	case valid.From == "" || ended && valid.To == "":
		state = "unknown"
	default:
		state = "held"
	}
	return state, v.L.T("chain." + state)
}

// spells are the time limits of a procedure: that which applies since the act that set it,
// and the one before it until then.
func (v *recordView) spells(ctx context.Context, day catalog.Date) ([]spell, error) {
	list, _ := v.Rec.Attributes["limits"].([]any)
	var refs []string
	for _, one := range list {
		if m, ok := one.(map[string]any); ok {
			refs = append(refs, facts.Scalar(m["act_ref"], nil))
		}
	}
	refs = slices.DeleteFunc(refs, func(id string) bool { return id == "" })
	acts, err := v.Store.Records(ctx, refs)
	if err != nil {
		return nil, err
	}
	since := map[string]catalog.Date{}
	changed := catalog.Date(facts.Scalar(v.Rec.Attributes["law_change_on"], nil))
	for i := range acts {
		since[acts[i].ID] = acts[i].Valid.From
		changed = cmp.Or(changed, acts[i].Valid.From)
	}
	var out []spell
	for _, one := range list {
		if m, ok := one.(map[string]any); ok {
			out = append(out, v.spell(m, since, changed, day))
		}
	}
	return out, nil
}

func (v *recordView) spell(m map[string]any, since map[string]catalog.Date, changed, day catalog.Date) spell {
	state := facts.Scalar(m["limit_state"], nil)
	var valid catalog.Interval
	switch state {
	case "in-force":
		valid.From = cmp.Or(since[facts.Scalar(m["act_ref"], nil)], changed)
	case "superseded", "abolished":
		valid.To = before(changed)
	}
	s := spell{Text: v.L.Span(facts.Scalar(m["unit"], nil), facts.Scalar(m["value"], v.L)), From: v.L.Date(valid.From), To: v.L.Date(valid.To)}
	if c := facts.Attr(v.L, m, "case").Text; c != "" {
		s.Text += " (" + c + ")"
	}
	s.Basis = strings.Trim(facts.Attr(v.L, m, "article").Text+", "+facts.Scalar(m["act"], nil), ", ")
	s.Held, s.Word = "unknown", v.L.T("chain.unknown")
	switch {
	case valid.From != "" || valid.To != "" && day.Start().After(valid.To.End()):
		s.Held, s.Word = v.held(valid, false, day)
	case valid.To != "": // the source prints it, and from when it applied nobody says
		s.Held, s.Word = "held", v.L.T("chain.held")
	case state == "as-printed" || state == "in-force":
		s.Word = v.L.T("value.limit." + state)
	}
	return s
}

// before is the day before a whole day, "" for anything less.
func before(d catalog.Date) catalog.Date {
	if len(d) != len("2006-01-02") {
		return ""
	}
	return catalog.Date(d.Start().AddDate(0, 0, -1).Format("2006-01-02"))
}
