package encode

import (
	"context"
	"io"
	"slices"

	"honglinh/catalog/geo/write"
	"honglinh/datasets/table"
)

func parquet(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.tables.Parquet(ctx, j.query, w)
}

// geoParquet writes the columns in their own order and with their own types, and
// the geometry last.
func geoParquet(ctx context.Context, j job, w io.Writer) (int, error) {
	src, n, err := j.features(ctx)
	if err != nil {
		return 0, err
	}
	s, _ := j.shape() // found by features
	columns, err := j.tables.Columns(ctx, j.query)
	if err != nil {
		return 0, err
	}
	columns = slices.DeleteFunc(columns, func(c table.Column) bool { return c.Name == s.Column })
	o := write.Options{Name: j.query.Ref.Table, Columns: make([]write.Column, len(columns))}
	for i, c := range columns {
		o.Columns[i] = write.Column{Name: c.Name, Kind: kindOf(c.Type)}
	}
	_, err = write.GeoParquet(w, src, o)
	return *n, err
}

func kindOf(t table.Type) write.Kind {
	switch t {
	case table.Integer:
		return write.Int
	case table.Number:
		return write.Float
	case table.Boolean:
		return write.Bool
	case table.Date:
		return write.Day
	case table.DateTime:
		return write.Instant
	case table.LocalDateTime:
		return write.Clock
	}
	return write.String
}
