package harvest

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"path"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// Format tells what a file is that package datasets reads, by its content: names and
// media types of portals are often wrong. "" is what is not read.
func Format(content []byte) string {
	switch head := bytes.TrimLeft(bytes.TrimPrefix(content[:min(len(content), 512)], []byte("\xef\xbb\xbf")), " \t\r\n"); {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return zipped(content)
	case bytes.HasPrefix(content, []byte("SQLite format 3\x00")):
		return "gpkg"
	case bytes.HasPrefix(head, []byte("{")), bytes.HasPrefix(head, []byte("[")):
		return ofJSON(content)
	case bytes.HasPrefix(head, []byte("<")):
		if bytes.Contains(head, []byte("<kml")) {
			return "kml"
		}
		return "" // a page, or an error that says 200
	case bytes.HasPrefix(content, []byte("%PDF-")), bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(content, []byte{0x1f, 0x8b}), len(head) == 0:
		return ""
	}
	if bytes.IndexByte(content[:min(len(content), 8<<10)], 0) >= 0 && !bytes.HasPrefix(content, []byte("\xff\xfe")) && !bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return ""
	}
	return "csv"
}

// zipped tells the zips apart that offices write, and the one of a Shapefile.
func zipped(content []byte) string {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return ""
	}
	for _, f := range z.File {
		switch name := strings.ToLower(f.Name); {
		case name == "xl/workbook.xml":
			return "xlsx"
		case name == "word/document.xml":
			return "docx"
		case name == "content.xml":
			return "ods"
		case strings.HasSuffix(name, ".kml"):
			return "kmz"
		case strings.HasSuffix(name, ".shp"):
			return "shp"
		}
	}
	return ""
}

func ofJSON(content []byte) string {
	var top struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(content, &top) == nil && (top.Type == "FeatureCollection" || top.Type == "Feature") {
		return "geojson"
	}
	if bytes.HasPrefix(bytes.TrimSpace(content), []byte("[")) {
		return "json"
	}
	return "jsonl"
}

// Table fetches a file as a table of a dataset. The error says why it cannot be one.
func (v *Visit) Table(ctx context.Context, f File) (Table, error) {
	blob, content, err := v.Content(ctx, f)
	if err != nil {
		return Table{}, err
	}
	return TableOf(f, blob, content)
}

// TableOf is a file that was fetched as a table of a dataset.
func TableOf(f File, blob Blob, content []byte) (Table, error) {
	format := Format(content)
	if format == "" {
		return Table{}, notice.Of("file-no-table", f.Address)
	}
	title := text.Text{}
	title.Set(text.VI, f.Title)
	return Table{Name: TableName(f.Name), Title: title, Address: f.Address, Format: format, Blob: blob}, nil
}

// Content fetches a file and keeps it among the files of the source.
func (v *Visit) Content(ctx context.Context, f File) (Blob, []byte, error) {
	if f.Fetch == nil {
		b, a, err := v.Blob(ctx, f.Address)
		if err != nil {
			return Blob{}, nil, err
		}
		return b, a.Body, nil
	}
	content, err := f.Fetch(ctx)
	if err != nil {
		return Blob{}, nil, err
	}
	b, err := v.Keep(content)
	return b, content, err
}

// NameOf is the last part of an address without its ending.
func NameOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	base := path.Base(u.Path)
	return strings.TrimSuffix(base, path.Ext(base))
}
