package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/enquiry"
	"honglinh/indexer/contact"
	"honglinh/web/frame"
)

// Enquiries keeps what readers asked and reported.
type Enquiries interface {
	Listed(ctx context.Context, l contact.List) ([]enquiry.Enquiry, string, error)
	Count(ctx context.Context, l contact.List, most int) (int, error)
	Of(ctx context.Context, number string) (enquiry.Enquiry, error)
	Answer(ctx context.Context, number, answer string, by contact.By) error
	Give(ctx context.Context, number, to, why string, by contact.By) error
}

// enquiriesPage lists what readers asked: what is open, or what was answered.
type enquiriesPage struct {
	base
	Rows  []workRow
	Other frame.Link // open or answered
	Next  string
}

// enquiryPage is one enquiry. The address of who asked is not shown: the answer goes
// there by itself.
type enquiryPage struct {
	base
	Row            workRow
	About          frame.Link
	Field, Text    string
	TextLang       string
	Asked, Due     string
	Unsure         bool
	Mailed         bool
	Mail           string
	Answer, Sent   string
	By             string
	Hands          []stepRow
	Reply          string // address to answer at; "" for who may not
	First          bool
	Most           int
	Hand           string // address to hand over at; "" for who may not
	Units          []frame.Pick
	Mend           string // address to begin a correction of the record at
	Answered, Open bool
}

func (p *pages) enquiries(w http.ResponseWriter, r *http.Request, v *visit) error {
	q := r.URL.Query()
	list := contact.List{Answered: q.Get("answered") == "true", After: q.Get("after"), Limit: workRows}
	page := enquiriesPage{base: p.newBase(r, v, "desk.enquiries", v.l.T("desk.enquiries"))}
	page.Other = frame.Link{Text: v.l.T("desk.enquiries.answered"), URL: frame.WithQuery(r.URL.Path, url.Values{"answered": {"true"}})}
	if list.Answered {
		page.Other = frame.Link{Text: v.l.T("desk.enquiries.open"), URL: r.URL.Path}
	}
	units := []string{""}
	if !v.Board() {
		units = v.Units()
	}
	for _, list.Unit = range units {
		if p.Enquiries == nil || list.Unit == "" && !v.Board() {
			continue
		}
		all, next, err := p.Enquiries.Listed(r.Context(), list)
		if err != nil {
			return err
		}
		for i := range all {
			page.Rows = append(page.Rows, p.enquiryRow(v.l, &all[i]))
		}
		if next != "" && len(units) == 1 {
			q.Set("after", next)
			page.Next = frame.WithQuery(r.URL.Path, q)
		}
	}
	return p.show(w, v, "desk-enquiries", http.StatusOK, page)
}

// asked returns the enquiry of the address if the visitor may see it; one that they
// may not see is not there.
func (p *pages) asked(r *http.Request, v *visit) (enquiry.Enquiry, error) {
	none := catalog.NewFault(catalog.NotFound, "number", "Không có câu hỏi này; người hỏi có thể đã xoá.", "There is no such enquiry; its asker may have deleted it.")
	if p.Enquiries == nil {
		return enquiry.Enquiry{}, none
	}
	number, _ := httpkit.PathVar(r, "number")
	e, err := p.Enquiries.Of(r.Context(), number)
	if catalog.KindOf(err) == catalog.NotFound || err == nil && !e.MayRead(v.Actor) {
		return enquiry.Enquiry{}, none
	}
	return e, err
}

func (p *pages) enquiry(w http.ResponseWriter, r *http.Request, v *visit) error {
	e, err := p.asked(r, v)
	if err != nil {
		return err
	}
	return p.showEnquiry(w, r, v, e, nil)
}

