package search

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// ParseQuery reads a query string strictly: an unknown parameter, a value that is
// not allowed or a combination that means nothing is an Invalid fault whose Where is
// the parameter and whose Nearest is the closest known name or value. Empty values
// are as good as absent, since forms send them. now serves as_of=today.
func ParseQuery(v url.Values, now time.Time) (Query, error) {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	slices.Sort(names) // the same fault for the same request, whatever the map's order
	var q Query
	for _, name := range names {
		p, ok := findParam(name)
		if !ok {
			return Query{}, unknownParam(name)
		}
		values, err := p.split(v[name])
		if err != nil {
			return Query{}, err
		}
		for _, s := range values {
			if err := q.set(p, s, now); err != nil {
				return Query{}, err
			}
		}
	}
	if err := q.check(); err != nil {
		return Query{}, err
	}
	q.tidy()
	return q, nil
}

func unknownParam(name string) error {
	f := catalog.NewFault(catalog.Invalid, shown(name),
		fmt.Sprintf("Không có tham số %q. Các tham số: %s.", shown(name), joined(paramNames())),
		fmt.Sprintf("There is no parameter %q. The parameters are %s.", shown(name), joined(paramNames())))
	f.Nearest = text.Nearest(name, paramNames())
	return f
}

// invalid is a fault about the value of a parameter.
func invalid(name, vi, en string) error { return catalog.NewFault(catalog.Invalid, name, vi, en) }

