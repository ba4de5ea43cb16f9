package export

import (
	"fmt"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Use is what a format can hold.
type Use uint8

// The uses: the rows of a table; the features of a map layer, or of what a search
// finds; the records that a search finds.
const (
	Tables Use = 1 << iota
	Layers
	Searches
)

// Format is a form in which something can be downloaded.
type Format struct {
	Name      string
	Media     string // media type with its parameters
	Extension string
	Label     text.Text
	// Short is the format's own name, the same in every language.
	Short string
	Uses  Use
	// Geographic formats want a geometry of a table; see ShapeOf.
	Geographic bool
	// Degrees says that the format has WGS 84 and no other reference system.
	Degrees bool
	// Spooled formats are complete only at their end and are better written to a
	// file before they are sent.
	Spooled bool
	// FileType is the code in the EU file-type list
	// (http://publications.europa.eu/resource/authority/file-type). A format that the
	// list lacks is named by what it is to a reader who knows only the list: text, or
	// bytes.
	FileType string
	// Registered says that IANA registered the media type.
	Registered bool
}

// Formats is the explicit list of formats.
func Formats() []Format {
	return []Format{
		{Name: "csv", Short: "CSV", Media: "text/csv; charset=utf-8; header=present", Extension: "csv", Uses: Tables | Layers | Searches, FileType: "CSV", Registered: true,
			Label: text.New("CSV (RFC 4180, UTF-8)", "CSV (RFC 4180, UTF-8)")},
		{Name: "tsv", Short: "TSV", Media: "text/tab-separated-values; charset=utf-8", Extension: "tsv", Uses: Tables, FileType: "TSV", Registered: true,
			Label: text.New("Văn bản phân tách bằng tab", "Tab-separated text")},
		{Name: "json", Short: "JSON", Media: "application/json", Extension: "json", Uses: Tables, FileType: "JSON", Registered: true,
			Label: text.New("JSON, một danh sách các dòng", "JSON, a list of rows")},
		{Name: "jsonl", Short: "JSON Lines", Media: "application/jsonl", Extension: "jsonl", Uses: Tables | Searches, FileType: "TXT",
			Label: text.New("JSON Lines, mỗi dòng một đối tượng", "JSON Lines, an object a line")},
		{Name: "xlsx", Short: "Excel", Media: WorkbookMedia, Extension: "xlsx", Uses: Tables, Spooled: true, FileType: "XLSX", Registered: true,
			Label: text.New("Bảng tính Excel, có từ điển dữ liệu", "Excel workbook with data dictionary")},
		{Name: "parquet", Short: "Parquet", Media: "application/vnd.apache.parquet", Extension: "parquet", Uses: Tables, Spooled: true, FileType: "PARQUET", Registered: true,
			Label: text.New("Apache Parquet, giữ kiểu dữ liệu", "Apache Parquet with types")},
		{Name: "arrow", Short: "Arrow", Media: "application/vnd.apache.arrow.file", Extension: "arrow", Uses: Tables, Spooled: true, FileType: "BIN",
			Label: text.New("Apache Arrow (Feather), giữ kiểu dữ liệu", "Apache Arrow (Feather) with types")},
		{Name: "geojson", Short: "GeoJSON", Media: "application/geo+json", Extension: "geojson", Uses: Tables | Layers | Searches, Geographic: true, Degrees: true, FileType: "GEOJSON", Registered: true,
			Label: text.New("GeoJSON (RFC 7946)", "GeoJSON (RFC 7946)")},
		{Name: "geojsonseq", Short: "GeoJSON Seq", Media: "application/geo+json-seq", Extension: "geojsonl", Uses: Layers, Geographic: true, Degrees: true, FileType: "TXT", Registered: true,
			Label: text.New("Chuỗi GeoJSON (RFC 8142), mỗi bản ghi một đối tượng", "GeoJSON text sequence (RFC 8142), an object a record")},
		{Name: "wkt", Short: "CSV (WKT)", Media: "text/csv; charset=utf-8; header=present", Extension: "wkt.csv", Uses: Tables, Geographic: true, FileType: "CSV", Registered: true,
			Label: text.New("CSV có cột hình học WKT", "CSV with a WKT geometry column")},
		{Name: "kml", Short: "KML", Media: "application/vnd.google-earth.kml+xml", Extension: "kml", Uses: Tables | Layers, Geographic: true, Degrees: true, FileType: "KML", Registered: true,
			Label: text.New("KML cho Google Earth", "KML for Google Earth")},
		{Name: "fgb", Short: "FlatGeobuf", Media: "application/flatgeobuf", Extension: "fgb", Uses: Tables | Layers, Geographic: true, Spooled: true, FileType: "BIN",
			Label: text.New("FlatGeobuf, có chỉ mục không gian", "FlatGeobuf with a spatial index")},
		{Name: "gpkg", Short: "GeoPackage", Media: "application/geopackage+sqlite3", Extension: "gpkg", Uses: Tables | Layers, Geographic: true, Spooled: true, FileType: "BIN",
			Label: text.New("GeoPackage cho QGIS", "GeoPackage for QGIS")},
		{Name: "geoparquet", Short: "GeoParquet", Media: "application/vnd.apache.parquet", Extension: "geo.parquet", Uses: Tables | Layers, Geographic: true, Spooled: true, FileType: "PARQUET", Registered: true,
			Label: text.New("GeoParquet 1.1", "GeoParquet 1.1")},
		{Name: "shp", Short: "Shapefile", Media: "application/zip", Extension: "shp.zip", Uses: Layers, Geographic: true, Spooled: true, FileType: "SHP", Registered: true,
			Label: text.New("Shapefile (zip, UTF-8, có .prj và .cpg)", "Shapefile (zip, UTF-8, with .prj and .cpg)")},
		{Name: "jsonfg", Short: "JSON-FG", Media: "application/fg+json", Extension: "fg.json", Uses: Layers, Geographic: true, FileType: "JSON",
			Label: text.New("JSON-FG (OGC), mọi hệ toạ độ, có thời gian", "JSON-FG (OGC), any reference system, with time")},
		{Name: "pmtiles", Short: "PMTiles", Media: TilesMedia, Extension: "pmtiles", Uses: Layers, Geographic: true, Degrees: true, Spooled: true, FileType: "BIN",
			Label: text.New("PMTiles, ô véc-tơ trong một tệp", "PMTiles, vector tiles in one file")},
		{Name: "atom", Short: "Atom", Media: "application/atom+xml", Extension: "atom", Uses: Searches, FileType: "ATOM", Registered: true,
			Label: text.New("Nguồn cấp Atom", "Atom feed")},
	}
}

// For returns the formats of a use, in the order of the list.
func For(use Use) []Format {
	var out []Format
	for _, f := range Formats() {
		if f.Uses&use != 0 {
			out = append(out, f)
		}
	}
	return out
}

// Names returns the names of the formats of a use.
func Names(use Use) []string {
	var out []string
	for _, f := range For(use) {
		out = append(out, f.Name)
	}
	return out
}

// TilesMedia is the media type of an archive of tiles.
const TilesMedia = "application/vnd.pmtiles"

// WorkbookMedia is the media type of an XLSX workbook.
const WorkbookMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Find returns the format of a use with the name; the fault names the nearest.
func Find(use Use, name string) (Format, error) {
	for _, f := range For(use) {
		if f.Name == name {
			return f, nil
		}
	}
	names := Names(use)
	return Format{}, &catalog.Fault{Kind: catalog.NotFound, Where: "format", Nearest: text.Nearest(name, names), Detail: text.New(
		fmt.Sprintf("không có định dạng %.40q; có: %s", name, strings.Join(names, ", ")), fmt.Sprintf("there is no format %.40q; there are: %s", name, strings.Join(names, ", ")))}
}

// MediaType returns the media type without its parameters.
func (f Format) MediaType() string {
	bare, _, _ := strings.Cut(f.Media, ";")
	return bare
}
