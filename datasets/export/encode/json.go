package encode

import (
	"context"
	"io"
)

func jsonArray(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.tables.JSON(ctx, j.query, w)
}

func jsonLines(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.tables.JSONLines(ctx, j.query, w)
}
