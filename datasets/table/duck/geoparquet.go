package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"slices"
	"strings"

	"honglinh/datasets/table"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"
)

// geometrySQL returns the expression of the geometry.
func geometrySQL(g table.GeometryOf) string {
	if g.Column != "" {
		return `CAST(geojson_wkt(` + quote(g.Column) + `) AS GEOMETRY)`
	}
	lon, lat := quote(g.Lon), quote(g.Lat)
	return `CASE WHEN ` + lon + ` IS NOT NULL AND ` + lat + ` IS NOT NULL THEN CAST('POINT (' || CAST(` + lon + ` AS VARCHAR) || ' ' || CAST(` + lat + ` AS VARCHAR) || ')' AS GEOMETRY) END`
}

// GeoParquet writes all rows of q, which is not grouped, as GeoParquet 1.0 with
// the geometry in the column "geometry" and returns their number.
func (e *Engine) GeoParquet(ctx context.Context, q table.Query, g table.GeometryOf, w io.Writer) (int, error) {
	v, err := e.Version(q.Ref, q.Version, q.AsOf)
	if err != nil {
		return 0, err
	}
	defer e.pin(q.Ref, v)()
	stmt, args, columns, err := e.whole(ctx, q, v)
	if err != nil {
		return 0, err
	}
	rest := slices.DeleteFunc(slices.Clone(columns), func(c table.Column) bool { return c.Name == table.GeometryColumn || c.Name == g.Column })
	shape := geometrySQL(g) + ` AS ` + quote(table.GeometryColumn)
	if len(rest) > 0 {
		shape = parquetList(rest) + ", " + shape
	}
	for _, need := range []string{g.Lon, g.Lat, g.Column} {
		if need != "" && !slices.ContainsFunc(columns, func(c table.Column) bool { return c.Name == need }) {
			return 0, table.NoColumn("select", need, v)
		}
	}
	return e.parquetFile(ctx, `SELECT `+shape+` FROM (`+stmt+`)`, args, w)
}

// geojsonWKT is the engine's function geojson_wkt: GeoJSON as WKT; WKT stays.
type geojsonWKT struct{}

var _ duckdb.ScalarFunc = (*geojsonWKT)(nil)

// Config says what the function takes and gives.
func (*geojsonWKT) Config() duckdb.ScalarFuncConfig {
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		panic(err) // a constant type
	}
	return duckdb.ScalarFuncConfig{InputTypeInfos: []duckdb.TypeInfo{text}, ResultTypeInfo: text}
}

// Executor returns what runs for each row.
func (*geojsonWKT) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: func(args []driver.Value) (any, error) {
		s, _ := args[0].(string)
		if s = strings.TrimSpace(s); !strings.HasPrefix(s, "{") {
			return s, nil
		}
		g, err := geojson.UnmarshalGeometry([]byte(s))
		if err != nil {
			return nil, fmt.Errorf("geometry is not GeoJSON: %w", err)
		}
		return wkt.MarshalString(g.Geometry()), nil
	}}
}

func functions(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return duckdb.RegisterScalarUDF(conn, "geojson_wkt", &geojsonWKT{})
}
