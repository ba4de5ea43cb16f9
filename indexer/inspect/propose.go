package inspect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// column proposes the type of a column.
func (t *tally) column() Column {
	c := Column{Field: Field{Name: t.name, Type: "string"}, Filled: t.filled, Empty: t.empty, Examples: t.examples}
	c.Unique = t.filled > 1 && t.empty == 0 && len(t.codes) == 0 && !t.twice && len(t.seen) <= maxDistinct
	switch {
	case t.filled == 0:
		c.Evidence = text.New("không có giá trị nào", "there is no value")
		return t.missing(c)
	case t.truth(&c), t.calendar(&c), t.mixed(&c), t.bareNumber(&c), t.unit(&c), t.word(&c):
	default:
		if t.yearless.row > 0 {
			c.Doubts = append(c.Doubts, Doubt{Row: t.yearless.row, Example: t.yearless.text, Text: notice.Of("year-zero", t.yearless.text).Reason})
		}
		c.Evidence = text.New(fmt.Sprintf("%d giá trị là chữ", t.filled), fmt.Sprintf("%d values are text", t.filled))
		t.nearly(&c)
	}
	return t.missing(c)
}

// because gives the evidence of a type that every value fits.
func (t *tally) because(c *Column, typ, vi, en string) bool {
	c.Type = typ
	c.Evidence = text.New(fmt.Sprintf("cả %d giá trị %s", t.filled, vi), fmt.Sprintf("all %d values are %s", t.filled, en))
	return true
}

func (c *Column) doubt(vi, en string) { c.Doubts = append(c.Doubts, Doubt{Text: text.New(vi, en)}) }

// missing proposes the codes for values that are not there.
func (t *tally) missing(c Column) Column {
	if len(t.codes) == 0 {
		return c
	}
	codes := slices.Sorted(maps.Keys(t.codes))
	n := 0
	for _, k := range t.codes {
		n += k
	}
	c.Empty += n
	c.MissingValues = append([]string{""}, codes...)
	c.doubt(fmt.Sprintf("%d ô ghi %s, đề xuất đọc là thiếu (missingValues)", n, strings.Join(codes, ", ")), fmt.Sprintf("%d cells say %s, proposed to be read as missing (missingValues)", n, strings.Join(codes, ", ")))
	return c
}

func (t *tally) truth(c *Column) bool {
	if t.all(logic) {
		return t.because(c, "boolean", "là true hoặc false", "true or false")
	}
	if !t.all(coKhong) {
		return false
	}
	for _, s := range slices.Sorted(maps.Keys(t.spelt)) {
		if f := text.Fold(s); f == "co" || f == "yes" {
			c.TrueValues = append(c.TrueValues, s)
		} else {
			c.FalseValues = append(c.FalseValues, s)
		}
	}
	return t.because(c, "boolean", "là Có hoặc Không", "Có or Không (yes or no)")
}

// calendar proposes days, months, years, moments and times of day.
func (t *tally) calendar(c *Column) bool {
	for _, k := range []struct {
		shape         shape
		format, shown string
	}{{slashDay, "%d/%m/%Y", "05/07/2025"}, {dashDay, "%d-%m-%Y", "05-07-2025"}, {dotDay, "%d.%m.%Y", "05.07.2025"}} {
		if !t.all(k.shape) {
			continue
		}
		if c.Format = k.format; !t.lateMonth {
			c.doubt("không giá trị nào có ngày sau 12: nếu tháng đứng trước, hãy sửa format thành "+strings.Replace(k.format, "%d", "%m", 1)+"…",
				"no value has a day after the 12th: if months come first, the format is another one")
		}
		return t.because(c, "date", "là ngày viết như "+k.shown, "days written like "+k.shown)
	}
	switch {
	case t.all(isoDay):
		return t.because(c, "date", "là ngày viết như 2025-07-05", "days written like 2025-07-05")
	case t.all(isoMonth):
		return t.because(c, "yearmonth", "là tháng viết như 2025-07", "months written like 2025-07")
	case t.is[isoDay]+t.is[isoMonth] > 0 && t.all(isoDay, isoMonth, fourDigits):
		return t.because(c, "date", "là ngày, tháng hoặc năm", "days, months or years")
	case t.all(fourDigits) && named(t.name, "nam", "year"):
		return t.because(c, "year", "là năm", "years")
	case t.all(moment):
		return t.because(c, "datetime", "là thời điểm", "moments")
	case t.all(clock):
		return t.because(c, "time", "là giờ trong ngày", "times of day")
	}
	return false
}

func named(name string, words ...string) bool {
	for part := range strings.FieldsSeq(strings.NewReplacer("_", " ", "(", " ", ")", " ").Replace(text.Fold(name))) {
		if slices.Contains(words, part) {
			return true
		}
	}
	return false
}

// bareNumber proposes numbers in the notation that all values share; where two are
// possible the column stays text.
func (t *tally) bareNumber(c *Column) bool {
	switch {
	case t.is[zeroLed]+t.is[longDigits] > 0:
		return false
	case t.all(whole):
		return t.because(c, "integer", "là số nguyên", "whole numbers")
	case t.all(pointed) && (t.plain || t.is[dotGroups]+t.is[whole] < t.filled):
		if !t.plain && t.is[dotGroups] > 0 {
			c.doubt("một số giá trị có ba chữ số sau dấu chấm; dấu chấm được hiểu là dấu thập phân", "some values have three digits behind the point; it is taken for a decimal point")
		}
		return t.because(c, "number", "là số, dấu chấm thập phân", "numbers with a decimal point")
	case t.all(vietnamese) && (t.is[commaTail] > 0 || t.is[manyDots] > 0):
		c.DecimalChar, c.GroupChar = ",", "."
		return t.because(c, "number", "là số viết theo kiểu Việt Nam (1.234,5)", "numbers written the Vietnamese way (1.234,5)")
	case t.all(english) && t.is[englishSure] > 0:
		c.GroupChar = ","
		return t.because(c, "number", "là số viết theo kiểu Anh (1,234.5)", "numbers written the English way (1,234.5)")
	case t.all(dotGroups, whole), t.all(commas, whole):
		return t.groupsOrDecimals(c)
	}
	return false
}

