package inbox

import (
	"context"
	"embed"
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/indexer/contact"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Desk is the operator's side of enquiries.
type Desk interface {
	Inbox(ctx context.Context, answered bool, after string) ([]enquiry.Enquiry, string, error)
	Of(ctx context.Context, number string) (enquiry.Enquiry, error)
	Answer(ctx context.Context, number, answer string, by contact.By) error
	Ratings(ctx context.Context) ([]enquiry.Rating, error)
}

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	desk Desk
	kit  *httpkit.Kit
}

// New returns the inbox, for the operator's address. Its templates stand in the
// frame, its addresses do not.
func New(s *frame.Frame, kit *httpkit.Kit, d Desk) (http.Handler, error) {
	p := &pages{s, d, kit}
	router := kit.NewRouter()
	p.routes(router)
	return router, s.Mount(frame.Part{Views: frame.Views{Files: files, Pages: map[string]any{"inbox": page{}, "letter": letter{}}}})
}

func (p *pages) routes(router *mux.Router) {
	read := []string{http.MethodGet, http.MethodHead}
	router.Handle("/inbox", p.kit.Handle(p.list)).Methods(read...).Name("admin.inbox")
	router.Handle("/inbox/{number}", p.kit.Handle(p.letter)).Methods(read...).Name("admin.letter")
	router.Handle("/inbox/{number}", p.kit.Handle(p.answer)).Methods(http.MethodPost).Name("admin.answer")
	router.PathPrefix("/static/").Handler(p.Handler()).Methods(read...).Name("admin.static")
}

// head is what both pages have.
type head struct {
	frame.OperatorPage
	List string
}

// page lists what waits and what was answered.
type page struct {
	head
	Open, Done []row
	More, Next frame.Link
	Ratings    []rated
}

type row struct {
	URL, Number, Sort, About, AboutLang, State, Class, Due, Asked string
}

type rated struct{ Page, Useful, Not string }

// letter is one enquiry.
type letter struct {
	head
	Row          row
	Record       string
	Field, Text  string
	ReplyTo      string
	Answer, Sent string
	Mail, Detail string
	Wrong        string
	Most         int
}

func (p *pages) head(r *http.Request, path, title string) (head, *frame.Locale) {
	page, l := p.NewOperatorPage(r, path, title)
	return head{page, frame.OperatorPath("/inbox", l.Lang)}, l
}

func (p *pages) list(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "lang", "open", "done")
	if err != nil {
		return err
	}
	h, l := p.head(r, "/inbox", "inbox_title")
	out := page{head: h}
	open, more, err := p.desk.Inbox(r.Context(), false, params.Get("open"))
	if err != nil {
		return err
	}
	done, next, err := p.desk.Inbox(r.Context(), true, params.Get("done"))
	if err != nil {
		return err
	}
	for i := range open {
		out.Open = append(out.Open, p.row(l, &open[i]))
	}
	for i := range done {
		out.Done = append(out.Done, p.row(l, &done[i]))
	}
	if more != "" {
		out.More = frame.Link{Text: l.T("page.next"), URL: frame.OperatorPath("/inbox", l.Lang, "open", more)}
	}
	if next != "" {
		out.Next = frame.Link{Text: l.T("page.next"), URL: frame.OperatorPath("/inbox", l.Lang, "done", next)}
	}
	list, err := p.desk.Ratings(r.Context())
	for _, one := range list {
		out.Ratings = append(out.Ratings, rated{one.Page, l.Exact(one.Useful), l.Exact(one.Not)})
	}
	if err != nil {
		return err
	}
	return p.ShowOperator(w, r, "inbox", l.Lang, http.StatusOK, out)
}

func (p *pages) row(l *frame.Locale, e *enquiry.Enquiry) row {
	state := string(e.State(p.Now()))
	about := l.Pick(e.Title)
	if about.Text == "" {
		about.Text = e.Record
	}
	return row{URL: frame.OperatorPath("/inbox/"+e.Number, l.Lang), Number: e.Number, Sort: l.T("enquiry_sort_" + string(e.Sort)), About: about.Text, AboutLang: about.Lang,
		State: l.T("enquiry_state_" + state), Class: state, Due: l.Date(e.Due), Asked: l.Day(e.Asked.In(enquiry.Zone()))}
}

func (p *pages) letter(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r, "lang"); err != nil {
		return err
	}
	return p.one(w, r, http.StatusOK, "", "")
}

// one shows an enquiry, with an answer that was refused and why.
func (p *pages) one(w http.ResponseWriter, r *http.Request, status int, typed, wrong string) error {
	number, _ := httpkit.PathVar(r, "number")
	e, err := p.desk.Of(r.Context(), number)
	if err != nil {
		return err
	}
	h, l := p.head(r, "/inbox/"+number, "inbox_title")
	out := letter{head: h, Row: p.row(l, &e), Field: e.Field, Text: e.Text, ReplyTo: e.ReplyTo, Answer: e.Answer, Wrong: wrong, Most: enquiry.MaxText, Detail: e.Mail.Detail}
	if e.Record != "" {
		out.Record = p.BaseURL + p.RecordPath(l.Lang, e.Record)
	}
	if typed != "" {
		out.Answer = typed
	}
	if !e.Answered.IsZero() {
		out.Sent = l.Day(e.Answered.In(enquiry.Zone()))
	}
	if e.Mail.State != "" {
		out.Mail = l.T("enquiry_mail_" + string(e.Mail.State))
	}
	return p.ShowOperator(w, r, "letter", l.Lang, status, out)
}

func (p *pages) answer(w http.ResponseWriter, r *http.Request) error {
	form, err := httpkit.ReadForm(w, r, "answer")
	if err != nil {
		return err
	}
	number, _ := httpkit.PathVar(r, "number")
	err = p.desk.Answer(r.Context(), number, form.Get("answer"), contact.By{})
	var f *catalog.Fault
	lang := httpkit.Lang(r)
	if errors.As(err, &f) && (f.Kind == catalog.Invalid || f.Kind == catalog.TooLarge) {
		words, _ := f.Detail.Best(lang)
		return p.one(w, r, httpkit.FindKind(f.Kind).Status, form.Get("answer"), words)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, frame.OperatorPath("/inbox/"+number, lang), http.StatusSeeOther)
	return nil
}
