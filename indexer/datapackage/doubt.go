package datapackage

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets/strptime"
	"honglinh/indexer/source"
)

// doubt counts what the values look like of a column whose type nobody declares, so
// that a declaration can be proposed. Nothing is changed by it.
type doubt struct {
	rows                                  int // with a value
	numbers, commas, days, yes, no, units int
	after12                               int // days that are no months
	absent                                []string
	absences, gap                         int // gap is the row of the first
	unit                                  string
	mixed                                 bool // several units
	row                                   int  // of the example
	dots, groupCommas, small              int  // groups of three behind points, behind commas; whole numbers below 1000
	grouped                               string
	groupedRow                            int
	yearless                              int // the first row of a day of the year 0
	yearlessText                          string
	example, separator                    string
}

// maxDoubt is how many rows decide what is proposed.
const maxDoubt = 20_000

// absentCodes are what people write where there is no value.
func absentCodes() []string {
	return []string{"-", "–", "—", "…", "...", "n/a", "N/A", "na", "NA", "không có", "Không có", "x", "null", "NULL"}
}

// see counts one value.
func (d *doubt) see(cell []byte, row int) {
	if d.rows >= maxDoubt {
		return
	}
	b := bytes.TrimSpace(cell)
	if len(b) == 0 {
		return
	}
	d.rows++
	note := func() {
		if d.example == "" {
			d.example, d.row = string(b), row
		}
	}
	if d.yearless == 0 && bytes.HasPrefix(b, []byte("0000-")) && len(b) <= 40 {
		d.yearless, d.yearlessText = row, string(b)
	}
	switch c := b[0]; {
	case len(b) <= 10 && (c < '0' || c > '9') && slices.Contains(absentCodes(), string(b)):
		if d.absences++; d.absences == 1 {
			d.gap = row
		}
		if !slices.Contains(d.absent, string(b)) {
			d.absent = append(d.absent, string(b))
		}
	case c >= '0' && c <= '9' || c == '-' || c == '+':
		d.digits(b, row, note)
	case len(b) <= 8:
		switch strings.ToLower(string(b)) {
		case "có":
			d.yes++
			note()
		case "không":
			d.no++
			note()
		}
	}
}

// digits counts a value that begins as a number does.
func (d *doubt) digits(b []byte, row int, note func()) {
	n := 0
	for n < len(b) && (b[n] >= '0' && b[n] <= '9' || bytes.IndexByte([]byte("+-.,"), b[n]) >= 0) {
		n++
	}
	rest := strings.TrimLeft(string(b[n:]), "  ")
	switch {
	case len(b) >= 8 && len(b) <= 10 && (bytes.Count(b, []byte{'/'}) == 2 || bytes.Count(b, []byte{'-'}) == 2):
		sign := "/"
		if bytes.IndexByte(b, '-') >= 0 {
			sign = "-"
		}
		f, err := strptime.Compile("%d" + sign + "%m" + sign + "%Y")
		if err != nil {
			return
		}
		t, err := f.Parse(string(b))
		if err != nil || d.separator != "" && d.separator != sign {
			return
		}
		note()
		d.days++
		d.separator = sign
		if t.Day() > 12 {
			d.after12++
		}
	case rest == "":
		d.numbers++
		d.groups(b, row)
		if bytes.IndexByte(b, ',') >= 0 {
			d.commas++
		}
	case len(rest) <= 20 && utf8.ValidString(rest) && !strings.ContainsAny(rest, "0123456789/:"):
		note()
		d.units++
		if bytes.IndexByte(b, ',') >= 0 {
			d.commas++
		}
		d.mixed = d.mixed || d.unit != "" && d.unit != rest
		if d.unit == "" {
			d.unit = rest
		}
	}
}

// groups counts a number that may be thousands: one to three digits and groups of three.
func (d *doubt) groups(b []byte, row int) {
	s := strings.TrimLeft(string(b), "+-")
	switch head, rest, sign := cutSign(s); {
	case sign == 0 && len(s) <= 3:
		d.small++
	case sign == 0 || len(head) > 3 || head[0] == '0' || !threes(rest, string(sign)):
	case sign == '.':
		d.dots++
	default:
		d.groupCommas++
	}
	if d.groupedRow == 0 && d.dots+d.groupCommas > 0 {
		d.grouped, d.groupedRow = string(b), row
	}
}

// cutSign cuts a number at its first point or comma; sign is 0 for none.
func cutSign(s string) (head, rest string, sign byte) {
	i := strings.IndexAny(s, ".,")
	if i <= 0 {
		return s, "", 0
	}
	return s[:i], s[i+1:], s[i]
}

// threes reports whether s is groups of three digits.
func threes(s, sign string) bool {
	for group := range strings.SplitSeq(s, sign) {
		if len(group) != 3 || strings.Trim(group, "0123456789") != "" {
			return false
		}
	}
	return true
}

// tell proposes a declaration where the values ask for one.
func (d *doubt) tell(file, column string, to source.Sink) {
	values := d.rows - d.absences
	row := d.row
	say := func(key string, args ...any) {
		to.Warn(source.Warning{File: file, Row: row, Column: column}.For(notice.Of(key, args...)))
	}
	if d.yearless > 0 {
		row = d.yearless
		say("year-zero", d.yearlessText)
	}
	if values == 0 {
		return
	}
	known := d.numbers+d.units == values || d.days == values || d.yes+d.no == values
	if d.absences > 0 && known {
		row = d.gap
		say("missing-proposed", d.absences, d.rows, quotedList(d.absent), d.sort(values), jsonList(append([]string{""}, d.absent...)))
	}
	row = d.row
	for sign, n := range map[string]int{".": d.dots, ",": d.groupCommas} {
		if n > 0 && n+d.small == values {
			row = d.groupedRow
			say("groups-undeclared", n, d.grouped, sign)
		}
	}
	switch {
	case d.days == values && d.after12 > 0:
		say("date-proposed", values, d.example, "%d"+d.separator+"%m"+d.separator+"%Y")
	case d.days == values:
		say("date-proposed.order", values, d.example)
	case d.yes > 0 && d.yes+d.no == values:
		say("boolean-proposed", values)
	case d.units > 0 && d.units+d.numbers == values && d.mixed:
		say("unit-mixed", d.units, d.example)
	case d.units > 0 && d.units+d.numbers == values:
		decimal := ""
		if d.commas > 0 {
			decimal = `, "decimalChar": ","`
		}
		say("unit-proposed", d.units, d.example, decimal, d.unit)
	}
}

func (d *doubt) sort(values int) text.Text {
	switch {
	case d.days == values:
		return notice.Of("sort.days").Reason
	case d.yes+d.no == values:
		return notice.Of("sort.boolean").Reason
	}
	return notice.Of("sort.numbers").Reason
}

func quotedList(all []string) string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(out, ", ")
}

func jsonList(all []string) string { return "[" + quotedList(all) + "]" }
