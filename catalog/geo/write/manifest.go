package write

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"math"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
)

// Source hands out features in WGS 84, in the same order each time it is called. It stops with the error that yield returns.
type Source func(yield func(geo.Feature) error) error

// Slice is a source of features in memory.
func Slice(fs []geo.Feature) Source {
	return func(yield func(geo.Feature) error) error {
		for _, f := range fs {
			if err := yield(f); err != nil {
				return err
			}
		}
		return nil
	}
}

// Options describe a file.
type Options struct {
	Name string   // of the layer
	CRS  *crs.CRS // of the coordinates in the file; nil for WGS 84. GeoJSON, GeoJSONSeq and KML are WGS 84, PMTiles Web Mercator, whatever is asked
	// Columns are the properties to write with their kinds, in order, where the caller knows them; nil reads them from the features. Only GeoParquet, which
	// then has no column for the id, heeds it.
	Columns []Column
}

// Manifest says what a file holds.
type Manifest struct {
	Format    string        `json:"format"`
	Count     int           `json:"count"`
	Box       *[4]float64   `json:"bbox,omitempty"` // in the CRS of the file; nil when nothing has a geometry
	CRS       string        `json:"crs"`
	Operation crs.Operation `json:"-"` // from WGS 84 to that CRS
	Bytes     int64         `json:"bytes"`
	SHA256    string        `json:"sha256"`
}

// Formats of manifests.
const (
	FormatGeoJSON    = "geojson"
	FormatGeoJSONSeq = "geojsonseq"
	FormatCSV        = "csv"
	FormatKML        = "kml"
	FormatFlatGeobuf = "flatgeobuf"
	FormatGeoPackage = "gpkg"
	FormatGeoParquet = "geoparquet"
	FormatShapefile  = "shapefile"
	FormatJSONFG     = "jsonfg"
	FormatPMTiles    = "pmtiles"
)

// Ledger counts what goes into a file while it is written.
type Ledger struct {
	w    io.Writer
	hash hash.Hash
	m    Manifest
	move *crs.Bulk
}

// NewLedger starts a manifest; features are converted by Feature, bytes counted by Write.
func NewLedger(w io.Writer, format string, to *crs.CRS) *Ledger {
	wgs := crs.MustLookup(crs.CRS84)
	if to == nil {
		to = wgs
	}
	move := crs.Transform(wgs, to)
	l := &Ledger{w: w, hash: sha256.New(), move: move.Bulk()}
	l.m = Manifest{Format: format, CRS: to.Code, Operation: move.Operation()}
	return l
}

// Write passes bytes on.
func (l *Ledger) Write(p []byte) (int, error) {
	n, err := l.w.Write(p)
	l.hash.Write(p[:n])
	l.m.Bytes += int64(n)
	return n, err
}

// Feature counts a feature and gives it with its geometry in the system of the file.
func (l *Ledger) Feature(f geo.Feature) (geo.Feature, error) {
	l.m.Count++
	if f.Geometry == nil {
		return f, nil
	}
	g, err := l.move.Geometry(f.Geometry)
	if err != nil {
		return f, fmt.Errorf("feature %q: %w", f.ID, err)
	}
	f.Geometry = g
	if b := g.Bound(); b.Min[0] <= b.Max[0] {
		l.m.Box = widen(l.m.Box, b)
	}
	return f, nil
}

func widen(box *[4]float64, b orb.Bound) *[4]float64 {
	if box == nil {
		return &[4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return &[4]float64{math.Min(box[0], b.Min[0]), math.Min(box[1], b.Min[1]), math.Max(box[2], b.Max[0]), math.Max(box[3], b.Max[1])}
}

// Manifest is the account so far.
func (l *Ledger) Manifest() Manifest {
	m := l.m
	m.SHA256 = hex.EncodeToString(l.hash.Sum(nil))
	return m
}

// Kind is the kind of values of a column.
type Kind string

// The kinds, from the narrowest to the widest.
const (
	Bool   Kind = "bool"
	Int    Kind = "int"
	Float  Kind = "float"
	String Kind = "string"
)

// Kinds that only a caller can know: text of ISO 8601 is a day, an instant in UTC, or a date and a time of day of which nobody said the zone.
const (
	Day     Kind = "day"
	Instant Kind = "instant"
	Clock   Kind = "clock"
)

// Column is a property that some feature has.
type Column struct {
	Name string
	Kind Kind
}

// Columns reads all features once and lists their properties in alphabetical order, each with the narrowest kind that holds all its values.
func Columns(src Source) ([]Column, error) {
	kinds := map[string]any{}
	err := src(func(f geo.Feature) error {
		for n, v := range f.Properties {
			k := kindOf(v)
			if old, ok := kinds[n].(Kind); ok {
				k = join(old, k)
			}
			kinds[n] = k
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var cols []Column
	for _, n := range (geo.Feature{Properties: kinds}).Names() {
		k := kinds[n].(Kind)
		if k == "" {
			k = String
		}
		cols = append(cols, Column{n, k})
	}
	return cols, nil
}

func kindOf(v any) Kind {
	switch v.(type) {
	case nil:
		return ""
	case bool:
		return Bool
	case int, int64:
		return Int
	case float64:
		return Float
	}
	return String
}

func join(a, b Kind) Kind {
	switch {
	case a == b || b == "":
		return a
	case a == "":
		return b
	case a == Int && b == Float || a == Float && b == Int:
		return Float
	}
	return String
}

// Text is a property value as text: JSON for lists and maps, RFC 3339 for times, "" for nil.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return string(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}
