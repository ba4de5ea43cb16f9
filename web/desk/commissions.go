package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/commission"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// commissionsPage is the commissions that the visitor sees, and, for who commissions,
// the form with topics that the catalogue knows of.
type commissionsPage struct {
	base
	Waiting, Over           []workGroup
	Add                     string // "" for who does not commission
	Topic, Detail, Due, Fee string
	Unit, Person            string
	Reasons, Genres         []frame.Pick
	Vain, Thin              []frame.Link
}

// How many topics are offered of each sort: a page that one reads through.
const (
	offeredVain = 20
	offeredThin = 20
)

func (p *pages) commissions(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.showCommissions(w, r, v, nil)
}

func (p *pages) showCommissions(w http.ResponseWriter, r *http.Request, v *visit, failed error) error {
	l := v.l
	page := commissionsPage{base: p.newBase(r, v, "desk.commissions", l.T("desk.commissions"))}
	status := http.StatusOK
	if said, ok := wrong(v, failed); ok {
		page.Wrong, status = said, http.StatusBadRequest
	}
	var waiting, over homePage
	for waits, to := range map[bool]*homePage{true: &waiting, false: &over} {
		if err := p.commissionLists(r, v, waits, func(work desk.Work, list workList) { to.add(p, v, work, list) }); err != nil {
			return err
		}
	}
	page.Waiting, page.Over = waiting.Groups, over.Groups
	if account.Permitted("desk.commission.add").Allows(v.Actor) {
		if err := p.offer(r, v, &page); err != nil {
			return err
		}
	}
	return p.show(w, v, "desk-commissions", status, page)
}

// commissionLists are the visitor's commissions that wait, or that are done: mine, my
// units', and the board's whole.
func (p *pages) commissionLists(r *http.Request, v *visit, waits bool, add func(desk.Work, workList)) error {
	wants := []desk.Work{{Group: desk.Mine}}
	for _, u := range v.Units() {
		if v.In(account.Contributor, u) || v.In(account.UnitHead, u) {
			wants = append(wants, desk.Work{Group: desk.OfUnit, Unit: u})
		}
	}
	if v.Board() {
		wants = append(wants, desk.Work{Group: desk.Board})
	}
	for _, work := range wants {
		whose, name := commissions.All, ""
		switch work.Group {
		case desk.Mine:
			whose, name = commissions.OfPerson, v.Name
		case desk.OfUnit:
			whose, name = commissions.OfUnit, work.Unit
		}
		items, more, err := p.Commissions.List(r.Context(), whose, name, waits, commissionRows)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			continue
		}
		list := workList{ID: strings.Trim("commissions-"+string(work.Group)+"-"+work.Unit, "-"), Title: v.l.T("desk.commissions"), Count: v.l.Num(float64(len(items))), All: p.at("desk.commissions", v.l.Lang)}
		if !waits {
			list.ID += "-done"
		}
		if more {
			list.Count += "+"
		}
		for _, it := range items {
			list.Rows = append(list.Rows, p.commissionRow(v, it))
		}
		add(work, list)
	}
	return nil
}

// commissionRows is how many commissions of a list are shown: more than wait at once.
const commissionRows = 50

func (p *pages) commissionRow(v *visit, it commissions.Item) workRow {
	c := &it.Value
	return workRow{URL: p.at("desk.commission", v.l.Lang, "id", it.ID), Title: c.Topic, Kind: v.l.T("desk.commission.reason." + string(c.Reason)), Unit: p.addressee(v.l, c),
		State: v.l.T("desk.commission.state." + string(c.State)), Since: v.l.T("desk.commission.due", v.l.Date(c.Due)), Late: c.Late(p.Now())}
}

// commissioned adds the commissions that wait to the work lists.
func (p *pages) commissioned(r *http.Request, v *visit, page *homePage) error {
	return p.commissionLists(r, v, true, func(work desk.Work, list workList) { page.add(p, v, work, list) })
}

