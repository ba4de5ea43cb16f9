package desk

import (
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/commission"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// commissionPage is one commission: what is asked for, and what came of it.
type commissionPage struct {
	base
	Topic, Detail, Reason, State, Due, Fee, By, Asked string
	Late                                              bool
	Act, Link, Draft, Letter                          string
	Acts                                              []actButton
	Came                                              []workRow
	Kinds                                             []frame.Pick
	Units                                             []frame.Pick
	Steps                                             []stepRow
	Linkable, Draftable                               bool
}

// theCommission returns the commission of the address, if the visitor may see it; one
// that they may not see is not there.
func (p *pages) theCommission(r *http.Request, v *visit) (commissions.Item, error) {
	id, _ := httpkit.PathVar(r, "id")
	it, err := p.Commissions.Find(r.Context(), id)
	if err == nil && !it.Value.MayRead(v.Actor) {
		err = catalog.NewFault(catalog.NotFound, "commission", "Không có yêu cầu đặt bài này.", "There is no such commission.")
	}
	return it, err
}

// commissioner is in what capacity somebody acts on commissions.
func (v *visit) commissioner() string {
	return v.roleFor(account.Secretary, account.Head, account.Editor, account.ISO, account.UnitHead, account.Contributor)
}

func (p *pages) commission(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theCommission(r, v)
	if err != nil {
		return err
	}
	return p.showCommission(w, r, v, it, nil)
}

// showCommission shows it; failed is what was wrong with what was sent.
func (p *pages) showCommission(w http.ResponseWriter, r *http.Request, v *visit, it commissions.Item, failed error) error {
	c, l := &it.Value, v.l
	page := commissionPage{base: p.newBase(r, v, "desk.commission", c.Topic, "id", it.ID), Topic: c.Topic, Detail: c.Detail, Reason: l.T("desk.commission.reason." + string(c.Reason)),
		State: l.T("desk.commission.state." + string(c.State)), Due: l.Date(c.Due), Fee: c.Fee, By: c.By, Asked: p.addressee(l, c), Late: c.Late(p.Now()),
		Act: p.at("desk.commission.act", l.Lang, "id", it.ID), Link: p.at("desk.commission.link", l.Lang, "id", it.ID), Draft: p.at("desk.commission.draft", l.Lang, "id", it.ID),
		Letter: p.at("desk.commission.letter", l.Lang, "id", it.ID), Linkable: (c.For(v.Actor) || v.Board()) && c.State != commission.Declined && c.State != commission.Withdrawn}
	page.Draftable = page.Linkable && c.State.Waits() && account.Permitted("desk.commission.draft").Allows(v.Actor)
	status := http.StatusOK
	if said, ok := wrong(v, failed); ok {
		page.Wrong, status = said, http.StatusBadRequest
	}
	for _, a := range c.Offered(v.Actor) {
		page.Acts = append(page.Acts, actButton{Act: string(a), Label: l.T("desk.commission.act." + string(a)), Why: a.Reasoned(), Plain: a.Reasoned()})
	}
	for _, s := range slices.Backward(c.Steps) {
		page.Steps = append(page.Steps, stepRow{when(l, s.At), s.By, l.T("desk.commission.act." + string(s.Act)), strings.TrimSpace(s.Why + " " + s.What)})
	}
	if page.Draftable {
		for _, k := range desk.Kinds() {
			page.Kinds = append(page.Kinds, frame.Pick{Value: string(k), Text: l.Label(vocab.Kinds().Label(string(k)), string(k)), On: k == vocab.Article})
		}
		page.Units = p.unitsOf(v)
	}
	var err error
	if page.Came, err = p.cameOf(r, v, c); err != nil {
		return err
	}
	return p.show(w, v, "desk-commission", status, page)
}

// addressee names who is asked: the unit, the person, or both.
func (p *pages) addressee(l *frame.Locale, c *commission.Commission) string {
	return strings.Trim(p.unitName(l, c.Unit)+" · "+c.Person, " ·")
}

// cameOf are the editions and records that came of a commission, as they stand now.
func (p *pages) cameOf(r *http.Request, v *visit, c *commission.Commission) ([]workRow, error) {
	var out []workRow
	for _, id := range c.Editions {
		it, err := p.Editions.Find(r.Context(), id)
		switch {
		case catalog.KindOf(err) == catalog.NotFound:
			continue
		case err != nil:
			return nil, err
		}
		e := &it.Value
		row := workRow{Title: titleOf(e), Kind: v.l.Label(vocab.Kinds().Label(string(e.Kind)), ""), Unit: e.Unit, State: v.l.Label(e.State.Row().Label, ""), Since: when(v.l, e.Modified)}
		if e.MayRead(v.Actor) {
			row.URL = p.at("desk.edition", v.l.Lang, "id", id)
		}
		out = append(out, row)
	}
	for _, id := range c.Records {
		kind, _, _ := catalog.SplitID(id)
		row := workRow{URL: p.RecordPath(v.l.Lang, id), Title: id, Kind: v.l.Label(vocab.Kinds().Label(string(kind)), "")}
		if rec, err := p.Store.Record(r.Context(), id); err == nil {
			row.Title = v.l.Pick(rec.Title).Text
		}
		out = append(out, row)
	}
	return out, nil
}

// afterCommission leads back to the commission, or shows what was wrong there.
func (p *pages) afterCommission(w http.ResponseWriter, r *http.Request, v *visit, it commissions.Item, failed error) error {
	if failed == nil {
		return p.done(w, r, p.at("desk.commission", v.l.Lang, "id", it.ID), "desk.done.moved")
	}
	if _, ok := wrong(v, failed); !ok {
		return failed
	}
	return p.showCommission(w, r, v, it, failed)
}

func (p *pages) actOnCommission(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theCommission(r, v)
	if err != nil {
		return err
	}
	_, err = p.Commissions.Do(r.Context(), it.ID, commission.Act(r.PostFormValue("act")), clean(r.PostFormValue("why")), v.Actor, v.commissioner())
	return p.afterCommission(w, r, v, it, err)
}

// linkCommission links a draft by its number or a record by id, or either by the
// address of its page.
func (p *pages) linkCommission(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theCommission(r, v)
	if err != nil {
		return err
	}
	edition, record, err := p.linked(r, v, strings.TrimSpace(r.PostFormValue("what")))
	if err == nil {
		_, err = p.Commissions.Attach(r.Context(), it.ID, edition, record, v.Actor, v.commissioner())
	}
	return p.afterCommission(w, r, v, it, err)
}

func (p *pages) linked(r *http.Request, v *visit, what string) (edition, record string, err error) {
	id := recordIn(what)
	if number, ok := strings.CutPrefix(id, "editions/"); ok {
		id = number
	}
	found, err := p.Editions.Find(r.Context(), id)
	if err == nil && found.Value.MayRead(v.Actor) {
		return id, "", nil
	}
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return "", "", err
	}
	if _, err := p.Store.Record(r.Context(), id); err != nil {
		return "", "", catalog.NewFault(catalog.Invalid, "what", "Không có bản thảo hay bản ghi này; hãy dán số, mã hoặc địa chỉ trang.", "There is no such draft or record; paste its number, its id or the address of its page.")
	}
	return "", id, nil
}

