package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog"
)

// Items are written "column", "sum(column)", "quantile(column, 0.9)",
// "range(column, 10)", "unit(column, 2025-06-30)", "count()", each with " as name" if wanted, separated by
// commas. A name with a comma or a parenthesis in it is written in double
// quotes, a quote in it twice.

// pieces cuts s at commas that are in no quotes and no parentheses.
func pieces(s string) []string {
	var out []string
	depth, quoted, from := 0, false, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth <= 0:
			out = append(out, strings.TrimSpace(s[from:i]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(s[from:]))
}

// parseItems reads a list of items; param is named in faults.
func parseItems(param, s string, v *Version) ([]Item, error) {
	var out []Item
	for _, p := range pieces(s) {
		if len(out) == MaxItems {
			return nil, catalog.NewFault(catalog.TooLarge, param, fmt.Sprintf("nhiều nhất %d cột", MaxItems), fmt.Sprintf("at most %d columns", MaxItems))
		}
		it, err := parseItem(param, p, v)
		if err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, nil
}

func parseItem(param, s string, v *Version) (Item, error) {
	if _, ok := v.Column(s); ok {
		return Item{Column: s}, nil
	}
	var it Item
	if i := asAt(s); i >= 0 {
		it.As = unquote(strings.TrimSpace(s[i+4:]))
		s = strings.TrimSpace(s[:i])
	}
	open := strings.IndexByte(s, '(')
	if strings.HasPrefix(s, `"`) || open < 0 {
		if it.Column = unquote(s); it.Column == "count" {
			if _, ok := v.Column("count"); !ok {
				it.Column, it.Func = "", "count"
			}
		}
		return it, nil
	}
	if !strings.HasSuffix(s, ")") {
		return it, catalog.NewFault(catalog.Invalid, param, fmt.Sprintf("%q thiếu ngoặc đóng", clip(s)), fmt.Sprintf("%q lacks a closing parenthesis", clip(s)))
	}
	it.Func = strings.ToLower(strings.TrimSpace(s[:open]))
	args := pieces(s[open+1 : len(s)-1])
	if it.Column = unquote(args[0]); it.Column == "*" {
		it.Column = ""
	}
	if len(args) == 1 {
		return it, nil
	}
	if it.Func == Unit && len(args) == 2 {
		var err error
		it.On, err = day(param, args[1])
		return it, err
	}
	n, err := strconv.ParseFloat(args[1], 64)
	if err != nil || len(args) > 2 || it.Func != "quantile" && it.Func != "range" {
		return it, catalog.NewFault(catalog.Invalid, param, fmt.Sprintf("%q: chỉ quantile và range có thêm một số, unit thêm một ngày", clip(s)), fmt.Sprintf("%q: only quantile and range take a number besides the column, unit a date", clip(s)))
	}
	it.Arg = n
	return it, nil
}

// asAt finds " as " outside of quotes.
func asAt(s string) int {
	quoted := false
	for i := 0; i+4 <= len(s); i++ {
		if s[i] == '"' {
			quoted = !quoted
		}
		if !quoted && strings.EqualFold(s[i:i+4], " as ") {
			return i
		}
	}
	return -1
}

func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
	}
	return s
}

// maxEcho is how much of the sender's words a fault repeats.
const maxEcho = 60

func clip(s string) string {
	if r := []rune(s); len(r) > maxEcho {
		return string(r[:maxEcho]) + "…"
	}
	return s
}

// String prints the item as parseItem reads it.
func (it Item) String() string {
	s := nameText(it.Column)
	switch {
	case it.Func == "quantile" || it.Func == "range":
		s = it.Func + "(" + s + ", " + strconv.FormatFloat(it.Arg, 'g', -1, 64) + ")"
	case it.On != "":
		s = it.Func + "(" + s + ", " + string(it.On) + ")"
	case it.Func != "" && it.Column == "":
		s = it.Func + "()"
	case it.Func != "":
		s = it.Func + "(" + s + ")"
	}
	if it.As != "" {
		s += " as " + nameText(it.As)
	}
	return s
}

// nameText quotes a name where it could be read as something else.
func nameText(s string) string {
	if s != "" && s != "count" && !strings.ContainsAny(s, `,()" `) && s[0] != '-' {
		return s
	}
	if s == "" {
		return ""
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

func itemsText(items []Item) string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.String()
	}
	return strings.Join(out, ",")
}

// parseOrder reads "-column, other desc".
func parseOrder(s string) ([]Order, error) {
	var out []Order
	for _, p := range pieces(s) {
		o := Order{By: p}
		if rest, ok := strings.CutPrefix(p, "-"); ok {
			o = Order{By: rest, Desc: true}
		} else if rest, ok := cutSuffixFold(p, " desc"); ok {
			o = Order{By: rest, Desc: true}
		} else if rest, ok := cutSuffixFold(p, " asc"); ok {
			o.By = rest
		}
		if o.By = unquote(o.By); o.By == "" {
			return nil, catalog.NewFault(catalog.Invalid, "order", "thiếu tên cột sắp xếp", "a column to sort by is missing")
		}
		out = append(out, o)
	}
	return out, nil
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if len(s) > len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix) {
		return strings.TrimSpace(s[:len(s)-len(suffix)]), true
	}
	return s, false
}

func orderText(order []Order) string {
	out := make([]string, len(order))
	for i, o := range order {
		out[i] = nameText(o.By)
		if o.Desc {
			out[i] = "-" + out[i]
		}
	}
	return strings.Join(out, ",")
}

// Ops returns the operators that a comparison of a column can have.
func Ops() []Op {
	return []Op{Eq, Ne, Lt, Le, Gt, Ge, In, Contains, Prefix, Like, Between, AnyOf, Null, NotNull}
}

// readOp reads an operator; lte and gte are other spellings of le and ge.
func readOp(s string) (Op, bool) {
	op := Op(s)
	switch s {
	case "lte":
		op = Le
	case "gte":
		op = Ge
	}
	return op, slices.Contains(Ops(), op)
}
