package desk

import (
	"net/http"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/vocab"
)

// homePage is the work lists of who is signed in.
type homePage struct {
	base
	Roles   []string
	Lists   []workList
	Confirm string
	Stale   []confirmRow // records of my unit that are due for confirmation
}

// workList is editions that wait for the same thing.
type workList struct {
	ID, Title, Count string
	Rows             []workRow
}

type workRow struct {
	URL, Title, Kind, Unit, Since, State string
	Late                                 bool
}

type confirmRow struct {
	ID, Title, URL, Due string
	Late                bool
}

// listRows is how many rows of a list the page shows: more than a day's work.
const listRows = 25

// wanted is a list that somebody should see.
type wanted struct {
	title, key, prefix string
}

// lists are the work lists by role: mine, my unit's, the board's.
func (v *visit) lists() []wanted {
	var out []wanted
	for _, s := range []desk.State{desk.Returned, desk.Draft, desk.Sent, desk.Checked, desk.Editing} {
		out = append(out, wanted{"desk.list.mine." + string(s), "writer", v.Name + "/" + string(s) + "/"})
	}
	for _, u := range v.Units() {
		if v.In(account.UnitHead, u) {
			out = append(out, wanted{"desk.list.check", "unit", u + "/" + string(desk.Sent) + "/"})
		}
	}
	if v.Board() {
		out = append(out, wanted{"desk.list.sent", "state", string(desk.Sent) + "/"}, wanted{"desk.list.checked", "state", string(desk.Checked) + "/"},
			wanted{"desk.list.editing", "state", string(desk.Editing) + "/"}, wanted{"desk.list.approved", "state", string(desk.Approved) + "/"},
			wanted{"desk.list.scheduled", "state", string(desk.Scheduled) + "/"}, wanted{"desk.list.look", "look", ""})
	}
	return out
}

func (p *pages) home(w http.ResponseWriter, r *http.Request, v *visit) error {
	page := homePage{base: p.newBase(r, v, "desk.home", v.l.T("desk.home")), Confirm: p.at("desk.confirm", v.l.Lang)}
	for _, g := range v.Grants {
		page.Roles = append(page.Roles, grantText(v.l, g))
	}
	if account.Permitted("desk.edition").Allows(v.Actor) {
		for _, want := range v.lists() {
			items, more, err := p.Editions.List(r.Context(), want.key, want.prefix, listRows)
			if err != nil {
				return err
			}
			if len(items) > 0 {
				page.Lists = append(page.Lists, p.workList(v, want, items, more))
			}
		}
		if err := p.proposed(r, v, &page); err != nil {
			return err
		}
	}
	if err := p.dueForConfirmation(r, v, &page); err != nil {
		return err
	}
	return p.show(w, v, "desk-home", http.StatusOK, page)
}

func (p *pages) workList(v *visit, want wanted, items []editions.Item, more bool) workList {
	l := v.l
	list := workList{ID: strings.ReplaceAll(want.title+"-"+strings.ReplaceAll(want.prefix, "/", "-"), ".", "-"), Title: l.T(want.title), Count: l.Num(float64(len(items)))}
	if more {
		list.Count += "+"
	}
	now := p.Now()
	for _, it := range items {
		e := &it.Value
		list.Rows = append(list.Rows, workRow{URL: p.at("desk.edition", l.Lang, "id", it.ID), Title: titleOf(e), Kind: l.Label(vocab.Kinds().Label(string(e.Kind)), ""), Unit: e.Unit,
			Since: when(l, e.Modified), State: l.Label(e.State.Row().Label, ""), Late: e.Overdue(now)})
	}
	return list
}

func titleOf(e *desk.Edition) string {
	if t := e.Fields["title_vi"]; t != "" {
		return t
	}
	return e.Record
}

// proposed lists what sources say otherwise of records that the desk adopted.
func (p *pages) proposed(r *http.Request, v *visit, page *homePage) error {
	if !account.Permitted("desk.proposal").Allows(v.Actor) {
		return nil
	}
	all, err := p.Editions.Proposals(r.Context(), listRows)
	if err != nil || len(all) == 0 {
		return err
	}
	list := workList{ID: "proposals", Title: v.l.T("desk.list.proposals"), Count: v.l.Num(float64(len(all)))}
	for _, one := range all {
		kind, slug, _ := catalog.SplitID(one.Record)
		list.Rows = append(list.Rows, workRow{URL: p.at("desk.proposal", v.l.Lang, "kind", string(kind), "slug", slug), Title: one.Fields["title_vi"], Kind: v.l.Label(vocab.Kinds().Label(string(kind)), ""), Unit: one.From, Since: when(v.l, one.At)})
	}
	page.Lists = append(page.Lists, list)
	return nil
}

// dueSoon is how far ahead a review that comes due is listed.
const dueSoon = 7 * 24 * time.Hour

// dueForConfirmation lists the published records of the visitor's units whose
// review is due within a week, or is over.
func (p *pages) dueForConfirmation(r *http.Request, v *visit, page *homePage) error {
	if !account.Permitted("desk.confirm").Allows(v.Actor) {
		return nil
	}
	prefixes := []wanted{{"", "live", ""}}
	if !v.Board() {
		prefixes = nil
		for _, u := range v.Units() {
			prefixes = append(prefixes, wanted{"", "unit", u + "/" + string(desk.Published) + "/"})
		}
	}
	now := p.Now()
	for _, want := range prefixes {
		items, _, err := p.Editions.List(r.Context(), want.key, want.prefix, 200)
		if err != nil {
			return err
		}
		for _, it := range items {
			due := catalog.Date(it.Value.Fields["review_due"])
			if due == "" || due.End().After(now.Add(dueSoon)) {
				continue
			}
			page.Stale = append(page.Stale, confirmRow{it.ID, titleOf(&it.Value), p.RecordPath(v.l.Lang, it.Value.Record), v.l.Date(due), due.End().Before(now)})
		}
	}
	return nil
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
