package harvest

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/indexer/harvest/client"
)

// Source is a portal as the settings describe it, one entry of the list `sources`.
type Source struct {
	// Name is the slug of its packages and of its folder.
	Name string `json:"name"`
	// Title is what readers call it; the name if empty.
	Title string `json:"title"`
	// Protocol is the name of one of the protocols.
	Protocol string `json:"protocol"`
	Address  string `json:"address"`
	// Kind is that of its records where the protocol does not say; article if empty.
	Kind string `json:"kind"`
	// Profile names how its pages are read; see package profile.
	Profile string `json:"profile"`
	// Every is its timetable: the time between two runs of a server; 6h if empty.
	Every string `json:"every"`
	// Keep is how much of a text is kept: whole, abstract or title. Empty is abstract
	// of the press and whole of everybody else.
	Keep string `json:"keep"`
	// Licence is a code of vocab, where the operator knows it; what the portal states
	// of an item comes first.
	Licence string `json:"licence"`
	// Unit is the code or name of the unit that all of it is about.
	Unit string `json:"unit"`
	// Language is that of its texts where they do not say; vi if empty.
	Language string `json:"language"`
	// Publisher is who answers for it.
	Publisher string `json:"publisher"`
	// Pace is the pause between two requests to one host; 1s if empty.
	Pace       string   `json:"pace"`
	AllowHosts []string `json:"allow_hosts"`
	Limits     Bounds   `json:"limits"`
	// Press says that it is a newspaper's; Aggregation is then by what licence its
	// items may be listed here, which the operator answers for.
	Press       bool   `json:"press"`
	Aggregation string `json:"aggregation"`
	// Removed are items that were taken out on request. They stay out.
	Removed []Removal `json:"removed"`
}

// Bounds are limits of one source; zero values leave those of package client.
type Bounds struct {
	AnswerBytes int64  `json:"answer_bytes"`
	RunBytes    int64  `json:"run_bytes"`
	Requests    int    `json:"requests"`
	Time        string `json:"time"`
	Answer      string `json:"answer"`
}

// Removal is an item that was taken out on request, known by its address, and why.
type Removal struct {
	Address string `json:"address"`
	Reason  string `json:"reason"`
	On      string `json:"on"`
}

// How much of a text is kept.
const (
	Whole    = "whole"
	Abstract = "abstract"
	Title    = "title"
)

// Keeps are the values of Source.Keep.
func Keeps() []string { return []string{Whole, Abstract, Title} }

const (
	defaultPace  = time.Second
	defaultEvery = "6h"
	// shortestEvery keeps a server from asking all the time.
	shortestEvery = time.Minute
)

var nameForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// maxName leaves room for the name of a dataset behind it.
const maxName = 40

// Check fills in what is left open and tells what is wrong, with the key at fault.
func (s *Source) Check(protocols []string) error {
	var wrong []error
	bad := func(key, format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("source %q: %s: %s", s.Name, key, fmt.Sprintf(format, args...)))
	}
	if !nameForm.MatchString(s.Name) || len(s.Name) > maxName {
		bad("name", "want up to %d lower-case letters, digits and '-', such as bao-dia-phuong", maxName)
	}
	if !slices.Contains(protocols, s.Protocol) {
		bad("protocol", "there is no %q; want one of %s", s.Protocol, strings.Join(protocols, " "))
	}
	if u, err := url.Parse(s.Address); err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		bad("address", "want an address that begins with https:// or http://, not %q", s.Address)
	}
	s.fill()
	if !vocab.Kind(s.Kind).Valid() {
		bad("kind", "there is no %q; nearest: %q", s.Kind, text.Nearest(s.Kind, vocab.Kinds().Codes()))
	}
	if !slices.Contains(Keeps(), s.Keep) {
		bad("keep", "want one of %s", strings.Join(Keeps(), " "))
	}
	if _, ok := vocab.FindLicence(s.Licence); s.Licence != "" && !ok {
		bad("licence", "there is no %q; leave it out where nothing is known", s.Licence)
	}
	if _, ok := text.ParseLang(s.Language); !ok {
		bad("language", "want vi or en")
	}
	for key, value := range map[string]string{"every": s.Every, "pace": s.Pace, "limits.time": s.Limits.Time, "limits.answer": s.Limits.Answer} {
		if d, err := time.ParseDuration(value); value != "" && (err != nil || d < 0) {
			bad(key, "want a time such as 90s or 6h, not %q", value)
		}
	}
	if s.Press && s.Aggregation == "" {
		bad("aggregation", "it is a newspaper's (press: true): say by what licence or agreement its items may be listed, as the public page of sources will")
	}
	for _, h := range s.AllowHosts {
		if _, port, ok := cutPort(h); !ok || port == "" {
			bad("allow_hosts", "want host:port, such as 10.0.0.5:8080, not %q", h)
		}
	}
	for i, r := range s.Removed {
		if _, err := catalog.ParseDate(r.On); r.Address == "" || r.Reason == "" || err != nil {
			bad(fmt.Sprintf("removed[%d]", i), "want the address, the reason and the day on")
		}
	}
	return errors.Join(wrong...)
}

func (s *Source) fill() {
	set := func(to *string, value string) {
		if *to == "" {
			*to = value
		}
	}
	set(&s.Title, s.Name)
	set(&s.Kind, string(vocab.Article))
	set(&s.Language, string(text.VI))
	set(&s.Every, defaultEvery)
	if s.Press {
		set(&s.Keep, Abstract)
	}
	set(&s.Keep, Whole)
}

func cutPort(h string) (host, port string, ok bool) {
	if ap, err := netip.ParseAddrPort(h); err == nil {
		return ap.Addr().String(), h[strings.LastIndexByte(h, ':')+1:], true
	}
	return strings.Cut(h, ":")
}

// Interval is the time between two runs by timetable.
func (s *Source) Interval() time.Duration {
	return max(duration(cmp.Or(s.Every, defaultEvery), 0), shortestEvery)
}

// limits are what a run of the source may cost.
func (s *Source) limits() client.Limits {
	b := s.Limits
	return client.Limits{AnswerBytes: b.AnswerBytes, RunBytes: b.RunBytes, Requests: b.Requests, Time: duration(b.Time, 0), Answer: duration(b.Answer, 0)}
}

// duration reads a time that was checked.
func duration(s string, otherwise time.Duration) time.Duration {
	if d, err := time.ParseDuration(s); err == nil {
		return d
	}
	return otherwise
}

// host is what the runs of sources are kept apart by.
func (s *Source) host() string {
	u, err := url.Parse(s.Address)
	if err != nil {
		return s.Address
	}
	return u.Host
}
