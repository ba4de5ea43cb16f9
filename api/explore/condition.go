package explore

import (
	"fmt"
	"strconv"
	"strings"

	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

const canCondition = "search(field, …, \"words\"), startswith(field, \"x\"), suggest(field, \"x\"), within_distance(" + geoField + ", geom'POINT(lon lat)', 5km), in_bbox(" + geoField + ", lat, lon, lat, lon)"

// condition compiles the functions that are conditions.
func (e entry) condition(n clause.Node) (table.Expr, bool, error) {
	switch n.Text {
	case "search", "suggest", "startswith":
		x, err := e.searched(n)
		return x, true, err
	case "within_distance", "distance":
		x, err := e.near(n)
		return x, true, err
	case "in_bbox", "bbox":
		x, err := e.box(n)
		return x, true, err
	}
	return table.Expr{}, true, &clause.Unsupported{What: "the function " + n.Text + "() as a condition", Have: canCondition, Pos: n.Pos}
}

// searched looks for words in fields, or in all of them with *.
func (e entry) searched(n clause.Node) (table.Expr, error) {
	if len(n.Args) == 0 || n.Args[len(n.Args)-1].Kind != clause.String {
		return table.Expr{}, &clause.Unsupported{What: n.Text + "() without words", Have: canCondition, Pos: n.Pos}
	}
	words := n.Args[len(n.Args)-1].Text
	out := table.Expr{Op: table.Or}
	for _, field := range n.Args[:len(n.Args)-1] {
		if field.Kind == clause.Star {
			return table.Expr{Op: table.Match, Values: []any{words}}, nil
		}
		c, ok := e.column(field.Text)
		if field.Kind != clause.Name || !ok {
			return out, e.meaning().Unknown(field)
		}
		if n.Text != "search" {
			out.Args = append(out.Args, table.Expr{Op: table.Prefix, Column: c.Name, Values: []any{words}})
			continue
		}
		all := table.Expr{Op: table.And}
		for _, w := range strings.Fields(words) {
			all.Args = append(all.Args, table.Expr{Op: table.Contains, Column: c.Name, Values: []any{w}})
		}
		out.Args = append(out.Args, all)
	}
	if len(n.Args) == 1 {
		return table.Expr{Op: table.Match, Values: []any{words}}, nil
	}
	return out, nil
}

// isPoint reports whether the node names the field of points.
func (e entry) isPoint(n clause.Node) error {
	if n.Kind != clause.Name || n.Text != geoField || e.geo == nil {
		have := "a field of points; this dataset has none"
		if e.geo != nil {
			have = "the field " + geoField
		}
		return &clause.Unsupported{What: fmt.Sprintf("a geographic condition on %q", n.Text), Have: have, Pos: n.Pos}
	}
	return nil
}

func (e entry) near(n clause.Node) (table.Expr, error) {
	if len(n.Args) != 3 {
		return table.Expr{}, &clause.Unsupported{What: fmt.Sprintf("%s() with %d arguments", n.Text, len(n.Args)), Have: canCondition, Pos: n.Pos}
	}
	if err := e.isPoint(n.Args[0]); err != nil {
		return table.Expr{}, err
	}
	lon, lat, ok := readPoint(n.Args[1])
	metres, okMetres := readDistance(n.Args[2])
	if !ok || !okMetres {
		return table.Expr{}, &clause.Unsupported{What: fmt.Sprintf("the point %q with the distance %q", clause.Short(n.Args[1].Text), n.Args[2].Text+n.Args[2].Unit), Have: canCondition, Pos: n.Args[1].Pos}
	}
	return table.Expr{Op: table.Near, Column: e.geo.lon, Other: e.geo.lat, Values: []any{lon, lat, metres}}, nil
}

// readPoint reads geom'POINT(lon lat)'.
func readPoint(n clause.Node) (lon, lat float64, ok bool) {
	s := strings.ToUpper(strings.TrimSpace(n.Text))
	inner, found := strings.CutPrefix(s, "POINT")
	parts := strings.Fields(strings.Trim(strings.TrimSpace(inner), "()"))
	if n.Kind != clause.GeomLit || !found || len(parts) != 2 {
		return 0, 0, false
	}
	lon, errLon := strconv.ParseFloat(parts[0], 64)
	lat, errLat := strconv.ParseFloat(parts[1], 64)
	return lon, lat, errLon == nil && errLat == nil && lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90
}

// readDistance reads 5km, 300m or a number of metres.
func readDistance(n clause.Node) (float64, bool) {
	factor := map[string]float64{"": 1, "m": 1, "km": 1000, "cm": 0.01, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}[n.Unit]
	v, err := strconv.ParseFloat(n.Text, 64)
	return v * factor, err == nil && factor > 0 && v >= 0 && (n.Kind == clause.Number || n.Kind == clause.Quantity)
}

// box reads in_bbox(field, lat, lon, lat, lon), latitude first as the original.
func (e entry) box(n clause.Node) (table.Expr, error) {
	if len(n.Args) != 5 {
		return table.Expr{}, &clause.Unsupported{What: fmt.Sprintf("%s() with %d arguments", n.Text, len(n.Args)), Have: canCondition, Pos: n.Pos}
	}
	if err := e.isPoint(n.Args[0]); err != nil {
		return table.Expr{}, err
	}
	for _, a := range n.Args[1:] {
		if a.Kind != clause.Number {
			return table.Expr{}, &clause.Unsupported{What: fmt.Sprintf("the corner %q", clause.Short(a.Text)), Have: "numbers", Pos: a.Pos}
		}
	}
	v := n.Args
	return table.Expr{Op: table.BBox, Column: e.geo.lon, Other: e.geo.lat, Values: []any{v[2].Text, v[1].Text, v[4].Text, v[3].Text}}, nil
}