// shown clips what a stranger sent before it is printed back.
func shown(s string) string {
	s = clean(s)
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// clean replaces control characters and broken UTF-8 by spaces and joins the words anew.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// split gives the values of a parameter, cleaned, each once, without empty ones.
func (p Param) split(raw []string) ([]string, error) {
	var out []string
	given := 0 // repeats count, as in the contract's maxItems
	for _, s := range raw {
		parts := []string{s}
		if p.Many && p.Commas {
			parts = strings.Split(s, ",")
		}
		if given += len(parts); given > MaxValues {
			return nil, invalid(p.Name, fmt.Sprintf("Nhiều nhất %d giá trị.", MaxValues), fmt.Sprintf("At most %d values.", MaxValues))
		}
		for _, part := range parts {
			if p.Type == DateParam && strings.ContainsFunc(part, unicode.IsControl) {
				return nil, invalid(p.Name, "Ngày có ký tự điều khiển.", "The date has control characters in it.")
			}
			part = clean(part)
			if part != "" && !slices.Contains(out, part) {
				out = append(out, part)
			}
		}
	}
	if len(out) > 1 && !p.Many {
		return nil, invalid(p.Name, "Chỉ được cho một giá trị.", "Give only one value.")
	}
	return out, nil
}

// set stores one value.
func (q *Query) set(p Param, s string, now time.Time) error {
	if p.Values != nil {
		known, err := p.known(s)
		if err != nil {
			return err
		}
		return q.setCode(p.Name, known)
	}
	switch p.Type {
	case NumberParam, IntegerParam:
		return q.setNumber(p, s)
	case DateParam:
		return q.setDate(p.Name, s, now)
	}
	return q.setFree(p.Name, s)
}

// known gives the allowed value that s means, case aside.
func (p Param) known(s string) (string, error) {
	if p.Name == "lang" {
		if l, ok := text.ParseLang(s); ok {
			return string(l), nil
		}
	}
	for _, v := range p.Values {
		if strings.EqualFold(v, s) {
			return v, nil
		}
	}
	f := catalog.NewFault(catalog.Invalid, p.Name,
		fmt.Sprintf("Không có giá trị %q. Các giá trị: %s.", shown(s), joined(p.Values)),
		fmt.Sprintf("There is no value %q. The values are %s.", shown(s), joined(p.Values)))
	f.Nearest = text.Nearest(s, p.Values)
	return "", f
}

func (q *Query) setCode(name, s string) error {
	switch name {
	case "lang":
		q.Lang = text.Lang(s)
	case "sort":
		q.Sort = Sort(s)
	case "reading":
		q.Literal = s == "off"
	default:
		list := q.list(name)
		*list = append(*list, s)
	}
	return nil
}

// list is the field that holds the values of a parameter with many values.
func (q *Query) list(name string) *[]string {
	switch name {
	case "kind":
		return &q.Kinds
	case "topic":
		return &q.Topics
	case "place":
		return &q.Places
	case "status":
		return &q.Statuses
	case "sector":
		return &q.Sectors
	case "licence":
		return &q.Licences
	case "source":
		return &q.Sources
	case "confidence":
		return &q.Confidences
	case "dataset":
		return &q.Datasets
	case "facets":
		return &q.Facets
	}
	return nil
}

func (q *Query) setFree(name, s string) error {
	switch name {
	case "q":
		return q.setText(s)
	case "cursor":
		if len(s) > maxCursor {
			return BadCursor()
		}
		q.Cursor = s
	case "sector":
		return q.setSector(s)
	case "bbox", "near", "polygon":
		return q.setGeometry(name, s)
	case "within":
		if err := shortName(name, s); err != nil {
			return err
		}
		q.Within = s
	default:
		if err := shortName(name, s); err != nil {
			return err
		}
		list := q.list(name)
		*list = append(*list, s)
	}
	return nil
}

// maxName bounds the name of a place or a source, in runes: the longest official name
// with its chain of parents has under 120.
const maxName = 200

func shortName(name, s string) error {
	if utf8.RuneCountInString(s) <= maxName {
		return nil
	}
	return invalid(name, fmt.Sprintf("Dài hơn %d ký tự.", maxName), fmt.Sprintf("Longer than %d characters.", maxName))
}

func (q *Query) setText(s string) error {
	if n := utf8.RuneCountInString(s); n > MaxText {
		return invalid("q", fmt.Sprintf("Từ cần tìm dài %d ký tự; nhiều nhất %d.", n, MaxText),
			fmt.Sprintf("The text has %d characters; at most %d are allowed.", n, MaxText))
	}
	q.Text = s
	return nil
}

func (q *Query) setSector(s string) error {
	bare := !strings.Contains(s, ":")
	ref, err := vocab.ParseSector(strings.ToUpper(s), "VSIC2018")
	if err != nil {
		return invalid("sector", fmt.Sprintf("Mã ngành %q không đúng: viết chữ cái A đến V hoặc 2 đến 5 chữ số, có thể có VSIC2018: hay VSIC2025: ở trước.", shown(s)),
			fmt.Sprintf("Sector %q is not right: write a letter A to V or 2 to 5 digits, perhaps after VSIC2018: or VSIC2025:.", shown(s)))
	}
	code := ref.Code
	if !bare {
		code = ref.Scheme + ":" + ref.Code
	}
	q.Sectors = append(q.Sectors, code)
	return nil
}

func (q *Query) setNumber(p Param, s string) error {
	f, err := strconv.ParseFloat(s, 64)
	whole := err == nil && f == math.Trunc(f)
	if err != nil || math.IsNaN(f) || p.Type == IntegerParam && !whole {
		return p.notNumber(s)
	}
	if p.Min != nil && f < *p.Min || p.Max != nil && f > *p.Max {
		return invalid(p.Name, fmt.Sprintf("Giá trị %s nằm ngoài khoảng từ %s đến %s.", shown(s), plain(*p.Min), plain(*p.Max)),
			fmt.Sprintf("The value %s lies outside %s to %s.", shown(s), plain(*p.Min), plain(*p.Max)))
	}
	switch p.Name {
	case "year":
		q.Years = append(q.Years, int(f))
	case "limit":
		q.Limit = int(f)
	case "radius":
		q.RadiusKM = f
		if f == 0 {
			return invalid(p.Name, "Bán kính phải lớn hơn 0.", "The radius must be greater than 0.")
		}
	default:
		*q.amount(p.Name) = &f
	}
	return nil
}

func (p Param) notNumber(s string) error {
	if p.Type == IntegerParam {
		return invalid(p.Name, fmt.Sprintf("%q không phải là số nguyên.", shown(s)), fmt.Sprintf("%q is not a whole number.", shown(s)))
	}
	return invalid(p.Name, fmt.Sprintf("%q không phải là số; viết số thập phân với dấu chấm.", shown(s)),
		fmt.Sprintf("%q is not a number; write decimals with a point.", shown(s)))
}

// amount is the field that holds a bound of capital or area.
func (q *Query) amount(name string) **float64 {
	switch name {
	case "min_capital":
		return &q.MinCapital
	case "max_capital":
		return &q.MaxCapital
	case "min_area":
		return &q.MinArea
	}
	return &q.MaxArea
}

func (q *Query) setDate(name, s string, now time.Time) error {
	if s == "today" {
		q.AsOf = catalog.Date(now.Format("2006-01-02"))
		return nil
	}
	d, err := catalog.ParseDate(s)
	if err != nil {
		return invalid(name, fmt.Sprintf("Ngày %q không có hoặc không viết dạng NNNN, NNNN-TT hay NNNN-TT-nn.", shown(s)),
			fmt.Sprintf("Date %q does not exist or is not written YYYY, YYYY-MM or YYYY-MM-DD.", shown(s)))
	}
	q.AsOf = d
	return nil
}

// check refuses combinations that mean nothing.
func (q *Query) check() error {
	switch {
	case q.Sort == ByDistance && q.Near == nil:
		return invalid("sort", "Sắp theo khoảng cách cần có near=kinh độ,vĩ độ.", "Sorting by distance needs near=lon,lat.")
	case q.RadiusKM > 0 && q.Near == nil:
		return invalid("radius", "Bán kính cần có near=kinh độ,vĩ độ.", "A radius needs near=lon,lat.")
	case above(q.MinCapital, q.MaxCapital):
		return invalid("min_capital", "min_capital lớn hơn max_capital.", "min_capital is greater than max_capital.")
	case above(q.MinArea, q.MaxArea):
		return invalid("min_area", "min_area lớn hơn max_area.", "min_area is greater than max_area.")
	}
	return nil
}

func above(lo, hi *float64) bool { return lo != nil && hi != nil && *lo > *hi }

// tidy puts alternatives in one order, so that equal queries are equal values.
func (q *Query) tidy() {
	for _, name := range []string{"kind", "topic", "place", "status", "sector", "licence", "source", "confidence", "dataset"} {
		list := q.list(name)
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	slices.Sort(q.Years)
	q.Years = slices.Compact(q.Years)
}
