package export

import (
	"context"
	"fmt"
	"io"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Format is a form in which a table can be downloaded.
type Format struct {
	Name      string
	Media     string
	Extension string
	Label     text.Text
	// Geographic formats want a geometry; see Shape.
	Geographic bool
	// Spooled formats are complete only at their end and are better written to a
	// file before they are sent.
	Spooled bool
	write   func(ctx context.Context, j job, w io.Writer) (int, error)
}

// Formats is the explicit list of formats.
func Formats() []Format {
	return []Format{
		{Name: "csv", Media: "text/csv; charset=utf-8; header=present", Extension: "csv", Label: text.New("CSV (RFC 4180, UTF-8)", "CSV (RFC 4180, UTF-8)"), write: csv},
		{Name: "tsv", Media: "text/tab-separated-values; charset=utf-8", Extension: "tsv", Label: text.New("Văn bản phân tách bằng tab", "Tab-separated text"), write: tsv},
		{Name: "json", Media: "application/json", Extension: "json", Label: text.New("JSON, một danh sách các dòng", "JSON, a list of rows"), write: jsonArray},
		{Name: "jsonl", Media: "application/jsonl", Extension: "jsonl", Label: text.New("JSON Lines, mỗi dòng một đối tượng", "JSON Lines, an object a line"), write: jsonLines},
		{Name: "xlsx", Media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Extension: "xlsx", Spooled: true,
			Label: text.New("Bảng tính Excel, có từ điển dữ liệu", "Excel workbook with data dictionary"), write: xlsx},
		{Name: "parquet", Media: "application/vnd.apache.parquet", Extension: "parquet", Spooled: true,
			Label: text.New("Apache Parquet, giữ kiểu dữ liệu", "Apache Parquet with types"), write: parquet},
		{Name: "arrow", Media: "application/vnd.apache.arrow.file", Extension: "arrow", Spooled: true,
			Label: text.New("Apache Arrow (Feather), giữ kiểu dữ liệu", "Apache Arrow (Feather) with types"), write: arrowFile},
		{Name: "geojson", Media: "application/geo+json", Extension: "geojson", Geographic: true, Label: text.New("GeoJSON (RFC 7946)", "GeoJSON (RFC 7946)"), write: geoJSON},
		{Name: "wkt", Media: "text/csv; charset=utf-8; header=present", Extension: "wkt.csv", Geographic: true,
			Label: text.New("CSV có cột hình học WKT", "CSV with a WKT geometry column"), write: wktCSV},
		{Name: "kml", Media: "application/vnd.google-earth.kml+xml", Extension: "kml", Geographic: true, Label: text.New("KML cho Google Earth", "KML for Google Earth"), write: kml},
		{Name: "fgb", Media: "application/flatgeobuf", Extension: "fgb", Geographic: true, Spooled: true, Label: text.New("FlatGeobuf, có chỉ mục không gian", "FlatGeobuf with a spatial index"), write: flatGeobuf},
		{Name: "gpkg", Media: "application/geopackage+sqlite3", Extension: "gpkg", Geographic: true, Spooled: true, Label: text.New("GeoPackage cho QGIS", "GeoPackage for QGIS"), write: geoPackage},
		{Name: "geoparquet", Media: "application/vnd.apache.parquet", Extension: "geo.parquet", Geographic: true, Spooled: true,
			Label: text.New("GeoParquet 1.0", "GeoParquet 1.0"), write: geoParquet},
	}
}

// Find returns the format with the name; the fault names the nearest.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, &catalog.Fault{Kind: catalog.NotFound, Where: "format", Nearest: text.Nearest(name, names), Detail: text.New(
		fmt.Sprintf("không có định dạng %.40q; có: %s", name, strings.Join(names, ", ")), fmt.Sprintf("there is no format %.40q; there are: %s", name, strings.Join(names, ", ")))}
}

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
	// BOM and Semicolon make CSV that a spreadsheet set to Vietnamese opens well.
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
	engine  Tables
	query   table.Query
	version *table.Version
	about   About
	opt     Options
}

// Write writes the rows of q to w in the format and returns their number. The
// version is fixed before the first byte, so that an update in between cannot
// mix two states.
func (f Format) Write(ctx context.Context, e Tables, q table.Query, about About, opt Options, w io.Writer) (int, error) {
	v, err := e.Version(q.Ref, q.Version, q.AsOf)
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
	return f.write(ctx, job{engine: e, query: q, version: v, about: about, opt: opt}, w)
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
