package desk

import (
	"net/http"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/vocab"
)

// proposedRows is how many proposals the page shows: more than a day's work.
const proposedRows = 25

// proposed lists what sources say otherwise of records that the desk adopted.
func (p *pages) proposed(r *http.Request, v *visit) (list workList, err error) {
	if !account.Permitted("desk.proposal").Allows(v.Actor) {
		return list, nil
	}
	all, err := p.Editions.Proposals(r.Context(), proposedRows)
	if err != nil || len(all) == 0 {
		return list, err
	}
	list = workList{ID: "proposals", Title: v.l.T("desk.list.proposals"), Count: v.l.Num(float64(len(all)))}
	for _, one := range all {
		kind, slug, _ := catalog.SplitID(one.Record)
		list.Rows = append(list.Rows, workRow{URL: p.at("desk.proposal", v.l.Lang, "kind", string(kind), "slug", slug), Title: one.Fields["title_vi"], Kind: v.l.Label(vocab.Kinds().Label(string(kind)), ""), Unit: one.From, Since: when(v.l, one.At)})
	}
	return list, nil
}

// proposalPage is what a source says of a record that the desk adopted, field by
// field.
type proposalPage struct {
	base
	Record, From, At string
	Rows             []proposalRow
	Take             string
}

type proposalRow struct{ Name, Field, Ours, Theirs string }

func (p *pages) theProposal(r *http.Request) (editions.Proposal, map[string]string, error) {
	id := pathRecord(r)
	one, there, err := p.Editions.Proposed(r.Context(), id)
	if err == nil && !there {
		err = catalog.NewFault(catalog.NotFound, "record", "Không có đề nghị nào về bản ghi này.", "There is no proposal to this record.")
	}
	if err != nil {
		return one, nil, err
	}
	base, err := p.baseOf(r, id)
	return one, base, err
}

func (p *pages) proposal(w http.ResponseWriter, r *http.Request, v *visit) error {
	one, ours, err := p.theProposal(r)
	if err != nil {
		return err
	}
	kind, slug, _ := catalog.SplitID(one.Record)
	page := proposalPage{base: p.newBase(r, v, "desk.proposal", v.l.T("desk.proposal", titleFields(ours)), "kind", string(kind), "slug", slug), Record: one.Record, From: one.From, At: when(v.l, one.At),
		Take: p.at("desk.proposal.take", v.l.Lang, "kind", string(kind), "slug", slug)}
	for _, c := range desk.Diff(ours, one.Fields) {
		page.Rows = append(page.Rows, proposalRow{c.Field, fieldLabel(v.l, c.Field), c.Old, c.New})
	}
	return p.show(w, v, "desk-proposal", http.StatusOK, page)
}

func titleFields(f map[string]string) string { return f["title_vi"] }

// takeProposal begins an edition with the fields of the proposal that were ticked.
func (p *pages) takeProposal(w http.ResponseWriter, r *http.Request, v *visit) error {
	one, ours, err := p.theProposal(r)
	if err != nil {
		return err
	}
	fields := map[string]string{}
	for name, value := range ours {
		fields[name] = value
	}
	for _, name := range r.PostForm["field"] {
		fields[name] = one.Fields[name]
	}
	e, err := desk.New(one.Record, "", ours, fields, v.Actor, p.Now().UTC())
	if err != nil {
		return err
	}
	it, err := p.Editions.Begin(r.Context(), e, v.roleFor(account.Editor, account.Secretary, account.ISO))
	if err != nil {
		return err
	}
	return p.seeOther(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID))
}
