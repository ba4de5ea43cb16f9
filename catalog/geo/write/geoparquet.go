package write

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
)

// A row group of GeoParquet ends after so many features, or so many bytes of geometry.
const (
	groupFeatures = 16_384
	groupBytes    = 32 << 20
)

// GeoParquet writes version 1.1: geometry as WKB, a column with the box of each feature (xmin, ymin, xmax, ymax) by which readers skip row groups, and the
// reference system as PROJJSON, which is left out for OGC:CRS84. Coordinates are x, y in every system.
func GeoParquet(w io.Writer, src Source, o Options) (Manifest, error) {
	cols := o.Columns
	if cols == nil {
		found, err := Columns(src)
		if err != nil {
			return Manifest{}, err
		}
		cols = append([]Column{{idColumn, String}}, without(found, idColumn)...)
	}
	l := NewLedger(w, FormatGeoParquet, o.CRS)
	t := newParquetTable(l, cols)
	t.given = o.Columns != nil
	if err := src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err != nil {
			return err
		}
		return t.add(f)
	}); err != nil {
		return l.Manifest(), err
	}
	return t.close(l)
}

// idColumn is the name of the column that holds the features' ids.
const idColumn = "id"

// parquetTable collects the columns of a row group.
type parquetTable struct {
	out      *file.Writer
	columns  []Column
	geometry string // the names of the last two columns, which no property has
	box      string
	given    bool // the columns are the caller's: a property "id" is one like any other
	types    []string
	rows     []geo.Feature
	shapes   []parquet.ByteArray // of rows; nil where there is no geometry
	bytes    int
}

func newParquetTable(w io.Writer, columns []Column) *parquetTable {
	t := &parquetTable{columns: columns, geometry: unused(columns, "geometry"), box: unused(columns, "bbox")}
	var fields schema.FieldList
	for _, c := range columns {
		fields = append(fields, parquetField(c))
	}
	var corners schema.FieldList
	for _, n := range boxCorners() {
		corners = append(corners, schema.NewFloat64Node(n, parquet.Repetitions.Required, -1))
	}
	fields = append(fields, schema.NewByteArrayNode(t.geometry, parquet.Repetitions.Optional, -1),
		schema.MustGroup(schema.NewGroupNode(t.box, parquet.Repetitions.Optional, corners, -1)))
	root := schema.MustGroup(schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1))
	t.out = file.NewParquetWriter(w, root, file.WithWriterProps(parquet.NewWriterProperties(
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithDictionaryFor(t.geometry, false), parquet.WithStatsFor(t.geometry, false))))
	return t
}

func boxCorners() []string { return []string{"xmin", "ymin", "xmax", "ymax"} }

// unused is the name, lengthened until no column has it.
func unused(columns []Column, name string) string {
	for slices.ContainsFunc(columns, func(c Column) bool { return c.Name == name }) {
		name += "_"
	}
	return name
}

func parquetField(c Column) schema.Node {
	switch c.Kind {
	case Bool:
		return schema.NewBooleanNode(c.Name, parquet.Repetitions.Optional, -1)
	case Int:
		return schema.NewInt64Node(c.Name, parquet.Repetitions.Optional, -1)
	case Float:
		return schema.NewFloat64Node(c.Name, parquet.Repetitions.Optional, -1)
	case Day:
		return schema.MustPrimitive(schema.NewPrimitiveNodeLogical(c.Name, parquet.Repetitions.Optional, schema.DateLogicalType{}, parquet.Types.Int32, -1, -1))
	case Instant, Clock:
		utc := c.Kind == Instant
		return schema.MustPrimitive(schema.NewPrimitiveNodeLogical(c.Name, parquet.Repetitions.Optional, schema.NewTimestampLogicalType(utc, schema.TimeUnitMicros), parquet.Types.Int64, -1, -1))
	}
	return schema.MustPrimitive(schema.NewPrimitiveNodeLogical(c.Name, parquet.Repetitions.Optional, schema.StringLogicalType{}, parquet.Types.ByteArray, -1, -1))
}