// draftCommission begins a draft of the topic and links it.
func (p *pages) draftCommission(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theCommission(r, v)
	if err != nil {
		return err
	}
	r.PostForm.Del("record")
	r.PostForm.Set("title", it.Value.Topic)
	e, err := p.newEdition(r, v)
	if err != nil {
		return p.afterCommission(w, r, v, it, err)
	}
	made, err := p.Editions.Begin(r.Context(), e, v.commissioner())
	if err != nil {
		return err
	}
	if _, err := p.Commissions.Attach(r.Context(), it.ID, made.ID, "", v.Actor, v.commissioner()); err != nil {
		return p.afterCommission(w, r, v, it, err)
	}
	return p.seeOther(w, r, p.at("desk.edition", v.l.Lang, "id", made.ID))
}

// letterPage is a commission as an official letter: what the law leaves to the
// signatory stays blank.
type letterPage struct {
	base
	From, To, Topic, Detail, Reason, Due, Fee, Back string
}

func (p *pages) letter(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theCommission(r, v)
	if err != nil {
		return err
	}
	c, l := &it.Value, v.l
	page := letterPage{base: p.newBase(r, v, "desk.commission.letter", l.T("desk.letter.title", c.Topic), "id", it.ID), From: l.Label(p.Site().Publisher.Name, ""), To: p.addressee(l, c), Topic: c.Topic, Detail: c.Detail,
		Reason: l.T("desk.commission.reason." + string(c.Reason)), Due: l.Date(c.Due), Fee: c.Fee, Back: p.at("desk.commission", l.Lang, "id", it.ID)}
	return p.show(w, v, "desk-letter", http.StatusOK, page)
}
