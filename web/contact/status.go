package contact

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

// statusPage is the private page of an enquiry.
type statusPage struct {
	frame.Page
	Number  string
	State   string // word
	Class   string
	Record  frame.Link
	Sort    string
	Field   string
	Text    string
	Asked   string
	Due     string
	Unsure  bool // holidays on the way are not known
	Answer  string
	Replied string
	Mail    string // what became of the mail, in words
	Address string // to keep
	Key     string
	Here    string
}

func (s *pages) status(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "key")
	if err != nil {
		return err
	}
	number, _ := httpkit.PathVar(r, "number")
	e, err := s.desk.Find(r.Context(), number, params.Get("key"))
	if err != nil {
		return err
	}
	l := s.Locale(frame.PathLang(r))
	p := statusPage{Number: e.Number, Class: string(e.State(s.Now())), Sort: l.T("enquiry_sort_" + string(e.Sort)), Field: e.Field, Text: e.Text, Asked: l.Day(e.Asked.In(enquiry.Zone())), Due: l.Date(e.Due),
		Unsure: !e.Sure, Answer: e.Answer, Key: params.Get("key"), Here: s.Path(frame.RouteEnquiryStatus, "lang", string(l.Lang), "number", number)}
	p.State = l.T("enquiry_state_" + p.Class)
	p.Page = s.NewPage(r, l.T("enquiry_number", e.Number), "", func(lang text.Lang) string { return s.StatusPath(lang, number, p.Key) })
	p.NoIndex, p.Feed, p.RateAs, p.Address = true, "", "", p.Canonical
	if e.Record != "" {
		name := l.Pick(e.Title)
		p.Record = frame.Link{Text: name.Text, Lang: name.Lang, Tag: name.Tag, URL: s.RecordPath(l.Lang, e.Record)}
	}
	if !e.Answered.IsZero() {
		p.Replied = l.Day(e.Answered.In(enquiry.Zone()))
	}
	if e.ReplyTo != "" && e.Mail.State != "" {
		p.Mail = l.T("enquiry_mail_" + string(e.Mail.State))
	}
	return s.ShowAs(w, r, "enquiry-status", l.Lang, http.StatusOK, p)
}

func (s *pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	if err := sameSite(r); err != nil {
		return err
	}
	form, err := httpkit.ReadForm(w, r, "key")
	if err != nil {
		return err
	}
	number, _ := httpkit.PathVar(r, "number")
	if err := s.desk.Withdraw(r.Context(), number, form.Get("key")); err != nil {
		return err
	}
	return s.said(w, r, "enquiry_deleted", "", "")
}

// saidPage says one thing, and the way back.
type saidPage struct {
	frame.Page
	Words string
	Back  frame.Link
}

func (s *pages) said(w http.ResponseWriter, r *http.Request, key, back, backKey string) error {
	l := s.Locale(frame.PathLang(r))
	p := saidPage{Page: s.NewPage(r, l.T(key), "", s.Fixed(frame.RouteEnquiry)), Words: l.T(key + "_more")}
	p.NoIndex, p.Feed, p.RateAs = true, "", ""
	if back != "" {
		p.Back = frame.Link{Text: l.T(backKey), URL: back}
	}
	return s.ShowAs(w, r, "said", l.Lang, http.StatusOK, p)
}

// rate counts what a reader says of a page, and offers to say more.
func (s *pages) rate(w http.ResponseWriter, r *http.Request) error {
	if err := sameSite(r); err != nil {
		return err
	}
	form, err := httpkit.ReadForm(w, r, "page", "useful")
	if err != nil {
		return err
	}
	rated, useful := form.Get("page"), form.Get("useful") == "yes"
	if err := enquiry.Page(rated); err != nil {
		return err
	}
	if err := s.gates.Rates.Pass(w, r); err != nil {
		return err
	}
	if err := s.desk.Rate(r.Context(), rated, useful); err != nil {
		return err
	}
	if useful {
		return s.said(w, r, "rating_yes", rated, "rating_back")
	}
	return s.said(w, r, "rating_no", rated, "rating_back")
}