func (t *parquetTable) add(f geo.Feature) error {
	var shape parquet.ByteArray
	if f.Geometry != nil {
		b, err := wkb.Marshal(f.Geometry)
		if err != nil {
			return fmt.Errorf("feature %q: %w", f.ID, err)
		}
		if kind := f.Geometry.GeoJSONType(); !slices.Contains(t.types, kind) {
			t.types = append(t.types, kind)
		}
		shape = b
	}
	t.rows, t.shapes, t.bytes = append(t.rows, f), append(t.shapes, shape), t.bytes+len(shape)
	if len(t.rows) < groupFeatures && t.bytes < groupBytes {
		return nil
	}
	return t.flush()
}

// flush writes a row group, column by column.
func (t *parquetTable) flush() error {
	group := t.out.AppendRowGroup()
	for _, c := range t.columns {
		if err := t.property(group, c); err != nil {
			return fmt.Errorf("column %q: %w", c.Name, err)
		}
	}
	if err := column(group, t.rows, func(i int) (parquet.ByteArray, bool) { return t.shapes[i], t.shapes[i] != nil }); err != nil {
		return err
	}
	for corner := range boxCorners() {
		if err := column(group, t.rows, func(i int) (float64, bool) {
			g := t.rows[i].Geometry
			if g == nil || empty(g) {
				return 0, false
			}
			b := g.Bound()
			return [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}[corner], true
		}); err != nil {
			return err
		}
	}
	t.rows, t.shapes, t.bytes = t.rows[:0], t.shapes[:0], 0
	return group.Close()
}

func (t *parquetTable) property(group file.SerialRowGroupWriter, c Column) error {
	value := func(i int) any {
		if c.Name == idColumn && !t.given {
			return t.rows[i].ID
		}
		return t.rows[i].Properties[c.Name]
	}
	switch c.Kind {
	case Bool:
		return column(group, t.rows, func(i int) (bool, bool) { v, ok := value(i).(bool); return v, ok })
	case Int:
		return column(group, t.rows, func(i int) (int64, bool) { v := value(i); return integer(v), v != nil })
	case Float:
		return column(group, t.rows, func(i int) (float64, bool) {
			v := value(i)
			if x, ok := v.(float64); ok {
				return x, true
			}
			return float64(integer(v)), v != nil
		})
	case Day:
		return moments(group, t.rows, value, time.DateOnly, func(d time.Time) int32 { return int32(d.Unix() / (24 * 60 * 60)) })
	case Instant:
		return moments(group, t.rows, value, time.RFC3339, time.Time.UnixMicro)
	case Clock:
		return moments(group, t.rows, value, "2006-01-02T15:04:05", time.Time.UnixMicro)
	}
	return column(group, t.rows, func(i int) (parquet.ByteArray, bool) {
		v := value(i)
		return parquet.ByteArray(Text(v)), v != nil
	})
}

// moments writes the next column from texts that tell days or instants; a text that tells neither is an error.
func moments[T any](group file.SerialRowGroupWriter, rows []geo.Feature, value func(i int) any, layout string, number func(time.Time) T) error {
	var bad error
	err := column(group, rows, func(i int) (T, bool) {
		var zero T
		v := value(i)
		if v == nil {
			return zero, false
		}
		d, err := time.Parse(layout, Text(v))
		if err != nil {
			bad = err
			return zero, false
		}
		return number(d), true
	})
	return errors.Join(bad, err)
}

// column writes the next column of a group: the value of each row, and whether it has one.
func column[T any](group file.SerialRowGroupWriter, rows []geo.Feature, value func(i int) (T, bool)) error {
	levels, values := make([]int16, len(rows)), make([]T, 0, len(rows))
	for i := range rows {
		if v, ok := value(i); ok {
			levels[i], values = 1, append(values, v)
		}
	}
	next, err := group.NextColumn()
	if err != nil {
		return err
	}
	w, ok := next.(interface {
		WriteBatch(values []T, defLevels, repLevels []int16) (int64, error)
	})
	if !ok {
		return fmt.Errorf("%T takes no %T", next, values)
	}
	if _, err := w.WriteBatch(values, levels, nil); err != nil {
		return err
	}
	return next.Close()
}

