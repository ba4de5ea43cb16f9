package duck

import (
	"context"
	"io"
	"io/fs"
	"strings"

	"honglinh/datasets"
	"honglinh/datasets/grid"
	"honglinh/datasets/table"
)

// resource is a resource of a package with the files it names.
type resource struct {
	pack  *datasets.Package
	res   datasets.Resource
	fsys  fs.FS
	files []string
	// refused tells the rows that are no part of the table, verdict which those are.
	refused func(grid.Place) bool
	verdict string
}

// source returns where the rows come from.
func (e *Engine) source(ctx context.Context, r resource) table.Source {
	src := table.Source{Schema: r.res.Schema, Version: r.pack.Version, Refused: r.refused, File: strings.Join(r.files, " + ")}
	if !r.res.Tabular() {
		src.Dialect, src.Plain = datasets.Dialect{Delimiter: ","}, true
		if r.refused != nil {
			src.Refused = func(grid.Place) bool { return false } // Rows leaves them out
		}
		src.Open = func() (io.ReadCloser, error) { return e.opt.Rows(ctx, r.pack, r.res, r.fsys, r.refused) }
		return src
	}
	src.Rows = func() (grid.Reader, error) { return datasets.OpenTable(r.fsys, r.files, r.res, nil) }
	return src
}
