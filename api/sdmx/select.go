package sdmx

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Limits of a data query from outside.
const (
	maxKey        = 4000 // bytes; a key has about 60
	maxKeys       = 200
	maxConditions = 100
)

// keyFilter is one key: the wanted codes of each dimension, nil is any.
type keyFilter [4][]string

// parseKey reads a series key: codes in the order of the dimensions joined by
// dots, "*" or nothing for any, "+" between alternatives, "," between keys.
func parseKey(s string) ([]keyFilter, error) {
	if s == "" || s == "*" || s == "all" {
		return nil, nil
	}
	keys := strings.Split(s, ",")
	if len(s) > maxKey || len(keys) > maxKeys {
		return nil, catalog.NewFault(catalog.TooLarge, "key", fmt.Sprintf("Nhiều nhất %d khoá, %d ký tự.", maxKeys, maxKey), fmt.Sprintf("At most %d keys in %d characters.", maxKeys, maxKey))
	}
	var out []keyFilter
	for _, k := range keys {
		parts := strings.Split(k, ".")
		if len(parts) != len(keyFilter{}) {
			return nil, badKey(fmt.Sprintf("“%.60s” có %d phần, cần %d: INDICATOR.REF_AREA.VINTAGE.SOURCE_ID, “*” là bất kỳ.", k, len(parts), len(keyFilter{})),
				fmt.Sprintf("“%.60s” has %d parts, wants %d: INDICATOR.REF_AREA.VINTAGE.SOURCE_ID, “*” is any.", k, len(parts), len(keyFilter{})))
		}
		var f keyFilter
		for i, p := range parts {
			if p != "" && p != "*" {
				f[i] = strings.Split(p, "+")
			}
		}
		out = append(out, f)
	}
	return out, nil
}

func badKey(vi, en string) error {
	return catalog.NewFault(catalog.Invalid, "key", strings.ToValidUTF8(vi, "…"), strings.ToValidUTF8(en, "…"))
}

// matches reports whether the codes are those of one of the keys.
func matches(keys []keyFilter, codes [4]string) bool {
	if len(keys) == 0 {
		return true
	}
	return slices.ContainsFunc(keys, func(k keyFilter) bool {
		for i, want := range k {
			if len(want) > 0 && !slices.Contains(want, codes[i]) {
				return false
			}
		}
		return true
	})
}

// condition is an alternative of conditions on one component, all of the outer
// list being needed: c[DIM]=ge:2015+le:2020 or c[DIM]=A,B.
type condition struct {
	component string
	all       [][]comparison
}

type comparison struct {
	op, value string
	day       catalog.Date // of a comparison of time
}

func operators() []string {
	return []string{"eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew"}
}

// parseCondition reads one c parameter. A plus arrives as a space when the sender
// did not escape it; codes hold neither.
func parseCondition(name, value string) (condition, error) {
	dim := strings.TrimSuffix(strings.TrimPrefix(name, "c["), "]")
	known := componentIDs()
	if !slices.Contains(known, dim) {
		near := text.Nearest(dim, known)
		if near != "" {
			near = "c[" + near + "]"
		}
		return condition{}, &catalog.Fault{Kind: catalog.Invalid, Where: name, Nearest: near,
			Detail: text.New("Không có chiều này; có: "+strings.Join(known, ", ")+".", "There is no such component; there are: "+strings.Join(known, ", ")+".")}
	}
	c := condition{component: dim}
	n := 0
	for _, group := range strings.FieldsFunc(value, func(r rune) bool { return r == '+' || r == ' ' }) {
		var any []comparison
		for _, one := range strings.Split(group, ",") {
			if n++; n > maxConditions {
				return c, catalog.NewFault(catalog.TooLarge, name, "Nhiều nhất 100 điều kiện.", "At most 100 conditions.")
			}
			x, err := parseComparison(name, dim, one)
			if err != nil {
				return c, err
			}
			any = append(any, x)
		}
		c.all = append(c.all, any)
	}
	if len(c.all) == 0 {
		return c, catalog.NewFault(catalog.Invalid, name, "Thiếu giá trị, ví dụ ge:2020.", "A value is missing, such as ge:2020.")
	}
	return c, nil
}

