package desk

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/commission"
	"honglinh/catalog/desk"
	"honglinh/catalog/handover"
	"honglinh/catalog/store/handovers"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// handoversPage is the hand-overs under way, and the form that opens one.
type handoversPage struct {
	base
	Rows                                          []workRow
	Open                                          string // "" for who opens none
	Number, Subject, Signed, Effective, Ref, Unit string
	Doing                                         []frame.Pick
	Units                                         []frame.Pick
}

// handoverPage is one hand-over: where it is, how long each had it, its clocks.
type handoverPage struct {
	base
	Number, Subject, Does, Signed, Effective, Ref, Office, State string
	Clocks                                                       []clockRow
	Stays                                                        []stayRow
	Came                                                         []workRow
	Kinds, Units                                                 []frame.Pick
	Act, Link, Draft                                             string
	Passable, Returnable, Linkable, Draftable                    bool
}

type clockRow struct{ Rule, Source, State, Due, Lacks, Code string }

type stayRow struct{ Step, By, At, Took, Why string }

func (p *pages) handovers(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.showHandovers(w, r, v, nil)
}

func (p *pages) showHandovers(w http.ResponseWriter, r *http.Request, v *visit, failed error) error {
	l := v.l
	page := handoversPage{base: p.newBase(r, v, "desk.handovers", l.T("desk.handovers")), Number: r.FormValue("number"), Subject: r.FormValue("title"), Signed: r.FormValue("signed"), Effective: r.FormValue("effective"),
		Ref: r.FormValue("url"), Unit: r.FormValue("office")}
	status := http.StatusOK
	if said, ok := wrong(v, failed); ok {
		page.Wrong, status = said, http.StatusBadRequest
	}
	items, err := p.Handovers.Since(r.Context(), "")
	if err != nil {
		return err
	}
	for _, it := range slices.Backward(items) {
		if it.Value.MayRead(v.Actor) && len(page.Rows) < handoverRows {
			page.Rows = append(page.Rows, p.handoverRow(v, it))
		}
	}
	if account.Permitted("desk.handover.open").Allows(v.Actor) {
		page.Open = p.at("desk.handover.open", l.Lang)
		for _, d := range handover.Doing() {
			page.Doing = append(page.Doing, frame.Pick{Value: string(d), Text: l.T("desk.handover.does." + string(d)), On: r.FormValue("does") == string(d)})
		}
		for _, u := range p.Places().AsOf(p.Now().Format("2006-01-02")) {
			_, slug, _ := catalog.SplitID(u.ID)
			page.Units = append(page.Units, frame.Pick{Value: slug, Text: l.Label(u.Name, slug)})
		}
	}
	return p.show(w, v, "desk-handovers", status, page)
}

// handoverRows is how many hand-overs the list shows, the newest first: some years.
const handoverRows = 200

func (p *pages) handoverRow(v *visit, it handovers.Item) workRow {
	h, l := &it.Value, v.l
	row := workRow{URL: p.at("desk.handover", l.Lang, "id", it.ID), Title: h.Number + ": " + h.Title, Kind: l.T("desk.handover.does." + string(h.Does)), Unit: p.unitName(l, h.Office),
		State: l.T("handover.step." + string(h.Step)), Since: l.T("desk.handover.signed.on", l.Date(h.Signed))}
	for _, c := range h.Clocks(p.Handovers.Calendar, p.Now()) {
		row.Late = row.Late || h.Step != handover.Published && c.Rule.Code == handover.Posting && c.State == handover.Late
	}
	return row
}

// handedOver adds the hand-overs that wait for the visitor to the work lists.
func (p *pages) handedOver(r *http.Request, v *visit, page *homePage) error {
	add := func(work desk.Work, items []handovers.Item, err error) error {
		if err != nil || len(items) == 0 {
			return err
		}
		list := workList{ID: strings.Trim("handovers-"+string(work.Group)+"-"+work.Unit+string(work.Wait), "-"), Title: v.l.T("desk.handovers"), Count: v.l.Num(float64(len(items))), All: p.at("desk.handovers", v.l.Lang)}
		for _, it := range items[:min(len(items), homeRows)] {
			list.Rows = append(list.Rows, p.handoverRow(v, it))
		}
		page.add(p, v, work, list)
		return nil
	}
	for _, u := range v.Units() {
		items, err := p.Handovers.With(r.Context(), u)
		if err := add(desk.Work{Group: desk.OfUnit, Unit: u}, items, err); err != nil {
			return err
		}
	}
	for _, one := range []struct {
		role account.Role
		step handover.Step
	}{{account.ISO, handover.ISO}, {account.Secretary, handover.Secretary}} {
		if !v.Has(one.role) {
			continue
		}
		items, err := p.Handovers.At(r.Context(), one.step)
		if err := add(desk.Work{Group: desk.Board, Wait: desk.Wait("-" + string(one.step))}, items, err); err != nil {
			return err
		}
	}
	return nil
}

func (p *pages) openHandover(w http.ResponseWriter, r *http.Request, v *visit) error {
	field := func(name string) string { return clean(r.PostFormValue(name)) }
	it, err := p.Handovers.Open(r.Context(), handover.Handover{Number: field("number"), Title: field("title"), Does: handover.Does(field("does")), Signed: catalog.Date(field("signed")), Effective: catalog.Date(field("effective")),
		URL: field("url"), Office: field("office")}, v.Actor, v.roleFor(account.ISO, account.Secretary))
	if err == nil {
		return p.done(w, r, p.at("desk.handover", v.l.Lang, "id", it.ID), "desk.done.moved")
	}
	if _, ok := wrong(v, err); !ok {
		return err
	}
	return p.showHandovers(w, r, v, err)
}

