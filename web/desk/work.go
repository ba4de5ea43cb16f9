package desk

import (
	"net/http"
	"net/url"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/indexer/contact"
	"honglinh/web/frame"
)

// workPage is one work list with its filters.
type workPage struct {
	base
	Count, Lead  string
	Rows         []workRow
	Units, Kinds []frame.Pick
	Of, Unit     string // of the list itself: code and name
	Next         string
	Confirm      string // address to confirm at; "" where nothing is to be confirmed
}

// workRows is how many rows a page of a list has.
const workRows = 50

// narrowed is what a list is filtered by.
type narrowed = editions.Filter

// listPath is the address of a list.
func (p *pages) listPath(lang text.Lang, work desk.Work, f narrowed) string {
	q := url.Values{}
	for name, v := range map[string]string{"of": work.Unit, "unit": f.Unit, "kind": string(f.Kind)} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return frame.WithQuery(p.at("desk.work", lang, "list", work.Name()), q)
}

// work shows a list that the visitor has.
func (p *pages) work(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, _ := httpkit.PathVar(r, "list")
	q := r.URL.Query()
	mine := desk.WorkOf(v.Actor)
	i := slices.IndexFunc(mine, func(w desk.Work) bool { return w.Name() == name && w.Unit == q.Get("of") })
	if i < 0 {
		return catalog.NewFault(catalog.NotFound, "list", "Bạn không có danh sách này.", "You have no such list.")
	}
	work, f := mine[i], narrowed{Unit: q.Get("unit"), Kind: vocab.Kind(q.Get("kind"))}
	page := workPage{base: p.newBase(r, v, "desk.work", v.l.T("desk.list."+string(work.Wait)), "list", name), Of: work.Unit, Unit: p.unitName(v.l, work.Unit)}
	n, err := p.count(r, v, work)
	if err != nil {
		return err
	}
	if page.Count = v.l.Num(float64(min(n, homeMost-1))); n >= homeMost {
		page.Count += "+"
	}
	var next string
	if page.Rows, next, err = p.rows(r, v, work, f, q.Get("after"), workRows); err != nil {
		return err
	}
	if next != "" {
		on := r.URL.Query()
		on.Set("after", next)
		page.Next = frame.WithQuery(r.URL.Path, on)
	}
	if work.Confirms() && account.Permitted("desk.confirm").Allows(v.Actor) && (work.Unit == "" || v.In(account.UnitHead, work.Unit)) {
		page.Confirm = p.at("desk.confirm", v.l.Lang)
	}
	return p.show(w, v, "desk-work", http.StatusOK, p.filters(r, v, work, f, page))
}

// filters offers to narrow a list.
func (p *pages) filters(r *http.Request, v *visit, work desk.Work, f narrowed, page workPage) workPage {
	if work.Group == desk.Board {
		units, err := p.Accounts.Units(r.Context())
		if err == nil && len(units) > 0 {
			page.Units = append(page.Units, frame.Pick{Text: v.l.T("desk.filter.all"), On: f.Unit == ""})
			for _, u := range units {
				page.Units = append(page.Units, frame.Pick{Value: u, Text: p.unitName(v.l, u), On: u == f.Unit})
			}
		}
	}
	if !work.Enquiries() {
		page.Kinds = append(page.Kinds, frame.Pick{Text: v.l.T("desk.filter.all"), On: f.Kind == ""})
		for _, k := range desk.Kinds() {
			page.Kinds = append(page.Kinds, frame.Pick{Value: string(k), Text: v.l.Label(vocab.Kinds().Label(string(k)), string(k)), On: k == f.Kind})
		}
	}
	return page
}

// enquiriesOf is which enquiries a work list has.
func (p *pages) enquiriesOf(work desk.Work, f narrowed) contact.List {
	list := contact.List{Unit: f.Unit}
	if work.Unit != "" {
		list.Unit = work.Unit
	}
	if work.Wait == desk.WaitLate {
		list.Until = desk.Today(p.Now(), -1)
	}
	return list
}

func (p *pages) count(r *http.Request, v *visit, work desk.Work) (int, error) {
	if !work.Enquiries() {
		return p.Editions.Count(r.Context(), work, v.Actor, homeMost)
	}
	if p.Enquiries == nil {
		return 0, nil
	}
	return p.Enquiries.Count(r.Context(), p.enquiriesOf(work, narrowed{}), homeMost)
}

// rows are a page of a list, and where to go on.
func (p *pages) rows(r *http.Request, v *visit, work desk.Work, f narrowed, after string, limit int) ([]workRow, string, error) {
	var out []workRow
	if work.Enquiries() {
		if p.Enquiries == nil {
			return nil, "", nil
		}
		list := p.enquiriesOf(work, f)
		list.After, list.Limit = after, limit
		all, next, err := p.Enquiries.Listed(r.Context(), list)
		for i := range all {
			out = append(out, p.enquiryRow(v.l, &all[i]))
		}
		return out, next, err
	}
	items, next, err := p.Editions.Listed(r.Context(), work, v.Actor, f, after, limit)
	for i := range items {
		out = append(out, p.editionRow(v.l, work, &items[i]))
	}
	return out, next, err
}

func (p *pages) editionRow(l *frame.Locale, work desk.Work, it *editions.Item) workRow {
	e := &it.Value
	row := workRow{ID: it.ID, URL: p.at("desk.edition", l.Lang, "id", it.ID), Title: titleOf(e), Kind: l.Label(vocab.Kinds().Label(string(e.Kind)), ""), Unit: p.unitName(l, e.Unit),
		Since: when(l, e.Modified), State: l.Label(e.State.Row().Label, ""), Late: e.Overdue(p.Now())}
	if work.Confirms() {
		row.Since, row.State, row.Late, row.Public = l.T("desk.confirm.due", l.Date(e.ReviewDay())), "", work.Wait == desk.WaitOverdue, p.RecordPath(l.Lang, e.Record)
	}
	return row
}

func (p *pages) enquiryRow(l *frame.Locale, e *enquiry.Enquiry) workRow {
	state := e.State(p.Now())
	about := l.Pick(e.Title).Text
	if about == "" {
		about = l.T("desk.enquiry.general")
	}
	return workRow{ID: e.Number, URL: p.at("desk.enquiry", l.Lang, "number", e.Number), Title: e.Number + " · " + about, Kind: l.T("enquiry_sort_" + string(e.Sort)), Unit: p.unitName(l, e.Unit),
		Since: l.T("desk.confirm.due", l.Date(e.Due)), State: l.T("enquiry_state_" + string(state)), Late: state == enquiry.Overdue}
}

func titleOf(e *desk.Edition) string {
	if t := e.Fields["title_vi"]; t != "" {
		return t
	}
	return e.Record
}

// unitName is what people call a unit of the desk: of a ward its name, of another its
// code.
func (p *pages) unitName(l *frame.Locale, unit string) string {
	if unit == "" {
		return ""
	}
	for _, id := range account.Wards(unit) {
		if u, ok := p.Places().ByID(id); ok {
			return l.Label(u.Name, unit)
		}
	}
	return unit
}
