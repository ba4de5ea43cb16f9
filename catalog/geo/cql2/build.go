package cql2

import (
	"fmt"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/shape"
)

// builder checks parts as either parser makes them.
type builder struct {
	options Options
	nodes   int
	ops     map[string]arity
	fail    func(kind error, en, vi string) error // adds the place
}

// standard is built once and never changes; spelled maps lower case to the spelling in JSON.
var standard = sync.OnceValue(operators)

var spelled = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for op := range standard() {
		m[strings.ToLower(op)] = op
	}
	return m
})

func (b *builder) count() error {
	if b.nodes++; b.nodes > MostNodes {
		return b.fail(ErrTooLarge, ErrTooLarge.Error(), tooLargeVI())
	}
	return nil
}

func (b *builder) property(name string) (Expr, error) {
	if err := b.count(); err != nil {
		return nil, err
	}
	if b.options.Known != nil && !b.options.Known(name) {
		return nil, b.fail(ErrSyntax, fmt.Sprintf("property %q is not one that can be queried", name), fmt.Sprintf("không hỏi được thuộc tính %q", name))
	}
	return Property{name}, nil
}

func (b *builder) literal(v any) (Expr, error) { return Literal{v}, b.count() }

func (b *builder) call(op string, args []Expr) (Expr, error) {
	if err := b.count(); err != nil {
		return nil, err
	}
	if std, ok := spelled()[strings.ToLower(op)]; ok {
		op = std
	} else if _, ok := b.options.Functions[op]; !ok {
		return nil, b.fail(ErrSyntax, fmt.Sprintf("function %q is not known", op), fmt.Sprintf("không có hàm %q", op))
	} else {
		return Call{op, args}, nil
	}
	a := standard()[op]
	if len(args) < a.least || a.most >= 0 && len(args) > a.most {
		return nil, b.fail(ErrSyntax, fmt.Sprintf("%s has %d arguments", op, len(args)), fmt.Sprintf("%s có %d đối số", op, len(args)))
	}
	return b.finish(op, args)
}

// finish checks arguments whose kind is plain from the text and makes values of times.
func (b *builder) finish(op string, args []Expr) (Expr, error) {
	switch op {
	case "and", "or", "not":
		for _, x := range args {
			if !b.boolean(x) {
				return nil, b.fail(ErrSyntax, op+" wants conditions, not values", op+" cần điều kiện, không phải giá trị")
			}
		}
	case "in":
		if _, ok := args[1].(List); !ok {
			return nil, b.fail(ErrSyntax, "in wants a list", "in cần một danh sách")
		}
	case "date", "timestamp":
		s, ok := text(args[0])
		t, err := parseTime(s)
		if !ok || err != nil {
			return nil, b.fail(ErrSyntax, op+" wants a date or time as RFC 3339 writes it", op+" cần ngày hoặc giờ viết theo RFC 3339")
		}
		return Literal{t}, nil
	case "interval":
		return b.interval(args)
	}
	return Call{op, args}, nil
}

func (b *builder) interval(args []Expr) (Expr, error) {
	for i, x := range args {
		if s, ok := text(x); ok {
			t, err := parseEnd(s, i == 1)
			if err != nil {
				return nil, b.fail(ErrSyntax, fmt.Sprintf("interval: %q is neither a date nor ..", s), fmt.Sprintf("interval: %q không phải ngày, cũng không phải ..", s))
			}
			args[i] = Literal{t}
		}
	}
	x, ok1 := args[0].(Literal)
	y, ok2 := args[1].(Literal)
	if ok1 && ok2 {
		from, okF := x.Value.(Time)
		to, okT := y.Value.(Time)
		if !okF || !okT || to.End.Before(from.Start) {
			return nil, b.fail(ErrSyntax, "interval wants an earlier and a later time", "interval cần thời điểm trước rồi thời điểm sau")
		}
		return Literal{Time{from.Start, to.End}}, nil
	}
	return Call{"interval", args}, nil
}

// boolean tells whether an expression can be true.
func (b *builder) boolean(x Expr) bool {
	switch x := x.(type) {
	case Literal:
		_, ok := x.Value.(bool)
		return ok
	case Property:
		return true
	case Call:
		a, ok := standard()[x.Op]
		return !ok || a.boolean
	}
	return false
}

func text(x Expr) (string, bool) {
	l, ok := x.(Literal)
	if !ok {
		return "", false
	}
	s, ok := l.Value.(string)
	return s, ok
}

// Region is a geometry of the filter, prepared for questions.
type Region struct {
	Geometry orb.Geometry
	shape    *shape.Shape
}

// geometry takes a geometry of the filter. One that is too short to be what it says meets nothing, which no one asks for.
func (b *builder) geometry(g orb.Geometry) (Expr, error) {
	if en, vi := tooShort(g); en != "" {
		return nil, b.fail(ErrSyntax, en, vi)
	}
	if b.options.Convert != nil {
		c, err := b.options.Convert(g)
		if err != nil {
			return nil, b.fail(ErrSyntax, err.Error(), "không đọc được hình học: "+err.Error())
		}
		g = c
	}
	s, err := shape.New(g)
	if err != nil {
		return nil, b.fail(ErrSyntax, err.Error(), "không đọc được hình học: "+err.Error())
	}
	return b.literal(Region{g, s})
}

// tooShort says what a line or ring lacks; "" when it is long enough. An empty geometry is one by intention.
func tooShort(g orb.Geometry) (en, vi string) {
	switch g := g.(type) {
	case orb.LineString:
		if len(g) == 1 {
			return "a line needs at least two points", "một đường cần ít nhất hai điểm"
		}
	case orb.MultiLineString:
		return firstShort(g)
	case orb.Ring:
		if len(g) < 4 || g[0] != g[len(g)-1] {
			return "a ring needs at least four points, the last being the first", "một vòng cần ít nhất bốn điểm, điểm cuối trùng điểm đầu"
		}
	case orb.Polygon:
		return firstShort(g)
	case orb.MultiPolygon:
		return firstShort(g)
	case orb.Collection:
		return firstShort(g)
	}
	return "", ""
}

func firstShort[G orb.Geometry](parts []G) (en, vi string) {
	for _, p := range parts {
		if en, vi = tooShort(p); en != "" {
			return en, vi
		}
	}
	return "", ""
}

// box is a BBOX of 4 or 6 numbers; one whose first longitude is the greater crosses the antimeridian.
func (b *builder) box(v []float64) (Expr, error) {
	if len(v) == 6 {
		v = []float64{v[0], v[1], v[3], v[4]}
	}
	if len(v) != 4 || v[1] > v[3] {
		return nil, b.fail(ErrSyntax, "bbox wants 4 or 6 numbers, lower before upper", "bbox cần 4 hoặc 6 số, số nhỏ trước số lớn")
	}
	r := orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}
	if v[0] <= v[2] {
		return b.geometry(r.ToPolygon())
	}
	west, east := r, r
	west.Max[0], east.Min[0] = 180, -180
	return b.geometry(orb.MultiPolygon{west.ToPolygon(), east.ToPolygon()})
}

func (b *builder) filter(x Expr) (*Filter, error) {
	if !b.boolean(x) {
		return nil, b.fail(ErrSyntax, "a filter must be a condition, not a value", "bộ lọc phải là điều kiện, không phải giá trị")
	}
	return &Filter{x, b.options}, nil
}
