package styles

// Object is a JSON object of a style.
type Object = map[string]any

// Font is the font stack of labels, as the address of its letters names it.
const Font = "Be Vietnam Pro"

// GL is the look as layers of a style of MapLibre (Mapbox style specification, version 8): areas lie under lines, lines under points, names on top. Source is the
// name of the source of vector tiles, in which the features stand in a layer of the id.
func GL(source string, layers ...Layer) []Object {
	var out []Object
	for _, part := range []func(Layer, string) []Object{areas, lines, points, labels} {
		for _, l := range layers {
			out = append(out, part(l, source)...)
		}
	}
	return out
}

// part makes a style layer of one sort of geometry; "" takes all.
func (l Layer) part(source, suffix, kind, geometry string, paint Object) Object {
	o := Object{"id": l.ID + suffix, "type": kind, "source": source, "source-layer": l.ID, "minzoom": l.MinZoom, "paint": paint}
	var tests []any
	if geometry != "" {
		tests = append(tests, []any{"==", []any{"geometry-type"}, geometry})
	}
	if l.Ended != "" {
		tests = append(tests, []any{"!", []any{"has", l.Ended}})
	}
	switch len(tests) {
	case 0:
	case 1:
		o["filter"] = tests[0]
	default:
		o["filter"] = append([]any{"all"}, tests...)
	}
	return o
}

func (l Layer) draws(dimension int) bool {
	for _, d := range l.Geometries {
		if d == dimension {
			return true
		}
	}
	return false
}

// colour is that of the layer, or of each class.
func (l Layer) colour() any {
	if len(l.Classes) == 0 {
		return l.Colour
	}
	out := []any{"match", []any{"get", l.ColourBy}}
	for _, c := range l.Classes {
		out = append(out, c.Value, c.Colour)
	}
	return append(out, l.Colour)
}

func areas(l Layer, source string) []Object {
	if !l.draws(2) {
		return nil
	}
	return []Object{l.part(source, "-area", "fill", "Polygon", Object{"fill-color": l.colour(), "fill-opacity": l.Opacity}),
		l.part(source, "-outline", "line", "Polygon", Object{"line-color": l.Outline, "line-width": l.Width})}
}

func lines(l Layer, source string) []Object {
	if !l.draws(1) {
		return nil
	}
	return []Object{l.part(source, "-line", "line", "LineString", Object{"line-color": l.colour(), "line-width": l.Width})}
}

func points(l Layer, source string) []Object {
	if !l.draws(0) {
		return nil
	}
	return []Object{l.part(source, "-point", "circle", "Point", Object{"circle-color": l.colour(), "circle-radius": l.Radius, "circle-stroke-color": l.Outline, "circle-stroke-width": 1})}
}

// labelsFrom is the zoom from which features have names: further out they would cover each other.
const labelsFrom = 9

func labels(l Layer, source string) []Object {
	o := l.part(source, "-label", "symbol", "", Object{"text-color": l.Outline, "text-halo-color": "#ffffff", "text-halo-width": 1.5})
	o["layout"] = Object{"text-field": []any{"coalesce", []any{"get", l.Label}, []any{"get", l.Other}}, "text-font": []string{Font}, "text-size": 12,
		"text-variable-anchor": []string{"top", "bottom", "left", "right"}, "text-radial-offset": 0.6}
	o["minzoom"] = max(l.MinZoom, labelsFrom)
	return []Object{o}
}
