package encode

import (
	"context"
	"fmt"
	"io"

	"honglinh/catalog/text"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

type job struct {
	tables  export.RowSource
	query   table.Query
	version *table.Version
	about   export.About
	opt     export.Options
}

// rows writes the rows of a job and returns their number.
type rows func(ctx context.Context, j job, w io.Writer) (int, error)

// tableWriters are the writers of the formats of tables, by name; a test holds
// them against the list.
func tableWriters() map[string]rows {
	return map[string]rows{
		"csv": csv, "tsv": tsv, "json": jsonArray, "jsonl": jsonLines, "xlsx": xlsx, "parquet": parquet, "arrow": arrowFile,
		"geojson": geoJSON, "wkt": wktCSV, "kml": kml, "fgb": flatGeobuf, "gpkg": geoPackage, "geoparquet": geoParquet,
	}
}

func (Encoder) Table(ctx context.Context, f export.Format, t export.RowSource, q table.Query, about export.About, opt export.Options, w io.Writer) (int, error) {
	write, ok := tableWriters()[f.Name]
	if !ok {
		return 0, fmt.Errorf("encode: %q is no format of tables", f.Name)
	}
	v, err := t.Version(q.Ref, q.Version, q.AsOf)
	if err != nil {
		return 0, err
	}
	q.Version, q.AsOf, q.Cursor, q.Total = v.Number, "", "", false
	if q.Limit == 0 {
		q.Limit = table.Unlimited
	}
	if q.Lang == "" {
		q.Lang = opt.Lang
	}
	return write(ctx, job{tables: t, query: q, version: v, about: about, opt: opt}, w)
}

// header returns the first row for the columns.
func (j job) header(columns []table.Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Name
		switch j.opt.Header {
		case export.Titles:
			if s, _ := c.Title.Best(j.opt.Lang); s != "" {
				out[i] = s
			}
		case export.Bilingual:
			vi, en := c.Title[text.VI], c.Title[text.EN]
			if vi != "" && en != "" && vi != en {
				out[i] = vi + " / " + en
			} else if s, _ := c.Title.Best(text.VI); s != "" {
				out[i] = s
			}
		}
	}
	return out
}
