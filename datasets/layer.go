package datasets

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
	"honglinh/catalog/text/jsonfault"
	"honglinh/catalog/text/notice"
)

// layerJSON is one of the `honglinh.layers` of a package: its features as a layer of
// maps, a collection and tiles.
type layerJSON struct {
	ID          string              `json:"id"`
	Title       text.Text           `json:"title"`
	Description text.Text           `json:"description"`
	Resources   []string            `json:"resources"`
	Values      map[string][]string `json:"values"`
	Geometries  []string            `json:"geometries"`
	Style       struct {
		Colour  string   `json:"colour"`
		Outline string   `json:"outline"`
		Opacity *float64 `json:"opacity"`
		Width   *float64 `json:"width"`
		Radius  *float64 `json:"radius"`
		MinZoom int      `json:"min_zoom"`
	} `json:"style"`
	Popup    []string `json:"popup"`
	ColourBy string   `json:"colour_by"`
}

func layerKeys() []string {
	return []string{"id", "title", "description", "resources", "values", "geometries", "style", "popup", "colour_by"}
}

func styleKeys() []string {
	return []string{"colour", "outline", "opacity", "width", "radius", "min_zoom"}
}

// dimensions are what geometries are called in descriptors, by dimension.
func dimensions() []string { return []string{"point", "line", "area"} }

var (
	layerID = regexp.MustCompile(`^[a-z][a-z0-9-]{0,49}$`)
	colour  = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

// layers reads the map layers of a package. One that is wrong is left out with a
// warning: its records are records all the same.
func (c *reader) layers(raw json.RawMessage, p *Package) []layers.Layer {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		c.warn("honglinh.layers", "layer-bad", jsonfault.Reason(err))
		return nil
	}
	var out []layers.Layer
	for i, one := range list {
		where := fmt.Sprintf("honglinh.layers[%d]", i)
		c.known(where, object(one), layerKeys())
		c.known(where+".style", object(object(one)["style"]), styleKeys())
		var d layerJSON
		if err := json.Unmarshal(one, &d); err != nil {
			c.warn(where, "layer-bad.out", jsonfault.Reason(err))
			continue
		}
		l, ok := c.layer(where, d, p)
		if !ok {
			continue
		}
		if slices.ContainsFunc(append(layers.List(), out...), func(o layers.Layer) bool { return o.ID == l.ID }) {
			c.warn(where+".id", "layer-double", l.ID)
			continue
		}
		out = append(out, l)
	}
	return out
}

func (c *reader) layer(where string, d layerJSON, p *Package) (layers.Layer, bool) {
	l := layers.Layer{ID: d.ID, Title: d.Title, Description: d.Description, Select: layers.Selection{Dataset: p.Name, Tables: d.Resources, Values: d.Values}}
	if !layerID.MatchString(d.ID) {
		c.warn(where+".id", "layer-id", d.ID)
		return l, false
	}
	if d.Title.IsZero() {
		c.warn(where+".title", "layer-title")
		return l, false
	}
	if !c.layerRows(where, d, p) {
		return l, false
	}
	for _, g := range d.Geometries {
		n := slices.Index(dimensions(), g)
		if n < 0 {
			c.warn(where+".geometries", "not-one-of", g, strings.Join(dimensions(), ", "))
			continue
		}
		l.Geometries = append(l.Geometries, n)
	}
	if len(l.Geometries) == 0 {
		l.Geometries = []int{0, 1, 2}
	}
	if l.Description == nil {
		l.Description = text.Text{}
	}
	l.Style = c.style(where+".style", d)
	l.Popup = c.popup(where+".popup", d.Popup, p, d.Resources)
	if d.ColourBy != "" && len(c.popup(where+".colour_by", []string{d.ColourBy}, p, d.Resources)) > 0 {
		l.ColourBy = d.ColourBy
	}
	return l, true
}

// layerRows reports whether the layer has resources whose rows are records.
func (c *reader) layerRows(where string, d layerJSON, p *Package) bool {
	var known []string
	for _, r := range p.Resources {
		if r.Mapping != nil && !r.Mapping.Outline && r.Mapping.Part == "" {
			known = append(known, r.Name)
		}
	}
	if len(known) == 0 {
		c.warn(where, "layer-no-records")
		return false
	}
	for _, name := range d.Resources {
		if !slices.Contains(known, name) {
			c.warn(where+".resources", "layer-no-resource", name, notice.Near(name, known))
			return false
		}
	}
	return true
}

func (c *reader) style(where string, d layerJSON) layers.Style {
	s := layers.Style{Colour: "#2f6f4f", Outline: "#1c4431", MinZoom: min(max(d.Style.MinZoom, 0), layers.DeepestTile)}
	for _, f := range []struct {
		name, given string
		to          *string
	}{{"colour", d.Style.Colour, &s.Colour}, {"outline", d.Style.Outline, &s.Outline}} {
		switch {
		case f.given == "":
		case !colour.MatchString(f.given):
			c.warn(where+"."+f.name, "not-colour", f.given)
		default:
			*f.to = f.given
		}
	}
	if d.Style.Outline == "" && d.Style.Colour != "" {
		s.Outline = s.Colour
	}
	for _, f := range []struct {
		name             string
		given            *float64
		usual, low, high float64
		to               *float64
	}{{"opacity", d.Style.Opacity, 0.4, 0, 1, &s.Opacity}, {"width", d.Style.Width, 2, 0, 20, &s.Width}, {"radius", d.Style.Radius, 5, 1, 30, &s.Radius}} {
		*f.to = f.usual
		if f.given == nil {
			continue
		}
		if *f.given < f.low || *f.given > f.high {
			c.warn(where+"."+f.name, "not-within", *f.given, f.low, f.high)
			continue
		}
		*f.to = *f.given
	}
	return s
}

// popup takes columns that the map shows of a feature, with their titles.
func (c *reader) popup(where string, columns []string, p *Package, resources []string) []layers.Shown {
	known := map[string]Field{}
	open := false // a resource without a schema may have any column
	for _, r := range p.Resources {
		if r.Mapping == nil || len(resources) > 0 && !slices.Contains(resources, r.Name) {
			continue
		}
		open = open || len(r.Schema.Fields) == 0
		for _, f := range r.Schema.Fields {
			known[f.Name] = f
		}
	}
	var out []layers.Shown
	for _, name := range columns {
		f, ok := known[name]
		if !ok && !open {
			c.warn(where, "popup-no-column", name, notice.Near(name, slices.Sorted(maps.Keys(known))))
			continue
		}
		out = append(out, layers.Shown{Property: name, Title: f.Title})
	}
	return out
}
