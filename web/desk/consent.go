package desk

import (
	"net/http"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// consentPart is the consent of the people whom an edition names.
type consentPart struct {
	Needed, Given      bool
	People, On, How    string
	Said, Withdrawn    string
	Action             string // address to record it at; "" for who may not
	MayAgree, MayLeave bool
}

func (p *pages) consentOf(v *visit, id string, e *desk.Edition) consentPart {
	c := consentPart{Needed: e.NeedsConsent()}
	if !c.Needed && e.Consent == nil {
		return c
	}
	if e.Consent != nil {
		c.Given, c.People, c.On, c.How = true, e.Consent.People, string(e.Consent.On), e.Consent.How
		c.Said = v.l.T("desk.consent.said", v.l.Date(e.Consent.On), e.Consent.By, when(v.l, e.Consent.At))
		if !e.Consent.Withdrawn.IsZero() {
			c.Withdrawn = v.l.T("desk.consent.withdrawn", when(v.l, e.Consent.Withdrawn))
		}
	}
	c.MayAgree, c.MayLeave = c.Needed && e.State.Row().Open && e.MayConsent(v.Actor), e.MayWithdraw(v.Actor)
	if account.Permitted("desk.edition.consent").Allows(v.Actor) && (c.MayAgree || c.MayLeave) {
		c.Action = p.at("desk.edition.consent", v.l.Lang, "id", id)
	}
	return c
}

// consent records what the people named agreed to, or that they took it back.
func (p *pages) consent(w http.ResponseWriter, r *http.Request, v *visit) error {
	it, err := p.found(r, v)
	if err != nil {
		return err
	}
	role := v.roleFor(account.UnitHead, account.Editor, account.Secretary)
	if r.PostFormValue("withdraw") == "true" {
		err = p.Editions.Disagree(r.Context(), it.ID, v.Actor, role)
	} else {
		err = p.Editions.Agree(r.Context(), it.ID, desk.Consent{People: clean(r.PostFormValue("people")), On: catalog.Date(clean(r.PostFormValue("on"))), How: clean(r.PostFormValue("how"))}, v.Actor, role)
	}
	if err == nil {
		return p.done(w, r, p.at("desk.edition", v.l.Lang, "id", it.ID), "desk.done.saved")
	}
	if _, ok := wrong(v, err); !ok {
		return err
	}
	return p.showEdition(w, r, v, http.StatusBadRequest, it, err)
}

// articleTypes are the sorts of articles that the desk knows.
func articleTypes() vocab.List {
	return vocab.List{{Code: "news", Label: text.New("Tin", "News")}, {Code: "directed", Label: text.New("Bài chỉ đạo, chuyên sâu", "Commissioned, in depth")}, {Code: desk.GoodPeople, Label: text.New("Người tốt, việc tốt", "Good people, good deeds")}}
}
