package duck

import (
	"fmt"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/strptime"
	"honglinh/datasets/table"
)

// isMissing tests a value against the codes for a missing one.
func isMissing(v string, missing []string) string {
	if len(missing) == 0 {
		missing = []string{""}
	}
	codes := make([]string, len(missing))
	for i, m := range missing {
		codes[i] = literal(m)
	}
	return v + ` IN (` + strings.Join(codes, ", ") + `)`
}

// infer decides the type of a column that the descriptor does not type, from
// every one of its values, and says why.
func infer(t tally) (table.Type, text.Text) {
	n := t.rows - t.missing
	switch {
	case n == 0:
		return table.Text, text.New("chưa có giá trị nào", "there is no value yet")
	case t.points > 0 && t.points+t.small == n:
		return table.Text, doubtful(t.points, "102.345", ".")
	case t.commaGroups > 0 && t.commaGroups+t.small == n:
		return table.Text, doubtful(t.commaGroups, "102,345", ",")
	case t.zeros > 0 && t.ints == n:
		return table.Text, text.New(fmt.Sprintf("là văn bản vì %d giá trị bắt đầu bằng số 0", t.zeros), fmt.Sprintf("text because %d values start with 0", t.zeros))
	case t.long > 0 && t.ints == n:
		return table.Text, text.New(fmt.Sprintf("là văn bản vì %d giá trị dài hơn 15 chữ số, là mã chứ không phải số", t.long), fmt.Sprintf("text because %d values have more than 15 digits and are codes", t.long))
	case t.ints == n:
		return table.Integer, allAre(n, "số nguyên", "whole numbers")
	case t.numbers == n:
		return table.Number, allAre(n, "số", "numbers")
	case t.commas > 0 && t.commas+t.ints == n:
		return table.Number, allAre(n, "số viết dấu phẩy thập phân", "numbers with a decimal comma")
	case t.bools == n:
		return table.Boolean, allAre(n, "đúng/sai", "true or false")
	case t.dates == n:
		return table.Date, allAre(n, "ngày", "dates")
	case t.times == n:
		return table.DateTime, allAre(n, "thời điểm", "instants")
	case t.locals == n:
		return table.LocalDateTime, allAre(n, "ngày giờ không có múi giờ", "dates and times without a time zone")
	case t.times+t.locals == n:
		return table.Text, unzoned(t)
	case t.ints+t.numbers > 0:
		return table.Text, text.New(fmt.Sprintf("là văn bản vì chỉ %d trong %d giá trị là số", max(t.ints, t.numbers), n), fmt.Sprintf("text because only %d of %d values are numbers", max(t.ints, t.numbers), n))
	}
	return table.Text, text.New("là văn bản", "text")
}

func allAre(n int, vi, en string) text.Text {
	return text.New(fmt.Sprintf("cả %d giá trị đều là %s", n, vi), fmt.Sprintf("all %d values are %s", n, en))
}

// doubtful says why numbers that may be grouped stay text: 102.345 is a hundred
// thousand to one writer and a hundred to another.
func doubtful(n int, example, group string) text.Text {
	return text.New(fmt.Sprintf("là văn bản vì mọi giá trị đều có thể là nhóm ba chữ số (%d giá trị như %s) mà mô tả không nói dấu %q là gì; hãy khai báo cột là number hoặc integer với groupChar %q (hàng nghìn), hoặc là number với decimalChar %q (thập phân)", n, example, group, group, group),
		fmt.Sprintf("text because every value may be groups of three digits (%d values like %s) and the descriptor does not say what %q is; declare the column as number or integer with groupChar %q (thousands), or as number with decimalChar %q (decimals)", n, example, group, group, group))
}

// unzoned says why times with and without a zone stay text: the latter are no
// instants.
func unzoned(t tally) text.Text {
	return text.New(fmt.Sprintf("là văn bản vì %d thời điểm có múi giờ và %d không có; thời điểm có múi giờ viết theo UTC", t.times, t.locals),
		fmt.Sprintf("text because %d times have a time zone and %d do not; those that have one are written in UTC", t.times, t.locals))
}

// precise says why dates stay text some of which are a year or a month: a day would
// be made up.
func precise(t tally) text.Text {
	return text.New(fmt.Sprintf("là văn bản vì %d ngày chỉ có năm hoặc tháng; ngày viết theo ISO 8601 với đúng độ chính xác đã cho", t.partial),
		fmt.Sprintf("text because %d dates are a year or a month only; dates are written in ISO 8601 with the precision they have", t.partial))
}

// notated reports whether the descriptor says how values are written, so that
// "1.000" may be a thousand.
func notated(f datasets.Field) bool {
	return layoutOf(f) != nil || f.Notated() || len(f.TrueValues)+len(f.FalseValues) > 0
}

// declared maps a Table Schema type to ours; whatever we cannot compute with
// stays text, which loses nothing.
func declared(f datasets.Field) table.Type {
	switch f.Type {
	case "integer", "year":
		return table.Integer
	case "number":
		return table.Number
	case "boolean":
		return table.Boolean
	case "date":
		if l := layoutOf(f); l == nil || l.Date {
			return table.Date
		}
	case "datetime":
		switch l := layoutOf(f); {
		case l == nil || l.Date && l.Zone:
			return table.DateTime
		case l.Date:
			return table.LocalDateTime
		}
	}
	return table.Text
}

// layoutOf is the format of a column of dates or times that has one of its own.
func layoutOf(f datasets.Field) *strptime.Format {
	if f.Type != "date" && f.Type != "datetime" {
		return nil
	}
	return f.Layout()
}

