package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"time"

	"honglinh/api"
	deskapi "honglinh/api/desk"
	"honglinh/api/httpkit"
	"honglinh/catalog"
)

// ofPeople are the addresses that only the writer answers: what is kept of people is with it
// alone, and so is what it counts and harvests.
var ofPeople = regexp.MustCompile(`^/(desk|api/v1/(enquiries|reports|ratings|subscriptions|freshness)|(vi|en)/(enquiry|rating|follow|coverage|sources|usage))(/|$)` +
	`|^/(vi/|en/)?photos/[^/]+/[^/]+\.jpg$`)

// forwarding hands requests of people on to the writer.
type forwarding struct{ proxy *httputil.ReverseProxy }

// newForwarding hands on to an address; "" hands nothing on.
func newForwarding(address string) (*forwarding, error) {
	if address == "" {
		return &forwarding{}, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" && u.Path != "/" {
		return nil, fmt.Errorf("--writer %q: want the address for readers of the server that is followed: http://host:8080", address)
	}
	return &forwarding{&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(u)
			r.Out.Host = r.In.Host
			r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"] // the chain goes on
			r.SetXForwarded()
			for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Proto"} {
				if given := r.In.Header[name]; given != nil {
					r.Out.Header[name] = given
				}
			}
		},
		Transport: &http.Transport{DialContext: (&net.Dialer{Timeout: 3 * time.Second}).DialContext, ResponseHeaderTimeout: 30 * time.Second, MaxIdleConnsPerHost: 16, IdleConnTimeout: 30 * time.Second},
	}}, nil
}

// atWriter is the fault of what a reader cannot do.
func atWriter() error {
	return catalog.NewFault(catalog.Busy, "", "Phần này (bàn biên tập, câu hỏi, đánh giá, theo dõi) do máy chủ chính nhận, hiện không liên lạc được; tra cứu vẫn chạy bình thường. Hãy thử lại sau ít phút.",
		"This part (the desk, enquiries, ratings, subscriptions) is answered by the main server, which cannot be reached now; searching works as always. Try again in a few minutes.")
}

// refuser answers with a fault before what readers are answered by.
type refuser func(w http.ResponseWriter, r *http.Request, fault error)

// refusal refuses people by a page, and programs as the API does.
func refusal(kit *httpkit.Kit, folk *people) refuser {
	protocols := api.Protocols()
	return func(w http.ResponseWriter, r *http.Request, fault error) {
		if _, ok := httpkit.Owner(protocols, r.URL.Path); !ok && !deskapi.Holds(r.URL.Path) {
			folk.readers.shown.Load().Refuse(w, r, fault)
			return
		}
		kit.Wrap(kit.Handle(func(http.ResponseWriter, *http.Request) error { return fault })).ServeHTTP(w, r)
	}
}

// before stands before the pages of a reader.
func (f *forwarding) before(refuse refuser, pages http.Handler) http.Handler {
	away := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "120")
		refuse(w, r, atWriter())
	}
	if f.proxy != nil {
		f.proxy.ErrorHandler = func(w http.ResponseWriter, r *http.Request, _ error) { away(w, r) }
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !ofPeople.MatchString(r.URL.Path):
			pages.ServeHTTP(w, r)
		case f.proxy == nil:
			away(w, r)
		default:
			f.proxy.ServeHTTP(w, r)
		}
	})
}
