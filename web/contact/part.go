package contact

import (
	"context"
	"embed"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
	desk "honglinh/indexer/contact"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Desk takes what readers send.
type Desk interface {
	Ask(ctx context.Context, d enquiry.Draft, token string) (enquiry.Enquiry, string, error)
	Sent(ctx context.Context, d enquiry.Draft, token string) (enquiry.Enquiry, string, bool, error)
	Find(ctx context.Context, number, key string) (enquiry.Enquiry, error)
	Withdraw(ctx context.Context, number, key string) error
	Rate(ctx context.Context, page string, useful bool) error
	Statistics(ctx context.Context) ([]enquiry.Statistics, error)
	Token() string
	Check(f desk.Form) (proven bool, err error)
}

// Gates bound what a client may send: Plain without, Proven with a proof that a
// script worked for, Rates of ratings.
type Gates struct{ Plain, Proven, Rates *httpkit.Gate }

// Options are what the part needs beside the frame. Without a Desk there is none.
type Options struct {
	Desk  Desk
	Gates Gates
	// Keep is how many days an enquiry is kept.
	Keep int
}

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	desk  Desk
	gates Gates
	keep  int
}

// New returns the part over the frame.
func New(s *frame.Frame, o Options) frame.Part {
	if o.Desk == nil {
		return frame.Part{}
	}
	p := &pages{s, o.Desk, o.Gates, o.Keep}
	post := []string{http.MethodPost}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteEnquiry, Path: "/enquiry", Handle: p.show},
			{Name: "web.enquiry-sent", Path: "/enquiry", Methods: post, Handle: p.send},
			{Name: frame.RouteEnquiryStatus, Path: "/enquiry/{number:[0-9]{4}-[0-9]{4,9}}", Handle: p.status},
			{Name: "web.enquiry-withdrawn", Path: "/enquiry/{number:[0-9]{4}-[0-9]{4,9}}", Methods: post, Handle: p.withdraw},
			{Name: frame.RouteRating, Path: "/rating", Methods: post, Handle: p.rate},
		},
		Views:    frame.Views{Files: files, Pages: map[string]any{"enquiry": page{}, "enquiry-status": statusPage{}, "said": saidPage{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteEnquiry)},
	}
}
