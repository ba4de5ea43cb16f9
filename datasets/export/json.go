package export

import (
	"context"
	"io"
)

func jsonArray(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.engine.JSON(ctx, j.query, w)
}

func jsonLines(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.engine.JSONLines(ctx, j.query, w)
}