// geoMetadata is the value of the key "geo" of a GeoParquet file.
type geoMetadata struct {
	Version string               `json:"version"`
	Primary string               `json:"primary_column"`
	Columns map[string]geoColumn `json:"columns"`
}

type geoColumn struct {
	Encoding string                         `json:"encoding"`
	Types    []string                       `json:"geometry_types"`
	CRS      json.RawMessage                `json:"crs,omitempty"`
	Box      *[4]float64                    `json:"bbox,omitempty"`
	Covering map[string]map[string][]string `json:"covering"`
}

// close writes what is left and the metadata, which are only known now.
func (t *parquetTable) close(l *Ledger) (Manifest, error) {
	if len(t.rows) > 0 {
		if err := t.flush(); err != nil {
			return l.Manifest(), err
		}
	}
	corners := map[string][]string{}
	for _, n := range boxCorners() {
		corners[n] = []string{t.box, n}
	}
	slices.Sort(t.types)
	about := geoColumn{Encoding: "WKB", Types: append([]string{}, t.types...), Box: l.m.Box, Covering: map[string]map[string][]string{"bbox": corners}}
	if l.m.CRS != crs.CRS84 {
		about.CRS = crs.MustLookup(l.m.CRS).ProjJSON()
	}
	b, err := json.Marshal(geoMetadata{"1.1.0", t.geometry, map[string]geoColumn{t.geometry: about}})
	if err == nil {
		err = t.out.AppendKeyValueMetadata("geo", string(b))
	}
	if err == nil {
		err = t.out.Close()
	}
	return l.Manifest(), err
}

// parquetScan counts the features of a GeoParquet file and measures their coordinates. The format is read from its end, so the file is laid down first.
func parquetScan(r io.Reader) (count int, box *[4]float64, err error) {
	spool, err := os.CreateTemp("", "honglinh-*.parquet")
	if err != nil {
		return 0, nil, err
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	if _, err := io.Copy(spool, r); err != nil {
		return 0, nil, err
	}
	in, err := file.NewParquetReader(spool)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrDiffers, err)
	}
	text := in.MetaData().KeyValueMetadata().FindValue("geo")
	var about geoMetadata
	if text == nil || json.Unmarshal([]byte(*text), &about) != nil {
		return 0, nil, fmt.Errorf("%w: no metadata of GeoParquet", ErrDiffers)
	}
	at := in.MetaData().Schema.ColumnIndexByName(about.Primary)
	if at < 0 {
		return 0, nil, fmt.Errorf("%w: no column %q", ErrDiffers, about.Primary)
	}
	for i := range in.NumRowGroups() {
		if box, err = groupBox(in.RowGroup(i), at, box); err != nil {
			return 0, nil, err
		}
	}
	return int(in.NumRows()), box, nil
}

// groupBox widens a box by the geometries of a row group.
func groupBox(group *file.RowGroupReader, at int, box *[4]float64) (*[4]float64, error) {
	c, err := group.Column(at)
	if err != nil {
		return box, err
	}
	shapes, ok := c.(*file.ByteArrayColumnChunkReader)
	if !ok {
		return box, fmt.Errorf("%w: geometry is no WKB", ErrDiffers)
	}
	values, levels := make([]parquet.ByteArray, 1024), make([]int16, 1024)
	for left := group.NumRows(); left > 0; {
		rows, n, err := shapes.ReadBatch(int64(len(levels)), values, levels, nil)
		if err != nil {
			return box, err
		}
		if rows == 0 {
			return box, fmt.Errorf("%w: %d geometries are missing", ErrDiffers, left)
		}
		left -= rows
		for _, v := range values[:n] {
			g, err := wkb.NewDecoder(bytes.NewReader(v)).Decode()
			if err != nil {
				return box, fmt.Errorf("%w: %w", ErrDiffers, err)
			}
			if !empty(g) {
				box = widen(box, orb.Bound(g.Bound()))
			}
		}
	}
	return box, nil
}
