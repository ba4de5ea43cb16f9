package coordinates

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

// The downloads of a conversion.
const (
	fileGeoJSON = "geojson"
	fileKML     = "kml"
	fileCSV     = "csv"        // WGS 84
	fileTarget  = "csv-vn2000" // the system chosen, X as the northing
)

func conversionFormats() []string { return []string{fileGeoJSON, fileKML, fileCSV, fileTarget} }

// coordinateFile answers with the converted corners as a file.
func (s *pages) coordinateFile(w http.ResponseWriter, r *http.Request) error {
	a, err := s.readConversion(w, r)
	if err != nil {
		return err
	}
	l := s.Locale(frame.PathLang(r))
	if strings.TrimSpace(a.text) == "" {
		return catalog.NewFault(catalog.Invalid, "points", "Chưa có góc nào.", "There are no corners.")
	}
	c, err := s.convert(l, a)
	if err != nil {
		return catalog.NewFault(catalog.Invalid, "points", conversionProblem(s.Locale("vi"), err), conversionProblem(s.Locale("en"), err))
	}
	media, ext, body, err := c.file(a.format)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="corners.`+ext+`"`)
	return httpkit.WriteBytes(w, r, media, body, httpkit.Validator{CacheControl: httpkit.CacheNever})
}

func (c *conversion) file(format string) (media, ext string, body []byte, err error) {
	var b bytes.Buffer
	switch format {
	case fileGeoJSON:
		_, err = write.GeoJSON(&b, write.Slice(c.features()), write.Options{Name: "corners"})
		return "application/geo+json", "geojson", b.Bytes(), err
	case fileKML:
		_, err = write.KML(&b, write.Slice(c.features()), write.Options{Name: "corners"})
		return "application/vnd.google-earth.kml+xml", "kml", b.Bytes(), err
	case fileCSV:
		err = c.table(&b, []string{"no", "latitude", "longitude"}, func(r cornerRow) []string { return []string{r.Name, r.Lat, r.Lon} })
		return "text/csv; charset=utf-8", "csv", b.Bytes(), err
	case fileTarget:
		head := []string{"STT", "X(m)", "Y(m)"}
		if c.ToDegrees {
			head = []string{"STT", "lat", "lon"}
		}
		err = c.table(&b, head, func(r cornerRow) []string { return []string{r.Name, r.ToX, r.ToY} })
		return "text/csv; charset=utf-8", strings.ToLower(strings.ReplaceAll(c.target.Code, ":", "")) + ".csv", b.Bytes(), err
	}
	f := catalog.NewFault(catalog.Invalid, "format", "Các dạng tải về: "+strings.Join(conversionFormats(), ", ")+".", "The downloads are "+strings.Join(conversionFormats(), ", ")+".")
	f.Nearest = text.Nearest(format, conversionFormats())
	return "", "", nil, f
}

func (c *conversion) table(b *bytes.Buffer, head []string, cells func(cornerRow) []string) error {
	w := csv.NewWriter(b)
	rows := [][]string{head}
	for _, r := range c.Rows {
		rows = append(rows, cells(r))
	}
	return w.WriteAll(rows)
}

// features are the parcel, where there is one, and its corners.
func (c *conversion) features() []geo.Feature {
	var out []geo.Feature
	note := strings.Join(c.Operations, " ")
	for i, p := range c.plots {
		id, name := "parcel", "parcel"
		if len(c.plots) > 1 {
			id, name = "parcel-"+strconv.Itoa(i+1), p.title
		}
		out = append(out, geo.Feature{ID: id, Geometry: p.polygon, Properties: map[string]any{"name": name, "source_crs": c.From, "operation": note}})
	}
	for i, p := range c.wgs {
		id := "corner-" + c.Rows[i].Name
		if len(c.plots) > 1 { // each plot has a corner 1
			id = "corner-" + strconv.Itoa(c.Rows[i].plot) + "-" + c.Rows[i].Name
		}
		out = append(out, geo.Feature{ID: id, Geometry: orb.Point(p), Properties: map[string]any{"name": c.Rows[i].Name, "source_crs": c.From, "x": c.Rows[i].X, "y": c.Rows[i].Y}})
	}
	return out
}
