package alert

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
)

// Subscription is a saved question that calls back.
type Subscription struct {
	ID string `json:"id"`
	// Query is a search as its address has it ("q=…&kind=opportunity"); Records are ids.
	// One of them is given.
	Query   string    `json:"query,omitempty"`
	Records []string  `json:"records,omitempty"`
	Channel string    `json:"channel"` // email or webhook
	To      string    `json:"to"`
	Lang    text.Lang `json:"lang"`
	Created time.Time `json:"created"`
	// Confirmed is when the receiver said yes; nothing is sent before.
	Confirmed time.Time `json:"confirmed,omitzero"`
	// Seq is the last change that the receiver was told of, or need not be; Since is when
	// that was.
	Seq   int64     `json:"seq"`
	Since time.Time `json:"since"`
	// Next is when it is looked at again.
	Next time.Time `json:"next"`
}

// Every is how often a receiver is written to at most; Unconfirmed how long a
// subscription waits for its receiver.
const (
	Every       = 24 * time.Hour
	Unconfirmed = 48 * time.Hour
	// MaxRecords is how many records one subscription follows: a shortlist.
	MaxRecords = 20
	maxQuery   = 2000
	maxHook    = 500
)

// Validate holds a subscription against the rules. Faults: Invalid.
func (s *Subscription) Validate() error {
	switch {
	case (s.Query == "") == (len(s.Records) == 0):
		return catalog.NewFault(catalog.Invalid, "query", "Hãy ghi đúng một trong query, record, records.", "Give exactly one of query, record and records.")
	case len(s.Query) > maxQuery:
		return catalog.NewFault(catalog.Invalid, "query", "Tìm kiếm quá dài.", "The query is too long.")
	case len(s.Records) > MaxRecords:
		return catalog.NewFault(catalog.Invalid, "records", "Nhiều nhất 20 bản ghi.", "At most 20 records.")
	case s.Lang != text.VI && s.Lang != text.EN:
		return catalog.NewFault(catalog.Invalid, "lang", "Hãy ghi vi hoặc en.", "Write vi or en.")
	}
	for _, id := range s.Records {
		if _, _, ok := catalog.SplitID(id); !ok {
			return catalog.NewFault(catalog.Invalid, "records", "“"+id+"” không phải mã bản ghi.", "“"+id+"” is no record id.")
		}
	}
	switch s.Channel {
	case "email":
		return enquiry.Address("to", s.To)
	case "webhook":
		return Hook(s.To)
	}
	return catalog.NewFault(catalog.Invalid, "channel", "Hãy ghi email hoặc webhook.", "Write email or webhook.")
}

// Hook holds the address of a webhook against the rules: https, without user, on the
// public Internet as far as the address tells. Fault: Invalid.
func Hook(to string) error {
	u, err := url.Parse(to)
	if err != nil || len(to) > maxHook || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return catalog.NewFault(catalog.Invalid, "to", "Hãy ghi một địa chỉ https:// không có tên người dùng.", "Give an https:// address without a user name.")
	}
	host := strings.ToLower(u.Hostname())
	if a, err := netip.ParseAddr(host); err == nil && !Public(a) || host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".internal") || strings.HasSuffix(host, ".local") {
		return catalog.NewFault(catalog.Invalid, "to", "Địa chỉ này không ở trên Internet công cộng.", "This address is not on the public Internet.")
	}
	return nil
}

// Public reports whether an address is one of the public Internet: none of the special
// ranges of RFC 6890, by which a sender could be made to ask machines near us.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast() {
		return false
	}
	return !slices.ContainsFunc(special(), func(p netip.Prefix) bool { return p.Contains(a) })
}

// special are the ranges that netip does not tell: of RFC 6890, and those that carry
// another address inside (NAT64, 6to4, Teredo).
func special() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
		netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
	}
}

// Change is what became of one record.
type Change struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	URL     string   `json:"url"`
	What    string   `json:"what"` // added, changed, removed
	Fields  []Fields `json:"fields,omitempty"`
	Version int      `json:"version"`
}

// Fields is one field with what it said and says; Label is what people call it.
type Fields struct {
	Path  string `json:"path"`
	Label string `json:"label,omitempty"`
	From  any    `json:"from"`
	To    any    `json:"to"`
}

// maxFields and maxValue bound what a digest says of one record.
const (
	maxFields = 8
	maxValue  = 120
)

// Line writes a change in words, "from … to …".
func (c *Change) Line(lang text.Lang) string {
	word := map[string]text.Text{"added": text.New("mới", "new"), "changed": text.New("thay đổi", "changed"), "removed": text.New("đã gỡ", "removed")}[c.What]
	var b strings.Builder
	fmt.Fprintf(&b, "- %s (%s)\n  %s\n", c.Title, word.In(lang), c.URL)
	for i, f := range c.Fields {
		if i == maxFields {
			b.WriteString("  …\n")
			break
		}
		fmt.Fprintf(&b, "  %s: %s → %s\n", cmp.Or(f.Label, f.Path), value(f.From, lang), value(f.To, lang))
	}
	return b.String()
}

func value(v any, lang text.Lang) string {
	if v == nil {
		return text.New("chưa có", "not stated").In(lang)
	}
	s, ok := v.(string)
	if !ok {
		b, _ := json.Marshal(v) // read from JSON
		s = string(b)
	}
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxValue {
		s = string(r[:maxValue]) + "…"
	}
	return cmp.Or(s, text.New("trống", "empty").In(lang))
}
