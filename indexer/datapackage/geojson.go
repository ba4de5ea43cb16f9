package datapackage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/datasets"
	"honglinh/indexer/source"
)

// collection reads one GeoJSON file, feature by feature.
type collection struct {
	file  string
	res   datasets.Resource
	rules []rule
	to    source.Sink
	n     int
}

func (c *collection) read(ctx context.Context, r io.Reader) error {
	dec := json.NewDecoder(r)
	if err := c.seek(dec); err != nil {
		return fmt.Errorf("%s: %w", c.file, err)
	}
	for dec.More() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		c.n++
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return fmt.Errorf("%s: feature %d: %w", c.file, c.n, err)
		}
		c.feature(raw)
	}
	return nil
}

// seek goes to the first feature.
func (c *collection) seek(dec *json.Decoder) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(errors.New("not a GeoJSON FeatureCollection"), err)
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key == "features" {
			if t, err := dec.Token(); err != nil || t != json.Delim('[') {
				return errors.Join(errors.New("features is not a list"), err)
			}
			return nil
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return err
		}
	}
	return errors.New("the collection has no features; want a GeoJSON FeatureCollection")
}

func (c *collection) feature(raw json.RawMessage) {
	var f struct {
		ID         any               `json:"id"`
		Properties map[string]any    `json:"properties"`
		Geometry   *geojson.Geometry `json:"geometry"`
	}
	if len(raw) > MaxRecord {
		c.refuse("", "", fmt.Sprintf("the feature has more than %d bytes", MaxRecord), "generalise its geometry")
		return
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		c.refuse("", "", "the feature is not GeoJSON: "+err.Error(), "see RFC 7946")
		return
	}
	row := source.Row{File: c.file, Row: c.n, Cells: map[string]any{}, Geometry: f.Geometry}
	id := ""
	if m := c.res.Mapping; m != nil {
		id = fmt.Sprint(f.Properties[m.ID])
		if _, ok := f.Properties[m.ID]; !ok {
			id = ""
		}
	}
	if f.Geometry != nil && vertices(f.Geometry.Geometry()) > MaxVertices {
		c.refuse("geometry", id, fmt.Sprintf("the geometry has more than %d vertices", MaxVertices), "generalise it")
		return
	}
	if !c.properties(f.Properties, id, &row) {
		return
	}
	c.to.Row(row)
}

func (c *collection) properties(props map[string]any, id string, row *source.Row) bool {
	for name, v := range props {
		switch v := v.(type) {
		case nil, map[string]any:
			if v != nil && deeper(v, MaxDepth) {
				c.refuse(name, id, fmt.Sprintf("the value nests deeper than %d levels", MaxDepth), "flatten it")
				return false
			}
		case string:
			if v == "" {
				continue
			}
		}
		if v != nil {
			row.Cells[name] = v
		}
	}
	for i := range c.rules {
		if !c.rule(&c.rules[i], id, row) {
			return false
		}
	}
	return true
}

func (c *collection) rule(r *rule, id string, row *source.Row) bool {
	name := r.field.Name
	v, ok := row.Cells[name]
	s, isString := v.(string)
	if !ok || isString && r.isMissing(s) {
		delete(row.Cells, name)
		if r.field.Constraints.Required {
			c.refuse(name, id, "the value is missing", "fill it in; the schema requires it")
			return false
		}
		return true
	}
	var err error
	if isString {
		v, err = parse(r.field, s)
	} else {
		s = fmt.Sprint(v)
	}
	if err == nil {
		err = r.check(s, v, c.n)
	}
	var ce *cellError
	if errors.As(err, &ce) {
		c.refuse(name, id, ce.reason, ce.remedy)
		return false
	}
	row.Cells[name] = v
	return true
}

func (c *collection) refuse(column, id, reason, remedy string) {
	c.to.Refuse(source.Refusal{File: c.file, Row: c.n, Column: column, Reason: reason, Remedy: remedy, ID: id})
}

func vertices(g orb.Geometry) int {
	switch g := g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return len(g)
	case orb.LineString:
		return len(g)
	case orb.Ring:
		return len(g)
	case orb.MultiLineString:
		n := 0
		for _, l := range g {
			n += len(l)
		}
		return n
	case orb.Polygon:
		n := 0
		for _, r := range g {
			n += len(r)
		}
		return n
	case orb.MultiPolygon:
		n := 0
		for _, p := range g {
			n += vertices(p)
		}
		return n
	case orb.Collection:
		n := 0
		for _, x := range g {
			n += vertices(x)
		}
		return n
	}
	return 0
}
