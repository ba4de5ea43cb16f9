package cql2

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb/geojson"

	language "honglinh/catalog/text"
	"honglinh/catalog/text/jsonfault"
)

// ParseJSON reads the JSON encoding. The error is an *Error with a JSON pointer to the part that is wrong.
func ParseJSON(data []byte, o Options) (*Filter, error) {
	p := &jsonParser{}
	p.b = builder{options: o, fail: func(kind error, en, vi string) error {
		return &Error{Offset: -1, Path: p.path, Reason: en, ReasonVI: vi, Kind: kind}
	}}
	if len(data) > MostBytes {
		return nil, p.b.fail(ErrTooLarge, ErrTooLarge.Error(), tooLargeVI())
	}
	// A call is an object with a list: two brackets a level, and a geometry has a few of its own.
	if nesting(data) > 2*Deepest+40 {
		return nil, p.b.fail(ErrTooDeep, ErrTooDeep.Error(), tooDeepVI())
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		why := jsonfault.Reason(err)
		return nil, &Error{Offset: int(d.InputOffset()), Reason: "not JSON: " + why[language.EN], ReasonVI: "không phải JSON: " + why[language.VI], Kind: ErrSyntax}
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, &Error{Offset: int(d.InputOffset()), Reason: "more than one JSON value", ReasonVI: "nhiều hơn một giá trị JSON", Kind: ErrSyntax}
	}
	x, err := p.expr(v, "", 0)
	if err != nil {
		return nil, err
	}
	return p.b.filter(x)
}

// nesting is the deepest bracket of a JSON text, found without parsing it.
func nesting(data []byte) int {
	depth, most, quoted := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			most = max(most, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return most
}

type jsonParser struct {
	path string
	b    builder
}

func (p *jsonParser) expr(v any, path string, depth int) (Expr, error) {
	p.path = path
	if depth > Deepest {
		return nil, p.b.fail(ErrTooDeep, ErrTooDeep.Error(), tooDeepVI())
	}
	switch v := v.(type) {
	case nil, bool, string:
		return p.b.literal(v)
	case json.Number:
		f, err := v.Float64()
		if err != nil || math.IsInf(f, 0) {
			return nil, p.b.fail(ErrSyntax, "number out of range", "số vượt giới hạn")
		}
		return p.b.literal(f)
	case []any:
		items, err := p.all(v, path, depth)
		if err != nil {
			return nil, err
		}
		return List{items}, p.b.count()
	case map[string]any:
		return p.object(v, path, depth)
	}
	return nil, p.b.fail(ErrSyntax, fmt.Sprintf("unexpected %T", v), fmt.Sprintf("không chờ %T", v))
}

func (p *jsonParser) all(list []any, path string, depth int) ([]Expr, error) {
	var out []Expr
	for i, m := range list {
		x, err := p.expr(m, fmt.Sprintf("%s/%d", path, i), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func (p *jsonParser) object(m map[string]any, path string, depth int) (Expr, error) {
	if op, ok := m["op"].(string); ok {
		list, ok := m["args"].([]any)
		if !ok {
			return nil, p.b.fail(ErrSyntax, op+" wants args, a list", op+" cần args là một danh sách")
		}
		args, err := p.all(list, path+"/args", depth)
		p.path = path
		if err != nil {
			return nil, err
		}
		return p.b.call(op, args)
	}
	if name, ok := m["property"].(string); ok {
		return p.b.property(name)
	}
	for _, k := range []string{"date", "timestamp"} {
		if s, ok := m[k].(string); ok {
			return p.b.call(k, []Expr{Literal{s}})
		}
	}
	if list, ok := m["interval"].([]any); ok {
		args, err := p.all(list, path+"/interval", depth)
		p.path = path
		if err != nil {
			return nil, err
		}
		return p.b.call("interval", args)
	}
	if list, ok := m["bbox"].([]any); ok && m["type"] == nil {
		return p.bbox(list)
	}
	if _, ok := m["type"].(string); ok {
		return p.geometry(m)
	}
	return nil, p.b.fail(ErrSyntax, "an object must have op, property, date, timestamp, interval, bbox, or be a GeoJSON geometry", "một đối tượng phải có op, property, date, timestamp, interval, bbox, hoặc là hình học GeoJSON")
}

func (p *jsonParser) bbox(list []any) (Expr, error) {
	var v []float64
	for _, n := range list {
		s, _ := n.(json.Number)
		f, err := s.Float64()
		if err != nil {
			return nil, p.b.fail(ErrSyntax, "bbox wants numbers", "bbox cần các số")
		}
		v = append(v, f)
	}
	return p.b.box(v)
}

func (p *jsonParser) geometry(m map[string]any) (Expr, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return nil, p.b.fail(ErrSyntax, err.Error(), "không đọc được hình học: "+err.Error())
	}
	g, err := geojson.UnmarshalGeometry(data)
	if err != nil || g.Geometry() == nil {
		return nil, p.b.fail(ErrSyntax, fmt.Sprintf("not a GeoJSON geometry: %v", err), fmt.Sprintf("không phải hình học GeoJSON: %v", err))
	}
	return p.b.geometry(g.Geometry())
}