func parseComparison(name, dim, s string) (comparison, error) {
	x := comparison{op: "eq", value: s}
	if op, rest, ok := strings.Cut(s, ":"); ok {
		x.op, x.value = op, rest
	}
	if !slices.Contains(operators(), x.op) {
		return x, &catalog.Fault{Kind: catalog.Invalid, Where: name, Nearest: text.Nearest(x.op, operators()),
			Detail: text.New("Phép so sánh: "+strings.Join(operators(), ", ")+".", "The operators are: "+strings.Join(operators(), ", ")+".")}
	}
	if x.value == "" || x.value == "*" {
		return x, catalog.NewFault(catalog.Invalid, name, "Thiếu giá trị sau phép so sánh.", "A value is missing after the operator.")
	}
	if dim == timeDimension && slices.Contains([]string{"lt", "le", "gt", "ge"}, x.op) {
		p, ok := periodOf(x.value, "", "")
		if !ok {
			return x, catalog.NewFault(catalog.Invalid, name, "Kỳ viết là 2024, 2024-S1, 2024-Q1, 2024-05 hoặc 2024-05-31.", "Write a period as 2024, 2024-S1, 2024-Q1, 2024-05 or 2024-05-31.")
		}
		x.day = catalog.Date(p.start.Format(time.DateOnly))
		if x.op == "le" || x.op == "gt" {
			x.day = catalog.Date(p.end.Format(time.DateOnly))
		}
	}
	return x, nil
}

func componentIDs() []string {
	var out []string
	for _, c := range append(append(dimensions(), component{id: timeDimension}), attributes()[:3]...) {
		out = append(out, c.id)
	}
	return out
}

// holds reports whether an observation fulfils the condition.
func (c condition) holds(f *flow, o observation) bool {
	value := f.codeOf(o, c.component)
	for _, alternatives := range c.all {
		if !slices.ContainsFunc(alternatives, func(x comparison) bool { return x.holds(value, o.period) }) {
			return false
		}
	}
	return true
}

func (x comparison) holds(value string, p period) bool {
	if x.day != "" {
		switch x.op {
		case "ge":
			return !p.start.Before(x.day.Start())
		case "gt":
			return p.start.After(x.day.End())
		case "le":
			return !p.end.After(x.day.End())
		}
		return p.end.Before(x.day.Start())
	}
	switch x.op {
	case "ne":
		return value != x.value
	case "lt":
		return value < x.value
	case "le":
		return value <= x.value
	case "gt":
		return value > x.value
	case "ge":
		return value >= x.value
	case "co":
		return strings.Contains(value, x.value)
	case "nc":
		return !strings.Contains(value, x.value)
	case "sw":
		return strings.HasPrefix(value, x.value)
	case "ew":
		return strings.HasSuffix(value, x.value)
	}
	return value == x.value
}

// codeOf returns an observation's code in a component.
func (f *flow) codeOf(o observation, id string) string {
	if id == timeDimension {
		return o.period.id
	}
	for i, d := range dimensions() {
		if d.id == id {
			return f.lists[d.list].codes[o.key[i]].id
		}
	}
	for i, a := range attributes() {
		if at, _ := o.attribute(i); a.id == id && at >= 0 {
			return f.lists[a.list].codes[at].id
		}
	}
	return ""
}

func (f *flow) codes(o observation) [4]string {
	var out [4]string
	for i, d := range dimensions() {
		out[i] = f.lists[d.list].codes[o.key[i]].id
	}
	return out
}

// selection is a data query.
type selection struct {
	keys        []keyFilter
	conditions  []condition
	first, last int // of each series; 0 is all
	offset      int
	limit       int                 // 0 is all
	only        map[string]struct{} // statements; nil is all
	all         bool                // dimensionAtObservation=AllDimensions
	attributes  []int               // positions in attributes()
	measure     bool
}

// choose returns the observations that the query means, in order.
func (f *flow) choose(q selection) []observation {
	var out []observation
	for from := 0; from < len(f.obs); {
		to := from + 1
		for to < len(f.obs) && f.obs[to].key == f.obs[from].key {
			to++
		}
		if matches(q.keys, f.codes(f.obs[from])) {
			out = append(out, q.series(f, f.obs[from:to])...)
		}
		from = to
	}
	out = out[min(q.offset, len(out)):]
	if q.limit > 0 {
		out = out[:min(q.limit, len(out))]
	}
	return out
}

func (q selection) series(f *flow, obs []observation) []observation {
	var kept []observation
	for _, o := range obs {
		if _, ok := q.only[o.statement]; q.only != nil && !ok {
			continue
		}
		if !slices.ContainsFunc(q.conditions, func(c condition) bool { return !c.holds(f, o) }) {
			kept = append(kept, o)
		}
	}
	if q.first > 0 && q.last > 0 && q.first+q.last < len(kept) {
		return append(slices.Clone(kept[:q.first]), kept[len(kept)-q.last:]...)
	}
	if q.first > 0 && q.last == 0 {
		return kept[:min(q.first, len(kept))]
	}
	if q.last > 0 && q.first == 0 {
		return kept[max(0, len(kept)-q.last):]
	}
	return kept
}