// typedSQL returns the expression that reads the raw column as type t.
func typedSQL(col string, t table.Type, f datasets.Field, tl *tally, missing []string) string {
	v := `nullif(` + quote(col) + `, '')`
	v = `CASE WHEN ` + isMissing(quote(col), missing) + ` THEN NULL ELSE ` + v + ` END`
	switch t {
	case table.Integer, table.Number:
		return numberSQL(v, t, f, (f.Type == "" || f.Type == "any") && tl.commas > 0)
	case table.Boolean:
		return booleanSQL(v, f)
	case table.Date, table.DateTime, table.LocalDateTime:
		return whenSQL(v, t, f)
	case table.Text:
		if tl.mixed {
			return `coalesce(` + momentSQL(instantSQL(v)) + ` || 'Z', ` + momentSQL(localSQL(v)) + `)`
		}
		if tl.partial > 0 {
			return `coalesce(` + partialSQL(`trim(`+v+`)`) + `, CAST(` + whenSQL(v, table.Date, f) + ` AS VARCHAR))`
		}
		return v
	}
	return `TRY_CAST(` + v + ` AS ` + sqlType(t) + `)`
}

// partialSQL reads a year or a month as ISO 8601 writes it.
func partialSQL(v string) string {
	return `CASE WHEN regexp_full_match(` + v + `, '\d{4}(-(0[1-9]|1[0-2]))?') THEN ` + v + ` WHEN regexp_full_match(` + v + `, '(0?[1-9]|1[0-2])/\d{4}') THEN right(` + v + `, 4) || '-' || lpad(split_part(` + v + `, '/', 1), 2, '0') END`
}

// whenSQL reads a date or a time as its format says. Dates without one are those of
// ISO 8601, or those of Vietnamese papers.
func whenSQL(v string, t table.Type, f datasets.Field) string {
	if l := layoutOf(f); l != nil {
		return `CAST(try_strptime(` + v + `, ` + literal(l.Text) + `) AS ` + sqlType(t) + `)`
	}
	switch t {
	case table.DateTime:
		return instantSQL(v)
	case table.LocalDateTime:
		return localSQL(v)
	}
	return `coalesce(TRY_CAST(` + v + ` AS DATE), CAST(try_strptime(` + v + `, '%d/%m/%Y') AS DATE))`
}

// wallClock is a date and a time of day as ISO 8601 writes them; with zoned
// behind it, an instant.
const (
	wallClock = `\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?`
	zoned     = `([Zz]|[+-]\d\d(:?\d\d)?)`
)

// instantSQL reads a time with its zone as UTC; one without is none.
func instantSQL(v string) string {
	return `CASE WHEN regexp_full_match(` + v + `, ` + literal(wallClock+zoned) + `) THEN CAST(TRY_CAST(` + v + ` AS TIMESTAMPTZ) AS TIMESTAMP) END`
}

// localSQL reads a time without zone; one with a zone is none.
func localSQL(v string) string {
	return `CASE WHEN regexp_full_match(` + v + `, ` + literal(wallClock) + `) THEN TRY_CAST(` + v + ` AS TIMESTAMP) END`
}

// momentSQL prints a timestamp as ISO 8601 without zone.
func momentSQL(v string) string { return `replace(CAST(` + v + ` AS VARCHAR), ' ', 'T')` }

func numberSQL(v string, t table.Type, f datasets.Field, comma bool) string {
	if comma {
		f = datasets.Field{Type: "number", DecimalChar: ",", GroupChar: "."}
	}
	if f.Notated() {
		decimal, group := f.Marks()
		v = `regexp_extract(` + v + `, ` + literal(f.NumberPattern()) + `, 1)`
		if group != "" {
			v = `replace(` + v + `, ` + literal(group) + `, '')`
		}
		return castSQL(`replace(`+v+`, `+literal(decimal)+`, '.')`, t)
	}
	// The engine's own cast knows no spaces but those of ASCII.
	return `coalesce(` + castSQL(v, t) + `, ` + castSQL(`regexp_replace(`+v+`, '^[\s\p{Z}]+|[\s\p{Z}]+$', '', 'g')`, t) + `)`
}

func castSQL(v string, t table.Type) string {
	if t == table.Integer {
		// A fraction is no integer: "1.9" must not become 2.
		return `CASE WHEN contains(` + v + `, '.') THEN NULL ELSE TRY_CAST(` + v + ` AS BIGINT) END`
	}
	return `TRY_CAST(` + v + ` AS DOUBLE)`
}

func booleanSQL(v string, f datasets.Field) string {
	yes, no := f.TrueValues, f.FalseValues
	if len(yes) == 0 {
		yes = []string{"true", "True", "TRUE", "1"}
	}
	if len(no) == 0 {
		no = []string{"false", "False", "FALSE", "0"}
	}
	return `CASE WHEN ` + isMissing(v, yes) + ` THEN true WHEN ` + isMissing(v, no) + ` THEN false END`
}

// plainSQL prints a typed column as text the same way in every format:
// numbers without a needless ".0", dates as ISO 8601.
func plainSQL(col string, t table.Type) string {
	v := quote(col)
	switch t {
	case table.Text:
		return v
	case table.Number:
		return `CASE WHEN ` + v + ` = trunc(` + v + `) AND abs(` + v + `) < 1e15 THEN CAST(CAST(` + v + ` AS BIGINT) AS VARCHAR) ELSE CAST(` + v + ` AS VARCHAR) END`
	case table.DateTime:
		return momentSQL(v) + ` || 'Z'`
	case table.LocalDateTime:
		return momentSQL(v)
	}
	return `CAST(` + v + ` AS VARCHAR)`
}