// groupsOrDecimals leaves a column as text whose numbers may be thousands or decimals.
func (t *tally) groupsOrDecimals(c *Column) bool {
	char := "."
	if t.number[commas] > 0 {
		char = ","
	}
	c.Evidence = text.New(fmt.Sprintf("cả %d giá trị là chữ số theo nhóm ba sau dấu %q", t.filled, char), fmt.Sprintf("all %d values are digits in groups of three behind %q", t.filled, char))
	c.doubt(fmt.Sprintf("có thể là phần nghìn hoặc phần thập phân: khai báo type number với groupChar %q hoặc decimalChar %q, không thì cột là chữ", char, char),
		fmt.Sprintf("thousands or decimals: declare type number with groupChar %q or decimalChar %q, else the column stays text", char, char))
	return true
}

// mixed leaves a column as text some of whose numbers have a decimal comma and some a
// decimal point: whichever is declared, the others are read wrongly.
func (t *tally) mixed(c *Column) bool {
	if t.viet.row == 0 || t.english.row == 0 || 10*t.numbers < 8*t.filled {
		return false
	}
	c.Evidence = text.New("số viết theo hai kiểu lẫn lộn", "numbers in two notations, mixed")
	c.Doubts = append(c.Doubts, Doubt{Row: t.english.row, Example: t.english.text,
		Text: text.New(fmt.Sprintf("lẫn lộn dấu thập phân: %q dùng dấu chấm, %q (dòng %d) dùng dấu phẩy; hãy viết cả cột theo một kiểu, không thì cột là chữ", t.english.text, t.viet.text, t.viet.row),
			fmt.Sprintf("mixed decimal marks: %q has a point, %q (row %d) a comma; write the whole column one way, else the column stays text", t.english.text, t.viet.text, t.viet.row))})
	return true
}

// unit proposes numbers that carry one and the same unit.
func (t *tally) unit(c *Column) bool {
	if !t.all(measured) {
		return false
	}
	if len(t.units) != 1 {
		c.Evidence = text.New(fmt.Sprintf("cả %d giá trị là số kèm đơn vị", t.filled), fmt.Sprintf("all %d values are numbers with a unit", t.filled))
		units := strings.Join(slices.Sorted(maps.Keys(t.units)), ", ")
		c.doubt("nhiều đơn vị khác nhau ("+units+"): hãy quy về một đơn vị, không thì cột là chữ", "several units ("+units+"): bring them to one, else the column stays text")
		return true
	}
	for u := range t.units {
		c.Unit = u
	}
	switch n := t.number; {
	case n[whole] == t.filled:
	case t.viet.row > 0 && n[vietnamese] == t.filled:
		c.DecimalChar, c.GroupChar = ",", "."
	case t.english.row > 0 && n[english] == t.filled:
		if n[englishSure]+n[commas] > 0 {
			c.GroupChar = ","
		}
	case n[dotGroups]+n[whole] == t.filled, n[commas]+n[whole] == t.filled:
		c.Unit = ""
		return t.groupsOrDecimals(c)
	default:
		c.Unit = ""
		return false
	}
	bare := false
	c.BareNumber = &bare
	return t.because(c, "number", "là số kèm đơn vị "+c.Unit, "numbers with the unit "+c.Unit)
}

// word proposes text of a known form, and says of codes why they are text.
func (t *tally) word(c *Column) bool {
	switch {
	case t.all(email):
		c.Format = "email"
		return t.because(c, "string", "là địa chỉ thư điện tử", "e-mail addresses")
	case t.all(uri):
		c.Format = "uri"
		return t.because(c, "string", "là địa chỉ trên mạng", "addresses on the web")
	case t.is[zeroLed] > 0 && t.all(whole, zeroLed):
		return t.because(c, "string", "là mã có số 0 ở đầu, giữ nguyên là chữ", "codes, some of which begin with 0, and stay text")
	case t.is[longDigits] > 0 && t.all(whole, longDigits):
		return t.because(c, "string", "là dãy chữ số dài hơn mức một con số giữ được, giữ nguyên là chữ", "digits, more than a number keeps, and stay text")
	}
	return false
}

// nearly doubts a text column that only a few values keep from being something
// else.
func (t *tally) nearly(c *Column) {
	for _, k := range []struct {
		shape  shape
		vi, en string
	}{{whole, "số nguyên", "whole numbers"}, {pointed, "số", "numbers"}, {vietnamese, "số kiểu Việt Nam", "numbers written the Vietnamese way"}, {slashDay, "ngày", "days"}, {isoDay, "ngày", "days"}} {
		if t.filled < 5 || 10*t.is[k.shape] < 8*t.filled {
			continue
		}
		other := t.last[k.shape]
		c.Doubts = append(c.Doubts, Doubt{Row: other.row, Example: other.text,
			Text: text.New(fmt.Sprintf("%d trong %d giá trị là %s; các giá trị khác thì không", t.is[k.shape], t.filled, k.vi), fmt.Sprintf("%d of %d values are %s; the others are not", t.is[k.shape], t.filled, k.en))})
		return
	}
}
