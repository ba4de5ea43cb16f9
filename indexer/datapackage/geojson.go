package datapackage

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/read"
	"honglinh/catalog/text/jsonfault"
	"honglinh/catalog/text/notice"
	"honglinh/datasets/jsonlist"
	"honglinh/indexer/source"
)

// collection reads one GeoJSON file, feature by feature: one that is no JSON
// costs itself only. A file may be a FeatureCollection, a list of features, one
// feature or geometry, or one a line (RFC 8142, newline-delimited GeoJSON).
type collection struct {
	*features
	lines bool // said to be one a line
	n     int
}

// members are features, one after the other.
type members interface{ Next() ([]byte, error) }

func (c *collection) read(ctx context.Context, in io.Reader) error {
	r := bufio.NewReaderSize(in, 1<<16)
	if mark, _ := r.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = r.Discard(3) // just peeked
	}
	if c.lines {
		return c.each(ctx, jsonlist.NewLines(r, MaxRecord))
	}
	dec := json.NewDecoder(r)
	alone, err := c.seek(dec)
	if err != nil {
		return fmt.Errorf("%s: %w", c.file, err)
	}
	rest := io.MultiReader(dec.Buffered(), r)
	if alone == nil {
		list := jsonlist.NewSplitter(rest, MaxRecord)
		if err := c.each(ctx, list); err != nil {
			return err
		}
		c.late(list.Rest())
		return nil
	}
	c.n++
	c.add(c.feature(alone))
	return c.each(ctx, jsonlist.NewLines(rest, MaxRecord))
}

func (c *collection) each(ctx context.Context, list members) error {
	for {
		raw, err := list.Next()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch {
		case err == io.EOF:
			c.flush()
			if c.n == 0 && c.lines {
				return notice.Of("no-feature")
			}
			return nil
		case errors.Is(err, jsonlist.ErrTooLong):
			c.n++
			c.add(item{row: c.n, refused: notice.Of("feature-large", MaxRecord)})
			continue
		case err != nil:
			c.flush()
			return notice.Of("feature-at", c.n+1, err)
		}
		c.n++
		c.add(c.feature(raw))
	}
}

// seek goes to the first feature, and reads the system that files from before
// RFC 7946 name. A file that begins with one feature or geometry alone gives that.
func (c *collection) seek(dec *json.Decoder) (alone []byte, err error) {
	switch t, err := dec.Token(); {
	case err != nil:
		return nil, noJSON(err)
	case t != json.Delim('{') && t != json.Delim('['):
		return nil, notice.Of("not-collection")
	case t == json.Delim('['):
		return nil, nil
	}
	own := map[string]json.RawMessage{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, noJSON(err)
		}
		if key == "features" {
			if t, err := dec.Token(); err != nil || t != json.Delim('[') {
				return nil, notice.Of("features-no-list")
			}
			return nil, nil
		}
		var member json.RawMessage
		if err := dec.Decode(&member); err != nil {
			return nil, noJSON(err)
		}
		if key == "crs" {
			var m struct{ Properties struct{ Name string } }
			if json.Unmarshal(member, &m) == nil {
				c.crs = m.Properties.Name
			}
		}
		own[fmt.Sprint(key)] = member
	}
	if _, err := dec.Token(); err != nil {
		return nil, noJSON(err)
	}
	if alone = single(own); alone == nil {
		return nil, notice.Of("no-features")
	}
	return alone, nil
}

// noJSON tells why the file is not JSON; what reading it met is told as it is.
func noJSON(err error) error {
	if errors.Is(err, errTooLarge) {
		return err
	}
	return notice.Of("file-not-json", jsonfault.Reason(err))
}

// single is the feature that an object is, or that a geometry makes; nil for other
// objects.
func single(own map[string]json.RawMessage) []byte {
	var typ string
	if json.Unmarshal(own["type"], &typ) != nil {
		return nil
	}
	switch typ {
	case "Feature":
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		geometry, err := json.Marshal(own)
		if err != nil {
			return nil
		}
		own = map[string]json.RawMessage{"type": json.RawMessage(`"Feature"`), "geometry": geometry}
	default:
		return nil
	}
	b, err := json.Marshal(own)
	if err != nil {
		return nil
	}
	return b
}

// late tells of a system that is named where it comes too late: the features
// have gone.
func (c *collection) late(rest io.Reader) {
	b, _ := io.ReadAll(io.LimitReader(rest, 1<<16)) // what cannot be read names nothing
	if bytes.Contains(b, []byte(`"crs"`)) && !bytes.Contains(b, []byte("CRS84")) && !bytes.Contains(b, []byte("4326")) {
		c.to.Warn(source.Warning{File: c.file, Column: "crs"}.For(notice.Of("crs-late")))
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
		it.refused = notice.Of("feature-bad", jsonfault.Reason(err))
		return it
	}
	it.props = f.Properties
	if f.ID != nil {
		it.id = fmt.Sprint(f.ID)
	}
	g, dropped, err := read.Geometry(f.Geometry)
	if err != nil {
		it.column, it.refused = "geometry", notice.Of("geometry-bad", jsonfault.Reason(err))
		return it
	}
	it.geometry = g
	if dropped {
		it.notes = append(it.notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{"Z"}})
	}
	return it
}