// showEnquiry shows an enquiry; failed is what was wrong with what was sent.
func (p *pages) showEnquiry(w http.ResponseWriter, r *http.Request, v *visit, e enquiry.Enquiry, failed error) error {
	l := v.l
	page := enquiryPage{base: p.newBase(r, v, "desk.enquiry", l.T("enquiry_number", e.Number), "number", e.Number), Row: p.enquiryRow(l, &e), Field: e.Field, Text: e.Text, TextLang: string(e.Lang),
		Asked: when(l, e.Asked), Due: l.Date(e.Due), Unsure: !e.Sure, Mailed: e.ReplyTo != "", Answer: e.Answer, First: e.Answered.IsZero(), Most: enquiry.MaxText, Answered: !e.Answered.IsZero(), Open: e.Answered.IsZero()}
	if e.Record != "" {
		name := l.Pick(e.Title)
		page.About = frame.Link{Text: name.Text, Lang: name.Lang, Tag: name.Tag, URL: p.RecordPath(l.Lang, e.Record)}
		if kind, _, _ := catalog.SplitID(e.Record); slices.Contains(desk.Kinds(), kind) && account.Permitted("desk.new").Allows(v.Actor) {
			page.Mend = frame.WithQuery(p.at("desk.new", l.Lang), url.Values{"record": {e.Record}})
		}
	}
	if !e.Answered.IsZero() {
		page.Sent, page.By = when(l, e.Answered), p.unitOrBoard(l, e.By)
	}
	if e.Mail.State != "" {
		page.Mail = l.T("enquiry_mail_" + string(e.Mail.State))
	}
	for _, h := range slices.Backward(e.Hands) {
		page.Hands = append(page.Hands, stepRow{At: when(l, h.At), By: p.unitOrBoard(l, h.From), What: p.unitOrBoard(l, h.To), Why: h.Why})
	}
	if e.MayAnswer(v.Actor) {
		page.Reply = p.at("desk.enquiry.answer", l.Lang, "number", e.Number)
		if page.Open {
			page.Hand = p.at("desk.enquiry.hand", l.Lang, "number", e.Number)
			if err := p.handTo(r, v, e, &page); err != nil {
				return err
			}
		}
	}
	status := http.StatusOK
	if said, ok := wrong(v, failed); ok {
		page.Wrong, status = said, httpkit.Status(failed)
		if typed := r.PostFormValue("answer"); typed != "" {
			page.Answer = typed
		}
	} else if failed != nil {
		return failed
	}
	return p.show(w, v, "desk-enquiry", status, page)
}

// handTo offers the units that the enquiry can go to.
func (p *pages) handTo(r *http.Request, v *visit, e enquiry.Enquiry, page *enquiryPage) error {
	if e.Unit != "" {
		page.Units = append(page.Units, frame.Pick{Text: v.l.T("desk.unit.board")})
	}
	if !v.Has(account.Editor, account.Secretary, account.ISO) {
		return nil
	}
	units, err := p.Accounts.Units(r.Context())
	for _, u := range units {
		if u != e.Unit {
			page.Units = append(page.Units, frame.Pick{Value: u, Text: p.unitName(v.l, u)})
		}
	}
	return err
}

func (p *pages) unitOrBoard(l *frame.Locale, unit string) string {
	if unit == "" {
		return l.T("desk.unit.board")
	}
	return p.unitName(l, unit)
}

// by is in what capacity the visitor answers: the board in its own name, a unit head
// in the unit's.
func (v *visit) by(e *enquiry.Enquiry) contact.By {
	by := contact.By{Actor: v.Actor, Role: v.roleFor(account.Editor, account.Secretary, account.ISO, account.UnitHead)}
	if !v.Has(account.Editor, account.Secretary, account.ISO) {
		by.Unit = e.Unit
	}
	return by
}

func (p *pages) answerEnquiry(w http.ResponseWriter, r *http.Request, v *visit) error {
	e, err := p.asked(r, v)
	if err != nil {
		return err
	}
	by := v.by(&e)
	by.First = r.PostFormValue("first") == "true"
	if err := p.Enquiries.Answer(r.Context(), e.Number, clean(r.PostFormValue("answer")), by); err != nil {
		return p.showEnquiry(w, r, v, e, err)
	}
	return p.done(w, r, p.at("desk.enquiry", v.l.Lang, "number", e.Number), "desk.done.answered")
}

func (p *pages) handEnquiry(w http.ResponseWriter, r *http.Request, v *visit) error {
	e, err := p.asked(r, v)
	if err != nil {
		return err
	}
	to := r.PostFormValue("unit")
	units, err := p.Accounts.Units(r.Context())
	if err != nil {
		return err
	}
	if to != "" && !slices.Contains(units, to) {
		return p.showEnquiry(w, r, v, e, catalog.NewFault(catalog.Invalid, "unit", "Đơn vị này chưa có ai ở bàn biên tập.", "Nobody at the desk is of this unit."))
	}
	if err := p.Enquiries.Give(r.Context(), e.Number, to, clean(r.PostFormValue("why")), v.by(&e)); err != nil {
		return p.showEnquiry(w, r, v, e, err)
	}
	return p.done(w, r, p.at("desk.home", v.l.Lang), "desk.done.handed")
}
