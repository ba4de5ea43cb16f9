package contact

import (
	"context"
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
)

// Desk takes what readers send.
type Desk interface {
	Ask(ctx context.Context, d enquiry.Draft, token string) (enquiry.Enquiry, string, error)
	Find(ctx context.Context, number, key string) (enquiry.Enquiry, error)
	Withdraw(ctx context.Context, number, key string) error
	Rate(ctx context.Context, page string, useful bool) error
	Statistics(ctx context.Context) ([]enquiry.Statistics, error)
	// URL is the public address of an enquiry's private page.
	URL(lang text.Lang, number, key string) string
}

// Options of the face; all are needed.
type Options struct {
	Kit  *httpkit.Kit
	Desk Desk
	// Gate bounds how often a client may ask, Rates how often it may rate.
	Gate, Rates *httpkit.Gate
	Now         func() time.Time
}

// Face takes what readers send.
type Face struct{ Options }

// New returns the face.
func New(o Options) *Face { return &Face{o} }

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.Kit.Mount(router, f.Routes()) }

// question is the body of POST /enquiries.
type question struct {
	Record   string `json:"record"`
	Question string `json:"question"`
	Lang     string `json:"lang"`
	ReplyTo  string `json:"reply_to,omitempty"`
}

// mistake is the body of POST /reports.
type mistake struct {
	Record  string `json:"record"`
	Field   string `json:"field,omitempty"`
	Text    string `json:"text"`
	Lang    string `json:"lang"`
	ReplyTo string `json:"reply_to,omitempty"`
}

// rating is the body of POST /ratings.
type rating struct {
	Page   string `json:"page"`
	Useful *bool  `json:"useful"`
}

// receipt is the answer to who sent something.
type receipt struct {
	Number    string       `json:"number"`
	StatusURL string       `json:"status_url"`
	Due       catalog.Date `json:"due"`
	// HolidaysKnown is false where only weekends were left out of the days to Due.
	HolidaysKnown bool `json:"holidays_known"`
}

// standing is where an enquiry stands.
type standing struct {
	Number        string                `json:"number"`
	Sort          enquiry.Sort          `json:"sort"`
	State         enquiry.State         `json:"state"`
	Record        string                `json:"record,omitempty"`
	Field         string                `json:"field,omitempty"`
	Text          string                `json:"text"`
	Lang          text.Lang             `json:"lang"`
	Asked         time.Time             `json:"asked"`
	Due           catalog.Date          `json:"due"`
	HolidaysKnown bool                  `json:"holidays_known"`
	Answer        string                `json:"answer,omitempty"`
	Answered      *time.Time            `json:"answered,omitempty"`
	Mail          enquiry.DeliveryState `json:"mail,omitempty"`
}

func (f *Face) ask(w http.ResponseWriter, r *http.Request) error {
	var q question
	if err := httpkit.ReadJSON(w, r, &q); err != nil {
		return err
	}
	return f.take(w, r, enquiry.Draft{Sort: enquiry.Question, Record: q.Record, Text: q.Question, Lang: text.Lang(q.Lang), ReplyTo: q.ReplyTo})
}

func (f *Face) report(w http.ResponseWriter, r *http.Request) error {
	var m mistake
	if err := httpkit.ReadJSON(w, r, &m); err != nil {
		return err
	}
	return f.take(w, r, enquiry.Draft{Sort: enquiry.Mistake, Record: m.Record, Field: m.Field, Text: m.Text, Lang: text.Lang(m.Lang), ReplyTo: m.ReplyTo})
}

func (f *Face) take(w http.ResponseWriter, r *http.Request, d enquiry.Draft) error {
	if err := d.Clean().Validate(); err != nil {
		return err // costs no slot: nothing is kept
	}
	if err := f.Gate.Pass(w, r); err != nil {
		return err
	}
	e, key, err := f.Desk.Ask(r.Context(), d, "")
	if err != nil {
		return err
	}
	status := f.Desk.URL(e.Lang, e.Number, key)
	w.Header().Set("Location", "/api/v1/enquiries/"+e.Number+"?key="+key)
	return write(w, http.StatusCreated, receipt{e.Number, status, e.Due, e.Sure})
}

func (f *Face) find(w http.ResponseWriter, r *http.Request) error {
	number, _ := httpkit.PathVar(r, "number")
	e, err := f.Desk.Find(r.Context(), number, httpkit.Parsed(r).String("key"))
	if err != nil {
		return err
	}
	s := standing{Number: e.Number, Sort: e.Sort, State: e.State(f.Now()), Record: e.Record, Field: e.Field, Text: e.Text, Lang: e.Lang, Asked: e.Asked, Due: e.Due,
		HolidaysKnown: e.Sure, Answer: e.Answer, Mail: e.Mail.State}
	if !e.Answered.IsZero() {
		s.Answered = &e.Answered
	}
	return write(w, http.StatusOK, s)
}

func (f *Face) withdraw(w http.ResponseWriter, r *http.Request) error {
	number, _ := httpkit.PathVar(r, "number")
	if err := f.Desk.Withdraw(r.Context(), number, httpkit.Parsed(r).String("key")); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (f *Face) rate(w http.ResponseWriter, r *http.Request) error {
	var one rating
	if err := httpkit.ReadJSON(w, r, &one); err != nil {
		return err
	}
	if one.Useful == nil {
		return catalog.NewFault(catalog.Invalid, "useful", "Thiếu useful: true hoặc false.", "useful is missing: true or false.")
	}
	if err := enquiry.Page(one.Page); err != nil {
		return err
	}
	if err := f.Rates.Pass(w, r); err != nil {
		return err
	}
	if err := f.Desk.Rate(r.Context(), one.Page, *one.Useful); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (f *Face) statistics(w http.ResponseWriter, r *http.Request) error {
	years, err := f.Desk.Statistics(r.Context())
	if err != nil {
		return err
	}
	if years == nil {
		years = []enquiry.Statistics{}
	}
	return httpkit.WriteJSON(w, r, struct {
		WorkingDays int                  `json:"working_days"`
		Items       []enquiry.Statistics `json:"items"`
	}{enquiry.WorkingDays, years}, httpkit.Validator{})
}

// write answers with what is for one reader only.
func write(w http.ResponseWriter, status int, v any) error {
	body, err := httpkit.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", httpkit.JSONMedia)
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_, err = w.Write(append(body, '\n'))
	return err
}