// theHandover returns the hand-over of the address, if the visitor may see it.
func (p *pages) theHandover(r *http.Request, v *visit) (handovers.Item, error) {
	id, _ := httpkit.PathVar(r, "id")
	it, err := p.Handovers.Find(r.Context(), id)
	if err == nil && !it.Value.MayRead(v.Actor) {
		err = catalog.NewFault(catalog.NotFound, "handover", "Không có việc bàn giao này.", "There is no such hand-over.")
	}
	return it, err
}

func (p *pages) handover(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theHandover(r, v)
	if err != nil {
		return err
	}
	return p.showHandover(w, r, v, it, nil)
}

func (p *pages) showHandover(w http.ResponseWriter, r *http.Request, v *visit, it handovers.Item, failed error) error {
	h, l := &it.Value, v.l
	page := handoverPage{base: p.newBase(r, v, "desk.handover", h.Number, "id", it.ID), Number: h.Number, Subject: h.Title, Does: l.T("desk.handover.does." + string(h.Does)), Signed: l.Date(h.Signed), Effective: l.Date(h.Effective),
		Ref: h.URL, Office: p.unitName(l, h.Office), State: l.T("handover.step." + string(h.Step)), Act: p.at("desk.handover.act", l.Lang, "id", it.ID), Link: p.at("desk.handover.link", l.Lang, "id", it.ID),
		Draft: p.at("desk.handover.draft", l.Lang, "id", it.ID), Passable: h.MayPass(v.Actor), Linkable: h.Step != handover.Published}
	page.Returnable, page.Draftable = page.Passable && h.Step != handover.Owner, page.Linkable && account.Permitted("desk.handover.draft").Allows(v.Actor)
	status := http.StatusOK
	if said, ok := wrong(v, failed); ok {
		page.Wrong, status = said, http.StatusBadRequest
	}
	for _, c := range h.Clocks(p.Handovers.Calendar, p.Now()) {
		row := clockRow{Rule: l.Label(c.Rule.Says, ""), Source: l.Label(c.Rule.Source, ""), State: l.T("handover.clock." + string(c.State)), Due: l.Date(c.Due), Code: string(c.State)}
		if c.Lacks > 0 {
			row.Lacks = l.T("handover.lacks", c.Lacks)
		}
		page.Clocks = append(page.Clocks, row)
	}
	for _, s := range slices.Backward(h.Stays(p.Now())) {
		row := stayRow{Step: l.T("handover.step." + string(s.To)), By: s.By, At: when(l, s.At), Why: s.Why}
		if s.To != handover.Published {
			row.Took = l.T("handover.took", l.Num(float64(int(s.Took.Hours())/24)), l.Num(float64(int(s.Took.Hours())%24)))
		}
		page.Stays = append(page.Stays, row)
	}
	for _, k := range []vocab.Kind{vocab.Procedure, vocab.Document} {
		page.Kinds = append(page.Kinds, frame.Pick{Value: string(k), Text: l.Label(k.Row().Label, string(k))})
	}
	page.Units = p.unitsOf(v)
	var err error
	if page.Came, err = p.cameOf(r, v, &commission.Commission{Editions: h.Editions, Records: h.Records}); err != nil {
		return err
	}
	return p.show(w, v, "desk-handover", status, page)
}

// afterHandover leads back to the hand-over, or shows what was wrong there.
func (p *pages) afterHandover(w http.ResponseWriter, r *http.Request, v *visit, it handovers.Item, failed error) error {
	if failed == nil {
		return p.done(w, r, p.at("desk.handover", v.l.Lang, "id", it.ID), "desk.done.moved")
	}
	if _, ok := wrong(v, failed); !ok {
		return failed
	}
	return p.showHandover(w, r, v, it, failed)
}

func (v *visit) hander() string {
	return v.roleFor(account.ISO, account.Secretary, account.Editor, account.Head, account.UnitHead, account.Contributor)
}

func (p *pages) actOnHandover(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theHandover(r, v)
	if err != nil {
		return err
	}
	act := p.Handovers.Pass
	switch r.PostFormValue("act") {
	case "pass":
	case "back":
		act = p.Handovers.Back
	default:
		return p.afterHandover(w, r, v, it, catalog.NewFault(catalog.Invalid, "act", "Không có việc này.", "There is no such act."))
	}
	_, err = act(r.Context(), it.ID, clean(r.PostFormValue("why")), v.Actor, v.hander())
	return p.afterHandover(w, r, v, it, err)
}

func (p *pages) linkHandover(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theHandover(r, v)
	if err != nil {
		return err
	}
	edition, record, err := p.linked(r, v, strings.TrimSpace(r.PostFormValue("what")))
	if err == nil {
		_, err = p.Handovers.Attach(r.Context(), it.ID, edition, record, v.Actor, v.hander())
	}
	return p.afterHandover(w, r, v, it, err)
}

// draftHandover begins a draft of a procedure, new or of one that is published, and
// links it.
func (p *pages) draftHandover(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.theHandover(r, v)
	if err != nil {
		return err
	}
	r.PostForm.Set("kind", cmp.Or(r.PostFormValue("kind"), string(vocab.Procedure)))
	e, err := p.newEdition(r, v)
	if err != nil {
		return p.afterHandover(w, r, v, it, err)
	}
	made, err := p.Editions.Begin(r.Context(), e, v.hander())
	if err != nil {
		return err
	}
	if _, err := p.Handovers.Attach(r.Context(), it.ID, made.ID, "", v.Actor, v.hander()); err != nil {
		return p.afterHandover(w, r, v, it, err)
	}
	return p.seeOther(w, r, p.at("desk.edition", v.l.Lang, "id", made.ID))
}
