package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// MaxFilter is the longest filter document in bytes: MaxNodes comparisons with
// names and values of ordinary length.
const MaxFilter = 256 << 10

// ParseFilter reads a filter document: {"and":[…]}, {"or":[…]}, {"not":{…}},
// {"match":"words"}, {"bbox":[minlon,minlat,maxlon,maxlat],"lon":"…","lat":"…"},
// {"near":[lon,lat,metres],"lon":"…","lat":"…"}
// or a comparison {"column":"…","op":"gt","value":5} whose op is eq unless said
// otherwise, lte and gte being le and ge; in and between take "values", and "other" names a second column to
// compare with. where is named in faults.
func ParseFilter(where string, b []byte) (*Expr, error) {
	if len(b) > MaxFilter {
		return nil, catalog.NewFault(catalog.TooLarge, where, fmt.Sprintf("bộ lọc dài hơn %d byte", MaxFilter), fmt.Sprintf("the filter is longer than %d bytes", MaxFilter))
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, notJSON(where, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, catalog.NewFault(catalog.Invalid, where, "sau bộ lọc còn chữ thừa", "there is text after the filter")
	}
	p := filterReader{where: where}
	x, err := p.expr(v, 1)
	if err != nil {
		return nil, err
	}
	return &x, nil
}

func notJSON(where string, err error) error {
	return &catalog.Fault{Kind: catalog.Invalid, Where: where, Err: err, Detail: text.New(
		`bộ lọc không phải JSON; ví dụ {"column":"nam","op":"ge","value":2020}`, `the filter is not JSON; write for example {"column":"nam","op":"ge","value":2020}`)}
}

type filterReader struct {
	where string
	nodes int
}

func (p *filterReader) bad(vi, en string) error {
	return catalog.NewFault(catalog.Invalid, p.where, vi, en)
}

func (p *filterReader) expr(v any, depth int) (Expr, error) {
	p.nodes++
	if depth > MaxDepth || p.nodes > MaxNodes {
		return Expr{}, TooDeep(p.where)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return Expr{}, p.bad("mỗi điều kiện là một đối tượng JSON", "every condition is a JSON object")
	}
	for _, key := range []string{"and", "or", "not"} {
		if arg, ok := m[key]; ok {
			if len(m) > 1 {
				return Expr{}, p.bad(fmt.Sprintf("%q đứng một mình trong đối tượng của nó", key), fmt.Sprintf("%q stands alone in its object", key))
			}
			return p.logic(Op(key), arg, depth)
		}
	}
	return p.comparison(m)
}

func (p *filterReader) logic(op Op, arg any, depth int) (Expr, error) {
	list, ok := arg.([]any)
	if op == Not {
		list, ok = []any{arg}, true
	}
	if !ok {
		return Expr{}, p.bad(fmt.Sprintf("%q cần một danh sách điều kiện", op), fmt.Sprintf("%q wants a list of conditions", op))
	}
	x := Expr{Op: op}
	for _, a := range list {
		sub, err := p.expr(a, depth+1)
		if err != nil {
			return Expr{}, err
		}
		x.Args = append(x.Args, sub)
	}
	return x, nil
}

func filterKeys() []string {
	return []string{"column", "op", "value", "values", "other", "match", "bbox", "near", "lon", "lat", "and", "or", "not"}
}

func (p *filterReader) comparison(m map[string]any) (Expr, error) {
	names := make([]string, 0, len(m))
	for key := range m {
		names = append(names, key)
	}
	slices.Sort(names)
	for _, key := range names {
		if !slices.Contains(filterKeys(), key) {
			return Expr{}, Unknown(p.where, text.Nearest(key, filterKeys()), fmt.Sprintf("khoá %q không có trong một điều kiện", clip(key)), fmt.Sprintf("a condition has no key %q", clip(key)))
		}
	}
	if words, ok := m["match"].(string); ok && len(m) == 1 {
		return Expr{Op: Match, Values: []any{words}}, nil
	}
	for _, op := range []Op{BBox, Near} {
		want := map[Op]int{BBox: 4, Near: 3}[op]
		list, ok := m[string(op)].([]any)
		if !ok {
			continue
		}
		lon, _ := m["lon"].(string)
		lat, _ := m["lat"].(string)
		values, err := p.scalars(list)
		if err == nil && len(values) != want {
			err = p.bad(fmt.Sprintf("%s cần %d số", op, want), fmt.Sprintf("%s wants %d numbers", op, want))
		}
		return Expr{Op: op, Column: lon, Other: lat, Values: values}, err
	}
	return p.compare(m)
}

func (p *filterReader) compare(m map[string]any) (Expr, error) {
	x := Expr{Op: Eq}
	var ok bool
	if x.Column, ok = m["column"].(string); !ok {
		return Expr{}, p.bad(`thiếu "column", tên cột`, `"column", the name of a column, is missing`)
	}
	if raw, has := m["op"]; has {
		op, _ := raw.(string)
		if x.Op, ok = readOp(strings.ToLower(op)); !ok {
			return Expr{}, unknownOp(p.where, fmt.Sprint(raw))
		}
	}
	var err error
	if other, has := m["other"]; has {
		if x.Other, ok = other.(string); !ok {
			return Expr{}, p.bad(`"other" là tên một cột`, `"other" is the name of a column`)
		}
	}
	values, hasMany := m["values"].([]any)
	if value, has := m["value"]; has {
		if hasMany {
			return Expr{}, p.bad(`chỉ dùng một trong "value" và "values"`, `give either "value" or "values"`)
		}
		if list, isList := value.([]any); isList {
			values = list
		} else {
			values = []any{value}
		}
	}
	x.Values, err = p.scalars(values)
	if len(x.Values) == 1 && x.Values[0] == nil && (x.Op == Eq || x.Op == Ne) {
		x.Values = nil // equal to nothing is what null means
		x.Op = map[Op]Op{Eq: Null, Ne: NotNull}[x.Op]
	}
	return x, err
}

func (p *filterReader) scalars(list []any) ([]any, error) {
	if p.nodes += len(list); p.nodes > MaxNodes {
		return nil, TooDeep(p.where)
	}
	var out []any
	for _, v := range list {
		switch x := v.(type) {
		case json.Number:
			out = append(out, x.String())
		case string, bool:
			out = append(out, x)
		case nil:
			if len(list) > 1 {
				return nil, p.bad("null không đứng trong danh sách; dùng phép null", "null is no member of a list; use the operator null")
			}
			out = append(out, x)
		default:
			return nil, p.bad("giá trị là văn bản, số, true hoặc false", "a value is text, a number, true or false")
		}
	}
	return out, nil
}

func unknownOp(where, op string) error {
	names := make([]string, len(Ops()))
	for i, o := range Ops() {
		names[i] = string(o)
	}
	near := text.Nearest(op, names)
	return &catalog.Fault{Kind: catalog.Invalid, Where: where, Nearest: near, Detail: text.New(
		fmt.Sprintf("không có phép so sánh %q; có: %s", clip(op), strings.Join(names, ", ")), fmt.Sprintf("there is no operator %q; there are: %s", clip(op), strings.Join(names, ", ")))}
}

// MarshalJSON prints the filter as ParseFilter reads it.
func (x Expr) MarshalJSON() ([]byte, error) {
	m := map[string]any{}
	switch x.Op {
	case And, Or:
		args := x.Args
		if args == nil {
			args = []Expr{}
		}
		m[string(x.Op)] = args
	case Not:
		if len(x.Args) != 1 {
			return nil, fmt.Errorf("filter: not has %d conditions", len(x.Args))
		}
		m["not"] = x.Args[0]
	case Match:
		m["match"] = fmt.Sprint(x.Values...)
	case BBox, Near:
		m[string(x.Op)], m["lon"], m["lat"] = x.Values, x.Column, x.Other
	default:
		m["column"], m["op"] = x.Column, x.Op
		if x.Other != "" {
			m["other"] = x.Other
		}
		if len(x.Values) == 1 && x.Op != In && x.Op != AnyOf {
			m["value"] = x.Values[0]
		} else if len(x.Values) > 0 {
			m["values"] = x.Values
		}
	}
	return json.Marshal(m)
}
