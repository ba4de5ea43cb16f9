package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"honglinh/catalog"
	"honglinh/datasets"
)

// GeometryColumn holds the geometry of a GeoJSON feature as GeoJSON text.
const GeometryColumn = "geometry"

// feature is a GeoJSON feature; what its properties hold stays as written.
type feature struct {
	ID         json.RawMessage            `json:"id"`
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   json.RawMessage            `json:"geometry"`
}

// openFeatures reads GeoJSON as CSV: the columns of the schema, then further
// properties in the order of their first appearance, then the geometry.
func openFeatures(fsys fs.FS, files []string, schema datasets.Schema) (io.ReadCloser, error) {
	var names []string
	for _, f := range schema.Fields {
		if f.Name != GeometryColumn {
			names = append(names, f.Name)
		}
	}
	hasID := false
	for _, file := range files {
		err := eachFeature(fsys, file, func(f feature) error {
			hasID = hasID || len(f.ID) > 0 && string(f.ID) != "null"
			more := make([]string, 0, len(f.Properties))
			for k := range f.Properties {
				if k != GeometryColumn && !slices.Contains(names, k) {
					more = append(more, k)
				}
			}
			slices.Sort(more) // Go maps have no order
			names = append(names, more...)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if hasID && !slices.Contains(names, "id") {
		names = append([]string{"id"}, names...)
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(writeFeatures(w, fsys, files, names)) }() // ends when the reader is closed
	return r, nil
}

func writeFeatures(w io.Writer, fsys fs.FS, files, names []string) error {
	var line []byte
	for i, n := range append(slices.Clone(names), GeometryColumn) {
		if i > 0 {
			line = append(line, ',')
		}
		line = cellOut(line, []byte(n))
	}
	if _, err := w.Write(append(line, '\n')); err != nil {
		return err
	}
	for _, file := range files {
		err := eachFeature(fsys, file, func(f feature) error {
			line = line[:0]
			for _, n := range names {
				v, ok := f.Properties[n]
				if !ok && n == "id" {
					v = f.ID
				}
				line = append(cellOut(line, propertyText(v)), ',')
			}
			line = append(cellOut(line, propertyText(compact(f.Geometry))), '\n')
			_, err := w.Write(line)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func compact(b json.RawMessage) json.RawMessage {
	var out bytes.Buffer
	if json.Compact(&out, b) != nil {
		return b
	}
	return out.Bytes()
}

// propertyText is a string without its quotes, any other value as it is
// written, null as missing.
func propertyText(v json.RawMessage) []byte {
	if len(v) == 0 || string(v) == "null" {
		return nil
	}
	var s string
	if v[0] == '"' && json.Unmarshal(v, &s) == nil {
		return []byte(s)
	}
	return v
}

// eachFeature streams the features of a collection or a single feature.
func eachFeature(fsys fs.FS, file string, fn func(feature) error) error {
	f, err := fsys.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	d := json.NewDecoder(io.LimitReader(f, MaxFile))
	n := 0
	bad := func(err error) error {
		return &catalog.Fault{Kind: catalog.Invalid, Where: fmt.Sprintf("%s:%d", file, n), Err: err, Detail: bilingual(
			fmt.Sprintf("đối tượng %d không phải GeoJSON: %v", n, err), fmt.Sprintf("feature %d is not GeoJSON: %v", n, err))}
	}
	if err := toFeatures(d); err != nil {
		return bad(err)
	}
	for d.More() {
		n++
		var x feature
		if err := d.Decode(&x); err != nil {
			return bad(err)
		}
		if err := fn(x); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return bad(err)
	}
	return nil
}

// toFeatures reads up to the list of features.
func toFeatures(d *json.Decoder) error {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("want a FeatureCollection object"))
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if key == "features" {
			if t, err := d.Token(); err != nil || t != json.Delim('[') {
				return errors.Join(err, errors.New("want a list of features"))
			}
			return nil
		}
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			return err
		}
	}
	return errors.New("there is no member \"features\"")
}