// offer fills the form: with what was sent or chosen, and with topics that readers
// searched in vain and sections that have nothing.
func (p *pages) offer(r *http.Request, v *visit, page *commissionsPage) error {
	l := v.l
	page.Add = p.at("desk.commission.add", l.Lang)
	page.Topic, page.Detail, page.Due, page.Fee = r.FormValue("topic"), r.FormValue("detail"), r.FormValue("due"), r.FormValue("fee")
	page.Unit, page.Person = r.FormValue("unit"), r.FormValue("person")
	for _, why := range commission.Reasons() {
		page.Reasons = append(page.Reasons, frame.Pick{Value: string(why), Text: l.T("desk.commission.reason." + string(why)), On: r.FormValue("reason") == string(why)})
	}
	choose := func(topic string, why commission.Reason, detail string) string {
		return frame.WithQuery(p.at("desk.commissions", l.Lang), url.Values{"topic": {topic}, "reason": {string(why)}, "detail": {detail}}) + "#ask"
	}
	if p.Vain != nil {
		for _, one := range p.Vain(offeredVain) {
			page.Vain = append(page.Vain, frame.Link{Text: one.Text, Lang: string(one.Lang), Note: l.T("coverage.times", l.Num(float64(one.Count))), URL: choose(one.Text, commission.Vain, l.T("desk.commission.vain.detail", one.Text))})
		}
	}
	if err := p.thin(r, v, page, choose); err != nil {
		return err
	}
	rates, err := p.Rewards.Rates(r.Context())
	for _, rate := range rates {
		for _, row := range rate.Rows {
			if !slices.ContainsFunc(page.Genres, func(g frame.Pick) bool { return g.Value == row.Genre }) {
				page.Genres = append(page.Genres, frame.Pick{Value: row.Genre, Text: row.Genre})
			}
		}
	}
	return err
}

// thin offers the kinds of which today's units, the fullest first, have nothing.
func (p *pages) thin(r *http.Request, v *visit, page *commissionsPage, choose func(string, commission.Reason, string) string) error {
	census, err := p.Census.Take(r.Context())
	if err != nil {
		return err
	}
	sums := map[string]int{}
	for at, n := range census.Tallies {
		if u, ok := p.Places().ByID(at.Unit); ok && u.Current() {
			sums[at.Unit] += n.All
		}
	}
	units := make([]string, 0, len(sums))
	for id := range sums {
		units = append(units, id)
	}
	slices.SortFunc(units, func(a, b string) int {
		if sums[a] != sums[b] {
			return sums[b] - sums[a]
		}
		return strings.Compare(a, b)
	})
	for _, id := range units {
		u, _ := p.Places().ByID(id)
		for _, k := range vocab.Offered(census.Kinds) {
			if len(page.Thin) >= offeredThin {
				return nil
			}
			if census.At(k.Code, id).All > 0 {
				continue
			}
			topic := v.l.T("desk.commission.thin.topic", v.l.Label(k.Plural, k.Code), v.l.Label(u.Name, u.Code))
			page.Thin = append(page.Thin, frame.Link{Text: topic, URL: choose(topic, commission.Thin, v.l.T("desk.commission.thin.detail", v.l.Label(k.Plural, k.Code), v.l.Label(u.Name, u.Code)))})
		}
	}
	return nil
}

func (p *pages) addCommission(w http.ResponseWriter, r *http.Request, v *visit) error {
	c := commission.Commission{Topic: clean(r.PostFormValue("topic")), Reason: commission.Reason(r.PostFormValue("reason")), Detail: clean(r.PostFormValue("detail")), Unit: strings.TrimSpace(r.PostFormValue("unit")),
		Person: strings.TrimSpace(r.PostFormValue("person")), Due: catalog.Date(strings.TrimSpace(r.PostFormValue("due"))), Fee: clean(r.PostFormValue("fee"))}
	err := p.reachable(r, c)
	var it commissions.Item
	if err == nil {
		it, err = p.Commissions.Ask(r.Context(), c, v.Actor, v.roleFor(account.Secretary, account.Head))
	}
	if err == nil {
		return p.done(w, r, p.at("desk.commission", v.l.Lang, "id", it.ID), "desk.done.moved")
	}
	if _, ok := wrong(v, err); !ok {
		return err
	}
	return p.showCommissions(w, r, v, err)
}

// reachable refuses a person without an account, who would never see the request.
func (p *pages) reachable(r *http.Request, c commission.Commission) error {
	if c.Person == "" {
		return nil
	}
	all, err := p.Accounts.Accounts(r.Context())
	if err == nil && !slices.ContainsFunc(all, func(a account.Account) bool { return a.Name == c.Person && !a.Disabled }) {
		err = catalog.NewFault(catalog.Invalid, "person", "Không có tài khoản này hoặc đã khoá.", "There is no such account, or it is shut.")
	}
	return err
}

// unitsOf are the units in whose name the visitor writes.
func (p *pages) unitsOf(v *visit) []frame.Pick {
	var out []frame.Pick
	for _, u := range v.Units() {
		out = append(out, frame.Pick{Value: u, Text: u})
	}
	if v.Board() {
		out = append(out, frame.Pick{Text: v.l.T("desk.unit.board")})
	}
	return out
}
