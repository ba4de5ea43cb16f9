package ogc

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/cql2"
	"honglinh/catalog/geo/shape"
	"honglinh/catalog/text"
)

var errArguments = errors.New("wrong arguments")

// functions are the functions beyond the standard that filters may call; a missing or unfit argument makes the result null.
func functions() map[string]func([]any) (any, error) {
	return map[string]func([]any) (any, error){
		"lower":       onText(func(s string) any { return strings.ToLower(s) }),
		"upper":       onText(func(s string) any { return strings.ToUpper(s) }),
		"char_length": onText(func(s string) any { return float64(utf8.RuneCountInString(s)) }),
		"distance_km": distance,
	}
}

func onText(f func(string) any) func([]any) (any, error) {
	return func(args []any) (any, error) {
		if len(args) != 1 {
			return nil, errArguments
		}
		s, ok := args[0].(string)
		if !ok {
			return nil, errArguments
		}
		return f(s), nil
	}
}

// distance is the geodesic distance between a geometry and a point.
func distance(args []any) (any, error) {
	if len(args) != 2 {
		return nil, errArguments
	}
	a, b := geometryOf(args[0]), geometryOf(args[1])
	p, ok := b.(orb.Point)
	if !ok {
		a, b = b, a
		if p, ok = b.(orb.Point); !ok {
			return nil, errArguments
		}
	}
	if a == nil {
		return nil, errArguments
	}
	s, err := shape.New(a)
	if err != nil {
		return nil, err
	}
	_, metres, ok := s.Nearest(p)
	if !ok {
		return nil, errArguments
	}
	return metres / 1000, nil
}

func geometryOf(v any) orb.Geometry {
	switch v := v.(type) {
	case cql2.Region:
		return v.Geometry
	case orb.Geometry:
		return v
	}
	return nil
}

func describeFunctions(lang text.Lang) []function {
	str := []argument{{"text", []string{"string"}}}
	return []function{
		{"lower", say(lang, "Chữ thường", "Lower case"), "", str, []string{"string"}},
		{"upper", say(lang, "Chữ hoa", "Upper case"), "", str, []string{"string"}},
		{"char_length", say(lang, "Số ký tự", "Number of characters"), "", str, []string{"number"}},
		{"distance_km", say(lang, "Khoảng cách đến một điểm, km", "Distance to a point in km"),
			say(lang, "Đường chim bay trên ellipsoid WGS 84; null khi đối tượng chưa có toạ độ.", "Straight line on the WGS 84 ellipsoid; null when the feature has no coordinates."),
			[]argument{{"geometry", []string{"geometry"}}, {"point", []string{"geometry"}}}, []string{"number"}},
	}
}
