package datapackage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/read"
	"honglinh/indexer/source"
)

// collection reads one GeoJSON file, feature by feature: one that is no JSON
// costs itself only.
type collection struct {
	*features
	n int
}

func (c *collection) read(ctx context.Context, r io.Reader) error {
	dec := json.NewDecoder(r)
	if err := c.seek(dec); err != nil {
		return fmt.Errorf("%s: %w", c.file, err)
	}
	list := newSplitter(io.MultiReader(dec.Buffered(), r), MaxRecord)
	for {
		raw, err := list.next()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case err == io.EOF:
			c.settle()
			c.late(list.r)
			return nil
		case errors.Is(err, errTooLong):
			c.n++
			c.add(item{row: c.n, refused: &cellError{fmt.Sprintf("the feature has more than %d bytes", MaxRecord), "generalise its geometry, or split it into several features"}})
			continue
		case err != nil:
			c.settle()
			return fmt.Errorf("%s: feature %d: %w", c.file, c.n+1, err)
		}
		c.n++
		c.add(c.feature(raw))
	}
}

// seek goes to the first feature, and reads the system that files from before
// RFC 7946 name.
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
		var member json.RawMessage
		if err := dec.Decode(&member); err != nil {
			return err
		}
		if key == "crs" {
			var m struct{ Properties struct{ Name string } }
			if json.Unmarshal(member, &m) == nil {
				c.crs = m.Properties.Name
			}
		}
	}
	return errors.New("the collection has no features; want a GeoJSON FeatureCollection")
}

// late tells of a system that is named where it comes too late: the features
// have gone.
func (c *collection) late(rest io.Reader) {
	b, _ := io.ReadAll(io.LimitReader(rest, 1<<16)) // what cannot be read names nothing
	if bytes.Contains(b, []byte(`"crs"`)) && !bytes.Contains(b, []byte("CRS84")) && !bytes.Contains(b, []byte("4326")) {
		c.to.Warn(source.Warning{File: c.file, Column: "crs", Code: "crs-late",
			Reason: "the file names a reference system behind its features, which was not used; declare the crs in the descriptor, or write the member first"})
	}
}

func (c *collection) feature(raw []byte) item {
	it := item{row: c.n}
	var f struct {
		ID         any             `json:"id"`
		Properties map[string]any  `json:"properties"`
		Geometry   json.RawMessage `json:"geometry"`
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&f); err != nil {
		it.refused = &cellError{"the feature is not GeoJSON: " + err.Error(), "see RFC 7946; NaN and Infinity are no JSON numbers"}
		return it
	}
	it.props = f.Properties
	if f.ID != nil {
		it.id = fmt.Sprint(f.ID)
	}
	g, dropped, err := read.Geometry(f.Geometry)
	if err != nil {
		it.column, it.refused = "geometry", &cellError{"the geometry is not GeoJSON: " + err.Error(), "see RFC 7946, section 3.1"}
		return it
	}
	it.geometry = g
	if dropped {
		it.notes = append(it.notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{"Z"}})
	}
	return it
}
