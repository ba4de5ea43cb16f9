package encode

import (
	"context"
	"io"

	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

func csv(ctx context.Context, j job, w io.Writer) (int, error) {
	opt := table.CSVOptions{BOM: j.opt.BOM, Guarded: j.opt.BOM || j.opt.Semicolon, Header: j.head()}
	if j.opt.Semicolon {
		opt.Delimiter = ";"
	}
	return j.tables.CSV(ctx, j.query, w, opt)
}

func tsv(ctx context.Context, j job, w io.Writer) (int, error) {
	return j.tables.CSV(ctx, j.query, w, table.CSVOptions{Delimiter: "\t", BOM: j.opt.BOM, Guarded: j.opt.BOM, Header: j.head()})
}

func (j job) head() func([]table.Column) []string {
	if j.opt.Header == "" || j.opt.Header == export.ColumnNames {
		return nil
	}
	return j.header
}
