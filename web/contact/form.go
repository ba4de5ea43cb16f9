package contact

import (
	"errors"
	"net/http"
	"net/url"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
	"honglinh/indexer/contact"
	"honglinh/web/frame"
)

// page is the form, with what was typed and what is wrong with it.
type page struct {
	frame.Page
	Record  frame.Link // what it is about; empty for the catalogue as a whole
	ID      string
	Mistake bool
	Field   string
	Text    string
	ReplyTo string
	Wrong   string // what is wrong, "" nothing
	At      string // the field that is wrong
	Token   string
	Bits    int
	Most    int // characters
	Days    int // to answer
	Keep    string
	Contact []frame.Link
	Years   []year
	API     string
}

// year is a line of the public figures.
type year struct{ Year, Asked, Answered, InTime string }

// path is the form about a record.
func (s *pages) path(id string, mistake bool) func(text.Lang) string {
	return func(lang text.Lang) string { return s.EnquiryPath(lang, id, mistake) }
}

func (s *pages) show(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "record", "about", "field")
	if err != nil {
		return err
	}
	if about := params.Get("about"); about != "" && about != string(enquiry.Mistake) && about != string(enquiry.Question) {
		return catalog.NewFault(catalog.Invalid, "about", "Hãy ghi question hoặc mistake.", "Write question or mistake.")
	}
	p, err := s.page(r, params.Get("record"), params.Get("about") == string(enquiry.Mistake))
	if err != nil {
		return err
	}
	p.Field = params.Get("field")
	return s.ShowAs(w, r, "enquiry", p.Lang, http.StatusOK, p)
}

// page is the empty form.
func (s *pages) page(r *http.Request, id string, mistake bool) (page, error) {
	l := s.Locale(frame.PathLang(r))
	title := l.T("enquiry_title")
	if mistake {
		title = l.T("enquiry_mistake")
	}
	p := page{ID: id, Mistake: mistake, Token: s.desk.Token(), Bits: contact.ProofBits, Most: enquiry.MaxText, Days: enquiry.WorkingDays, Keep: l.Num(float64(s.keep)), API: frame.APIBase + "/enquiries"}
	if id != "" {
		rec, err := s.Store.Record(r.Context(), id)
		if err != nil {
			return p, err
		}
		name := l.Pick(rec.Title)
		p.Record = frame.Link{Text: name.Text, Lang: name.Lang, Tag: name.Tag, URL: s.RecordPath(l.Lang, id)}
	}
	p.Page = s.NewPage(r, title, l.T("enquiry_lead", enquiry.WorkingDays), s.path(id, mistake))
	p.NoIndex = id != "" || mistake
	p.Contact = s.Contact(l)
	years, err := s.desk.Statistics(r.Context())
	for _, y := range years {
		p.Years = append(p.Years, year{l.Exact(y.Year), l.Exact(y.Asked), l.Exact(y.Answered), l.Exact(y.InTime)})
	}
	return p, err
}

// fields of the form; "website" is the trap.
func fields() []string {
	return []string{"record", "about", "field", "text", "reply_to", "website", "token", "proof"}
}

func (s *pages) send(w http.ResponseWriter, r *http.Request) error {
	if err := sameSite(r); err != nil {
		return err
	}
	form, err := httpkit.ReadForm(w, r, fields()...)
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	d := enquiry.Draft{Sort: enquiry.Question, Record: form.Get("record"), Field: form.Get("field"), Text: form.Get("text"), Lang: lang, ReplyTo: form.Get("reply_to")}
	if form.Get("about") == string(enquiry.Mistake) {
		d.Sort = enquiry.Mistake
	}
	e, key, err := s.take(w, r, d, form)
	if err == nil {
		http.Redirect(w, r, s.StatusPath(lang, e.Number, key), http.StatusSeeOther)
		return nil
	}
	return s.again(w, r, d, err)
}

// take looks at the form, then at how much the client has sent, then takes the draft.
func (s *pages) take(w http.ResponseWriter, r *http.Request, d enquiry.Draft, form url.Values) (enquiry.Enquiry, string, error) {
	if err := d.Clean().Validate(); err != nil {
		return enquiry.Enquiry{}, "", err
	}
	proven, err := s.desk.Check(contact.Form{Token: form.Get("token"), Trap: form.Get("website"), Proof: form.Get("proof")})
	if err != nil {
		return enquiry.Enquiry{}, "", err
	}
	if e, key, ok, err := s.desk.Sent(r.Context(), d, form.Get("token")); ok || err != nil {
		return e, key, err
	}
	gate := s.gates.Plain
	if proven {
		gate = s.gates.Proven
	}
	if err := gate.Pass(w, r); err != nil {
		return enquiry.Enquiry{}, "", err
	}
	return s.desk.Ask(r.Context(), d, form.Get("token"))
}

// again shows the form with what was typed, and what is wrong with it.
func (s *pages) again(w http.ResponseWriter, r *http.Request, d enquiry.Draft, wrong error) error {
	var f *catalog.Fault
	if !errors.As(wrong, &f) || f.Kind == catalog.Internal {
		return wrong
	}
	id := d.Record
	if f.Where == "record" {
		id = "" // there is no such record to show
	}
	p, err := s.page(r, id, d.Sort == enquiry.Mistake)
	if err != nil {
		return err
	}
	p.Field, p.Text, p.ReplyTo = d.Field, d.Text, d.ReplyTo
	p.Wrong, _ = f.Detail.Best(p.Lang)
	if p.At = f.Where; p.At == "question" {
		p.At = "text"
	}
	return s.ShowAs(w, r, "enquiry", p.Lang, httpkit.FindKind(f.Kind).Status, p)
}

// sameSite refuses forms of other sites' pages, which a reader's browser would send
// unasked.
func sameSite(r *http.Request) error {
	if http.NewCrossOriginProtection().Check(r) != nil {
		return catalog.NewFault(catalog.Invalid, "Origin", "Biểu mẫu này được gửi từ một trang khác; hãy mở trang của danh mục rồi gửi.", "The form was sent from another site; open the catalogue's own page and send it there.")
	}
	return nil
}
