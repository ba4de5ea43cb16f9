package enquiry

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"unicode"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Bounds of what readers send, in characters: two pages of A4; the shortest question
// that says something; a field's name.
const (
	MaxText  = 5000
	MinText  = 10
	maxField = 100
	// maxAddress is the longest mail address (RFC 5321, 4.5.3.1.3, without the brackets).
	maxAddress = 254
	// maxPage is longer than the path of any page.
	maxPage = 300
)

// Draft is an enquiry as a reader sends it.
type Draft struct {
	Sort    Sort
	Record  string
	Field   string
	Text    string
	Lang    text.Lang
	ReplyTo string
}

// Clean returns the draft without space around its values and without characters
// that are no text.
func (d Draft) Clean() Draft {
	d.Record, d.Field, d.ReplyTo = strings.TrimSpace(d.Record), plain(d.Field), strings.TrimSpace(d.ReplyTo)
	d.Text = plain(d.Text)
	return d
}

// plain drops control characters and the marks that turn the direction of writing.
func plain(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// Validate holds a clean draft against the rules. Where of the fault is the name of
// the API's field. Faults: Invalid, TooLarge.
func (d Draft) Validate() error {
	content := "question"
	if d.Sort == Mistake {
		content = "text"
	}
	n := len([]rune(d.Text))
	switch {
	case n < MinText:
		return catalog.NewFault(catalog.Invalid, content, fmt.Sprintf("Hãy viết ít nhất %d ký tự.", MinText), fmt.Sprintf("Please write at least %d characters.", MinText))
	case n > MaxText:
		return catalog.NewFault(catalog.TooLarge, content, fmt.Sprintf("Dài %d ký tự; nhiều nhất %d. Hãy chia thành nhiều câu hỏi.", n, MaxText), fmt.Sprintf("It has %d characters; at most %d. Please split it.", n, MaxText))
	case len([]rune(d.Field)) > maxField:
		return catalog.NewFault(catalog.TooLarge, "field", fmt.Sprintf("Nhiều nhất %d ký tự.", maxField), fmt.Sprintf("At most %d characters.", maxField))
	}
	if d.Lang != text.VI && d.Lang != text.EN {
		return catalog.NewFault(catalog.Invalid, "lang", "Hãy ghi vi hoặc en.", "Write vi or en.")
	}
	if d.Record != "" {
		if _, _, ok := catalog.SplitID(d.Record); !ok {
			return catalog.NewFault(catalog.Invalid, "record", "Mã bản ghi có dạng <loại>/<tên>, ví dụ opportunity/….", "A record's id reads <kind>/<slug>, such as opportunity/….")
		}
	}
	if d.ReplyTo != "" {
		return Address("reply_to", d.ReplyTo)
	}
	return nil
}

// Address reports what is wrong with a mail address that somebody wants to be
// written to: one, bare, with a domain, that is read by a person. Fault: Invalid.
func Address(where, s string) error {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s || len(s) > maxAddress || !domain(s) {
		return catalog.NewFault(catalog.Invalid, where, "Đây không phải một địa chỉ thư điện tử, ví dụ ten@example.vn.", "This is no e-mail address such as name@example.com.")
	}
	if unattended(s) {
		return catalog.NewFault(catalog.Invalid, where, "Địa chỉ này không có người đọc (no-reply); hãy ghi một địa chỉ nhận được thư.", "Nobody reads this address (no-reply); please give one that takes mail.")
	}
	return nil
}

// domain reports whether the part after the @ is a name on the Internet, and the
// whole is printable without line ends.
func domain(s string) bool {
	at := strings.LastIndexByte(s, '@')
	host := s[at+1:]
	return strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(host, "[]") && strings.IndexFunc(s, unicode.IsControl) < 0
}

var robots = regexp.MustCompile(`^(do-?not-?reply|no-?reply|never-?reply|mailer-?daemon|bounces?|postmaster|undisclosed(-recipients)?)([0-9+._-].*)?$`)

// unattended reports whether an address names itself as one that no person reads:
// such an address was taken for the asker's own elsewhere, and answers were lost.
func unattended(s string) bool {
	local := strings.ToLower(s[:strings.LastIndexByte(s, '@')])
	return robots.MatchString(strings.NewReplacer("_", "-", ".", "-").Replace(local)) || strings.Contains(local, "noreply") || strings.Contains(local, "no-reply")
}

var pagePath = regexp.MustCompile(`^/[a-z]{2}(/[a-zA-Z0-9._~-]+){0,5}/?$`)

// Page reports whether a path may be that of a page of the catalogue. Fault: Invalid.
func Page(path string) error {
	if len(path) > maxPage || !pagePath.MatchString(path) {
		return catalog.NewFault(catalog.Invalid, "page", "Hãy ghi đường dẫn của trang, ví dụ /vi/search, không có tham số.", "Give the path of the page, such as /en/search, without parameters.")
	}
	return nil
}
