package encode

import (
	"bytes"
	"context"
	stdcsv "encoding/csv"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	orbwkt "github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/wkt"
	"honglinh/catalog/geo/write"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

func (j job) shape() (export.Shape, error) {
	s, ok := export.ShapeOf(j.about.Resource, j.version)
	if !ok {
		return s, catalog.NewFault(catalog.Invalid, "format", "bảng này không có hình học nên không có định dạng bản đồ; hãy chọn csv, xlsx hoặc parquet",
			"this table has no geometry, so there is no map format of it; choose csv, xlsx or parquet")
	}
	if len(j.query.GroupBy) > 0 || j.query.Distinct {
		return s, catalog.NewFault(catalog.Invalid, "group_by", "kết quả gộp không có hình học", "groups have no geometry; choose csv, xlsx or parquet")
	}
	return s, nil
}

// features is the query as a source of features in WGS 84.
func (j job) features(ctx context.Context) (write.Source, *int, error) {
	s, err := j.shape()
	if err != nil {
		return nil, nil, err
	}
	q := j.query
	q.Select = withShape(q.Select, s)
	var drop []string // columns that only the geometry needs
	for _, it := range q.Select[len(j.query.Select):] {
		drop = append(drop, it.Column)
	}
	toWGS, err := transformation(s.CRS)
	if err != nil {
		return nil, nil, err
	}
	n := new(int)
	return func(yield func(geo.Feature) error) error {
		r, err := j.tables.Query(ctx, q)
		if err != nil {
			return err
		}
		defer r.Close()
		for *n = 0; ; *n++ {
			row, err := r.Next(ctx)
			if err != nil || row == nil {
				return err
			}
			f, err := featureOf(s, r.Columns, row, drop, j.version.Key, toWGS)
			if err != nil {
				return fmt.Errorf("row %d: %w", *n+1, err)
			}
			if err := yield(f); err != nil {
				return err
			}
		}
	}, n, nil
}

// withShape adds the columns of the geometry to a selection; none is all columns.
func withShape(items []table.Item, s export.Shape) []table.Item {
	if len(items) == 0 {
		return nil
	}
	out := slices.Clone(items)
	for _, c := range []string{s.Lon, s.Lat, s.Column} {
		if c != "" && !slices.ContainsFunc(items, func(it table.Item) bool { return it.Name() == c }) {
			out = append(out, table.Item{Column: c})
		}
	}
	return out
}

func transformation(name string) (*crs.Transformation, error) {
	if name == "" {
		return nil, nil
	}
	from, err := crs.Lookup(name)
	if err != nil {
		return nil, err
	}
	t := crs.Transform(from, crs.MustLookup(crs.CRS84))
	return &t, nil
}

func featureOf(s export.Shape, columns []table.Column, row []any, drop, key []string, toWGS *crs.Transformation) (geo.Feature, error) {
	f := geo.Feature{Properties: map[string]any{}}
	var lon, lat any
	var id []string
	for i, c := range columns {
		switch c.Name {
		case s.Lon:
			lon = row[i]
		case s.Lat:
			lat = row[i]
		case s.Column:
			g, err := geometryOf(row[i])
			if err != nil {
				return f, err
			}
			f.Geometry = g
			continue
		}
		if slices.Contains(drop, c.Name) {
			continue
		}
		v := row[i]
		if b, ok := v.(*big.Int); ok {
			v = b.String()
		}
		f.Properties[c.Name] = v
		if slices.Contains(key, c.Name) {
			id = append(id, fmt.Sprint(v))
		}
		if c.Name == s.Name && f.Properties["name"] == nil && !slices.ContainsFunc(columns, func(c table.Column) bool { return c.Name == "name" }) {
			f.Properties["name"] = v
		}
	}
	f.ID = strings.Join(id, "/")
	if x, ok := number(lon); ok {
		if y, ok := number(lat); ok {
			f.Geometry = orb.Point{x, y}
		}
	}
	if toWGS != nil && f.Geometry != nil {
		var err error
		f.Geometry, err = toWGS.Geometry(f.Geometry)
		return f, err
	}
	return f, nil
}

func number(v any) (float64, bool) {
	switch x := v.(type) {
	case float64:
		return x, true
	case int64:
		return float64(x), true
	}
	return 0, false
}

// geometryOf reads GeoJSON or WKT.
func geometryOf(v any) (orb.Geometry, error) {
	s, _ := v.(string)
	s = strings.TrimSpace(s)
	if s == "" || s == "null" {
		return nil, nil
	}
	if s[0] == '{' {
		g, err := geojson.UnmarshalGeometry([]byte(s))
		if err != nil {
			return nil, fmt.Errorf("geometry is not GeoJSON: %w", err)
		}
		return g.Geometry(), nil
	}
	g, err := wkt.Parse(s)
	return g.Geometry, err
}

func (j job) layer(ctx context.Context, w io.Writer, encode func(io.Writer, write.Source, write.Options) (write.Manifest, error)) (int, error) {
	src, n, err := j.features(ctx)
	if err != nil {
		return 0, err
	}
	_, err = encode(w, src, write.Options{Name: j.query.Ref.Table})
	return *n, err
}

func geoJSON(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.layer(ctx, w, write.GeoJSON)
}

func kml(ctx context.Context, j job, w io.Writer) (int, error) { return j.layer(ctx, w, write.KML) }

func flatGeobuf(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.layer(ctx, w, write.FlatGeobuf)
}

// wktCSV writes the columns in their own order and the geometry last, under
// the name that other programs look for.
func wktCSV(ctx context.Context, j job, w io.Writer) (int, error) {
	src, n, err := j.features(ctx)
	if err != nil {
		return 0, err
	}
	s, _ := j.shape() // found by features
	var columns []table.Column
	for _, c := range j.columns(ctx) {
		if c.Name != s.Column {
			columns = append(columns, c)
		}
	}
	out := stdcsv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(append(j.header(columns), "WKT")); err != nil {
		return 0, err
	}
	err = src(func(f geo.Feature) error {
		row := make([]string, 0, len(columns)+1)
		for _, c := range columns {
			row = append(row, write.Text(f.Properties[c.Name]))
		}
		var b bytes.Buffer
		if f.Geometry != nil {
			b.WriteString(orbwkt.MarshalString(f.Geometry))
		}
		return out.Write(append(row, b.String()))
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return *n, err
}

// columns are the output columns of an ungrouped query.
func (j job) columns(ctx context.Context) []table.Column {
	cols, err := j.tables.Columns(ctx, j.query)
	if err != nil {
		return nil // the query itself gives the fault
	}
	return cols
}
