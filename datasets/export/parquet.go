package export

import (
	"context"
	"io"

	"honglinh/datasets/table"
)

func parquet(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.engine.Parquet(ctx, j.query, w)
}

func geoParquet(ctx context.Context, j job, w io.Writer) (int, error) {
	s, err := j.shape()
	if err != nil {
		return 0, err
	}
	q := j.query
	q.Select = withShape(q.Select, s)
	return j.engine.GeoParquet(ctx, q, table.GeometryOf{Lon: s.Lon, Lat: s.Lat, Column: s.Column}, w)
}
