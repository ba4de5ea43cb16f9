package royalty

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
)

// Rates are what a decision sets: the value of the unit coefficient in VND, and a
// coefficient for each genre and grade in hundredths.
type Rates struct {
	Decision string       `json:"decision"`
	From     catalog.Date `json:"from"`
	Unit     int64        `json:"unit"`
	Rows     []Rate       `json:"rows"`
}

// Rate is the coefficient of a genre and a grade, in hundredths.
type Rate struct {
	Genre       string `json:"genre"`
	Grade       string `json:"grade"`
	Coefficient int64  `json:"coefficient"`
}

// Bounds of rates: a unit over 10 million dong or a coefficient over 1,000 is a slip
// of the keyboard.
const (
	maxUnit        = 10_000_000
	maxCoefficient = 1000_00
	maxRows        = 500
)

var code = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,59}$`)

// Validate holds the rates against the rules. Fault: Invalid.
func (r Rates) Validate() error {
	day, err := catalog.ParseDate(string(r.From))
	switch {
	case strings.TrimSpace(r.Decision) == "" || len(r.Decision) > 200:
		return bad("decision", "Thiếu số quyết định.", "The number of the decision is missing.")
	case err != nil || len(day) != len("2026-01-01"):
		return bad("from", "Hãy ghi ngày áp dụng như 2026-01-01.", "Write the day from which they hold as 2026-01-01.")
	case r.Unit <= 0 || r.Unit > maxUnit:
		return bad("unit", "Giá trị đơn vị hệ số là số đồng từ 1 đến 10 triệu.", "The value of the unit coefficient is 1 to 10 million VND.")
	case len(r.Rows) == 0 || len(r.Rows) > maxRows:
		return bad("rows", "Cần từ 1 đến 500 dòng hệ số.", "There must be 1 to 500 rows.")
	}
	for i, row := range r.Rows {
		if !code.MatchString(row.Genre) || !code.MatchString(row.Grade) || row.Coefficient <= 0 || row.Coefficient > maxCoefficient {
			return bad(fmt.Sprintf("rows:%d", i+1), "Mỗi dòng: thể loại, bậc, hệ số lớn hơn 0.", "Each row: genre, grade, a coefficient above 0.")
		}
		if slices.ContainsFunc(r.Rows[:i], func(o Rate) bool { return o.Genre == row.Genre && o.Grade == row.Grade }) {
			return bad(fmt.Sprintf("rows:%d", i+1), "Thể loại và bậc này có hai lần.", "This genre and grade stand twice.")
		}
	}
	return nil
}

func bad(where, vi, en string) error { return catalog.NewFault(catalog.Invalid, where, vi, en) }

// Coefficient returns the coefficient of a genre and grade. Fault: Invalid.
func (r Rates) Coefficient(genre, grade string) (int64, error) {
	for _, row := range r.Rows {
		if row.Genre == genre && row.Grade == grade {
			return row.Coefficient, nil
		}
	}
	return 0, bad("grade", "Bảng hệ số không có thể loại và bậc này.", "The rates have no such genre and grade.")
}

// At returns the rates that hold on a day; false where none do.
func At(all []Rates, day time.Time) (Rates, bool) {
	best, found := Rates{}, false
	for _, r := range all {
		if on := string(r.From); on <= day.Format(time.DateOnly) && (!found || on >= string(best.From)) {
			best, found = r, true
		}
	}
	return best, found
}

// Share is a part of an item, in per cent, of a person or a unit.
type Share struct {
	To      string `json:"to"` // account, or unit/name
	Unit    string `json:"unit,omitempty"`
	Percent int64  `json:"percent"`
}

// Item is a published edition that was graded.
type Item struct {
	Edition string  `json:"edition"`
	Record  string  `json:"record"`
	Title   string  `json:"title"`
	Genre   string  `json:"genre"`
	Grade   string  `json:"grade"`
	By      string  `json:"by"` // who graded it
	Shares  []Share `json:"shares"`
	Month   string  `json:"month"` // 2026-12
}

// maxShares of an item: nobody writes an article by ten.
const maxShares = 10

// Validate holds an item against the rules: the shares are whole, and nobody grades
// their own. writers are the accounts that wrote the edition. Fault: Invalid.
func (it Item) Validate(writers []string, who account.Actor) error {
	if slices.Contains(writers, who.Name) || slices.ContainsFunc(it.Shares, func(s Share) bool { return s.To == who.Name }) {
		return bad("grade", "Không ai tự chấm nhuận bút của mình.", "Nobody grades their own.")
	}
	sum := int64(0)
	for i, s := range it.Shares {
		if s.To == "" || s.Percent <= 0 || slices.ContainsFunc(it.Shares[:i], func(o Share) bool { return o.To == s.To }) {
			return bad("shares", "Mỗi phần cần một người hoặc đơn vị và một số phần trăm, mỗi người một lần.", "Each share needs a person or a unit and a percentage, each once.")
		}
		sum += s.Percent
	}
	if sum != 100 || len(it.Shares) > maxShares {
		return bad("shares", fmt.Sprintf("Các phần cộng lại phải bằng 100%%, không phải %d%%.", sum), fmt.Sprintf("The shares must add up to 100%%, not %d%%.", sum))
	}
	return nil
}

// Line is what one share of one item comes to, or a correction.
type Line struct {
	Edition     string `json:"edition,omitempty"`
	Title       string `json:"title"`
	To          string `json:"to"`
	Unit        string `json:"unit,omitempty"`
	Genre       string `json:"genre,omitempty"`
	Grade       string `json:"grade,omitempty"`
	Coefficient int64  `json:"coefficient,omitempty"` // hundredths
	Percent     int64  `json:"percent,omitempty"`
	Amount      int64  `json:"amount"` // VND, negative in a correction
	Why         string `json:"why,omitempty"`
}

// Lines returns what an item comes to. The shares of an amount add up to it: what
// rounding leaves goes to the first.
func (it Item) Lines(r Rates) ([]Line, error) {
	c, err := r.Coefficient(it.Genre, it.Grade)
	if err != nil {
		return nil, err
	}
	whole := (r.Unit*c + 50) / 100
	var out []Line
	left := whole
	for _, s := range it.Shares {
		part := whole * s.Percent / 100
		left -= part
		out = append(out, Line{Edition: it.Edition, Title: it.Title, To: s.To, Unit: s.Unit, Genre: it.Genre, Grade: it.Grade, Coefficient: c, Percent: s.Percent, Amount: part})
	}
	if len(out) > 0 {
		out[0].Amount += left
	}
	return out, nil
}

// State is where a month stands.
type State string

// The states of a month.
const (
	Open   State = "open"
	Closed State = "closed"
	Paid   State = "paid"
)

// Month is the royalties of a month. A closed one never changes.
type Month struct {
	Name     string    `json:"name"` // 2026-12
	State    State     `json:"state"`
	Decision string    `json:"decision,omitempty"`
	Lines    []Line    `json:"lines"`
	ClosedBy string    `json:"closed_by,omitempty"`
	ClosedAt time.Time `json:"closed_at,omitzero"`
	PaidBy   string    `json:"paid_by,omitempty"`
	PaidAt   time.Time `json:"paid_at,omitzero"`
}

// Sum is the whole of the month in VND.
func (m Month) Sum() (n int64) {
	for _, l := range m.Lines {
		n += l.Amount
	}
	return n
}

// Total is a sum for a name.
type Total struct {
	Name   string
	Items  int
	Amount int64
}

// By adds the month up by what of gives, in order of names.
func (m Month) By(of func(Line) string) []Total {
	sums := map[string]*Total{}
	for _, l := range m.Lines {
		t := sums[of(l)]
		if t == nil {
			t = &Total{Name: of(l)}
			sums[of(l)] = t
		}
		t.Items++
		t.Amount += l.Amount
	}
	var out []Total
	for _, t := range sums {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Total) int { return strings.Compare(a.Name, b.Name) })
	return out
}

var monthName = regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])$`)

// MonthOf names the month of an instant, in the time of Viet Nam.
func MonthOf(t time.Time) string { return t.In(time.FixedZone("UTC+7", 7*60*60)).Format("2006-01") }

// CheckMonth holds a name of a month against the rules. Fault: Invalid.
func CheckMonth(name string) error {
	if !monthName.MatchString(name) {
		return bad("month", "Hãy viết tháng như 2026-12.", "Write a month as 2026-12.")
	}
	return nil
}
