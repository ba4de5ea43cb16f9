package encode

import (
	"context"
	"fmt"
	"io"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// Header says what stands in the first row.
type Header string

// The headers: column names, titles in the reader's language, titles in both.
const (
	ColumnNames Header = "names"
	Titles      Header = "titles"
	Bilingual   Header = "bilingual"
)

// Options shape a file.
type Options struct {
	Lang   text.Lang
	Header Header // "" is ColumnNames
	// BOM and Semicolon make CSV that a spreadsheet set to Vietnamese opens well, with an
	// apostrophe before text that it would take for a formula. Without them CSV holds the
	// data as they are, and XLSX writes text as text.
	BOM       bool
	Semicolon bool
}

// About is what a file says about itself.
type About struct {
	Package  *datasets.Package
	Resource datasets.Resource
	// Citation and Address are printed in files that have room for them.
	Citation text.Text
	Address  string
}

// Tables is where the rows come from.
type Tables interface {
	table.Directory
	table.Querier
	table.Writer
	// Scratch is a folder for files in the making.
	Scratch() string
}

type job struct {
	tables  Tables
	query   table.Query
	version *table.Version
	about   About
	opt     Options
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

// Table writes the rows of q to w in the format and returns their number. The
// version is fixed before the first byte, so that an update in between cannot
// mix two states.
func Table(ctx context.Context, f export.Format, t Tables, q table.Query, about About, opt Options, w io.Writer) (int, error) {
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
		case Titles:
			if s, _ := c.Title.Best(j.opt.Lang); s != "" {
				out[i] = s
			}
		case Bilingual:
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
