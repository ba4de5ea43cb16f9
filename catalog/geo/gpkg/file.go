package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the driver

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/text/notice"
)

// open gives one connection; pragmas belong to it.
func open(path, mode string) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "mode=" + mode}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Write makes a file with one layer; a file that is there is replaced. The manifest has no checksum before the file is closed, so it is filled at the end.
func Write(ctx context.Context, path string, src write.Source, o write.Options) (write.Manifest, error) {
	cols, err := write.Columns(src)
	if err != nil {
		return write.Manifest{}, err
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return write.Manifest{}, err
	}
	if o.CRS == nil || o.CRS.Code == crs.CRS84 {
		// A GeoPackage keeps longitude first whatever the system says: the two are the same there.
		o.CRS = crs.MustLookup("EPSG:4326")
	}
	if o.Name == "" {
		o.Name = "features"
	}
	db, err := open(path, "rwc")
	if err != nil {
		return write.Manifest{}, err
	}
	l := write.NewLedger(discard{}, write.FormatGeoPackage, o.CRS)
	err = fill(ctx, db, l, src, cols, o)
	if e := db.Close(); err == nil {
		err = e
	}
	if err != nil {
		return l.Manifest(), fmt.Errorf("GeoPackage %s: %w", o.Name, err)
	}
	return seal(path, l.Manifest())
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func fill(ctx context.Context, db *sql.DB, l *write.Ledger, src write.Source, cols []write.Column, o write.Options) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing to undo after a commit
	srs, err := strconv.Atoi(strings.TrimPrefix(o.CRS.Code, "EPSG:"))
	if err != nil {
		return fmt.Errorf("GeoPackage wants an EPSG system, not %s", o.CRS.Code)
	}
	if err := fileLayer(ctx, tx, l, src, cols, o, srs); err != nil {
		return err
	}
	if b := l.Manifest().Box; b != nil {
		if _, err := tx.ExecContext(ctx, `UPDATE gpkg_contents SET min_x=?,min_y=?,max_x=?,max_y=?`, b[0], b[1], b[2], b[3]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// schema makes the tables of GeoPackage 1.3 and that of the layer. The time of last change is fixed, so that the same features give the same file.
func schema(ctx context.Context, tx *sql.Tx, cols []write.Column, o write.Options, srs int) error {
	table := []string{"fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", "geom GEOMETRY", "id TEXT"}
	for _, c := range layerColumns(cols) {
		table = append(table, quote(c.sql)+" "+map[write.Kind]string{write.Bool: "BOOLEAN", write.Int: "INTEGER", write.Float: "REAL", write.String: "TEXT"}[c.Kind])
	}
	for _, q := range []string{
		`PRAGMA application_id = 1196444487`, `PRAGMA user_version = 10300`,
		`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)`,
		`CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))`,
		`CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))`,
		`INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian',-1,'NONE',-1,'undefined',NULL),('Undefined geographic',0,'NONE',0,'undefined',NULL)`,
		`CREATE TABLE ` + quote(o.Name) + ` (` + strings.Join(table, ", ") + `)`,
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("%.60s: %w", q, err)
		}
	}
	systems := []*crs.CRS{crs.MustLookup("EPSG:4326")}
	if srs != 4326 {
		systems = append(systems, o.CRS)
	}
	for _, c := range systems {
		n := strings.TrimPrefix(c.Code, "EPSG:")
		if _, err := tx.ExecContext(ctx, `INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,'EPSG',?,?,NULL)`, c.Name, n, n, c.WKT()); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO gpkg_contents (table_name,data_type,identifier,last_change,srs_id) VALUES (?,'features',?,'2025-07-01T00:00:00.000Z',?)`, o.Name, o.Name, srs); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO gpkg_geometry_columns VALUES (?,'geom','GEOMETRY',?,0,0)`, o.Name, srs)
	return err
}

// column is a property with its name in the table.
type column struct {
	write.Column
	sql string
}

// layerColumns gives each property a name of its own: SQLite does not tell upper from lower case, and fid and geom are taken. A property
// "id" is the id of the feature, which has its column already.
func layerColumns(cols []write.Column) []column {
	seen := map[string]bool{"fid": true, "geom": true, "id": true}
	var out []column
	for _, c := range cols {
		if c.Name == "id" {
			continue
		}
		name := c.Name
		for n := 2; seen[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s_%d", c.Name, n)
		}
		seen[strings.ToLower(name)] = true
		out = append(out, column{c, name})
	}
	return out
}

func insert(ctx context.Context, tx *sql.Tx, l *write.Ledger, x *index, src write.Source, cols []write.Column, o write.Options, srs int) error {
	columns := layerColumns(cols)
	names, marks := []string{"geom", "id"}, []string{"?", "?"}
	for _, c := range columns {
		names, marks = append(names, quote(c.sql)), append(marks, "?")
	}
	st, err := tx.PrepareContext(ctx, `INSERT INTO `+quote(o.Name)+` (`+strings.Join(names, ",")+`) VALUES (`+strings.Join(marks, ",")+`)`)
	if err != nil {
		return err
	}
	defer st.Close()
	return src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err != nil {
			return err
		}
		row := []any{nil, f.ID}
		if f.Geometry != nil {
			if row[0], err = encode(f.Geometry, srs); err != nil {
				return fmt.Errorf("feature %q: %w", f.ID, err)
			}
		}
		for _, c := range columns {
			v := f.Properties[c.Name]
			if c.Kind == write.String && v != nil {
				v = write.Text(v)
			}
			row = append(row, v)
		}
		done, err := st.ExecContext(ctx, row...)
		if err != nil || f.Geometry == nil || f.Geometry.Bound().IsEmpty() {
			return err
		}
		return x.add(ctx, done, f.Geometry.Bound())
	})
}

// layer is a table of features as the file describes it.
type layer struct{ name, column, system string }

// ErrLayer says that a file has no such layer, or several and none was named; the message lists them.
var ErrLayer error = notice.Of("geopackage-layer.none")

// mostListed bounds the layers read from a file's own list: national topographic sets have under a hundred.
const mostListed = 1000

// find is the layer with the name, or the only one for "".
func find(ctx context.Context, c *sql.Conn, name string) (layer, error) {
	for _, own := range []string{"gpkg_geometry_columns", "gpkg_spatial_ref_sys"} {
		if err := stored(ctx, c, own); err != nil {
			return layer{}, err
		}
	}
	l, err := choose(ctx, c, name)
	if err == nil {
		err = stored(ctx, c, l.name)
	}
	return l, err
}

func choose(ctx context.Context, db *sql.Conn, name string) (layer, error) {
	rows, err := db.QueryContext(ctx, `SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id FROM gpkg_geometry_columns g
		JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY g.table_name LIMIT ?`, mostListed)
	if err != nil {
		return layer{}, unread(err)
	}
	defer rows.Close()
	var all []layer
	var names []string
	for rows.Next() {
		var l layer
		var org string
		var id int
		if err := rows.Scan(&l.name, &l.column, &org, &id); err != nil {
			return l, unread(err)
		}
		l.system = fmt.Sprintf("%s:%d", org, id)
		if l.name == name {
			return l, nil
		}
		all, names = append(all, l), append(names, l.name)
	}
	if err := rows.Err(); err != nil {
		return layer{}, unread(err)
	}
	switch {
	case name != "":
		return layer{}, notice.Of("geopackage-layer", clipped(name), listed(names)).Because(ErrLayer)
	case len(all) != 1:
		return layer{}, notice.Of("geopackage-layer.several", len(all), listed(names)).Because(ErrLayer)
	}
	return all[0], nil
}

// Raw is a feature with the coordinates of the file, unchecked.
type Raw struct {
	geo.Feature
	Dropped string // "Z", "M" or "ZM" if the geometry had them
	Err     error  // why the geometry could not be read; the feature then has none
}

// Each hands out the features of a layer as the file has them; name "" is the only layer. Before, named is told how the file names its system, which may be
// none that package crs knows.
func Each(ctx context.Context, path, name string, named func(system string) error, yield func(Raw) error) error {
	db, err := open(path, "ro&immutable=1&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)")
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := guarded(ctx, db)
	if err != nil {
		return err
	}
	defer c.Close()
	l, err := find(ctx, c, name)
	if err != nil {
		return err
	}
	if err := named(l.system); err != nil {
		return err
	}
	rows, err := c.QueryContext(ctx, `SELECT * FROM `+quote(l.name))
	if err != nil {
		return unread(err)
	}
	defer rows.Close()
	return each(rows, l.column, yield)
}

// Read hands out the features of a layer in WGS 84; name "" is the only layer. It tells the system of the file and the features it dropped Z or M of, or whose
// geometry is refused.
func Read(ctx context.Context, path, name string, yield func(geo.Feature) error) (*crs.CRS, []check.Finding, error) {
	var c *crs.CRS
	var found []check.Finding
	n := 0
	named := func(system string) (err error) {
		c, err = crs.Lookup(system)
		return err
	}
	err := Each(ctx, path, name, named, func(r Raw) error {
		n++
		f, fs, err := toWGS84(r, c)
		if err != nil {
			return fmt.Errorf("GeoPackage row %d: %w", n, err)
		}
		if len(found) < 1000 { // a report longer than that is read by nobody
			found = append(found, fs...)
		}
		return yield(f)
	})
	return c, found, err
}

// toWGS84 checks a geometry and brings it to WGS 84.
func toWGS84(r Raw, c *crs.CRS) (geo.Feature, []check.Finding, error) {
	var found []check.Finding
	f := r.Feature
	if r.Err != nil {
		return f, nil, r.Err
	}
	if r.Dropped != "" {
		found = append(found, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{r.Dropped}})
	}
	if f.Geometry == nil {
		return f, found, nil
	}
	g, fs := check.Geometry(f.Geometry, check.Options{CRS: c})
	f.Geometry = nil
	if g == nil {
		return f, append(found, fs...), nil
	}
	w, err := crs.Transform(c, crs.MustLookup(crs.CRS84)).Geometry(g)
	f.Geometry = w
	return f, append(found, fs...), err
}

func each(rows *sql.Rows, column string, yield func(Raw) error) error {
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	cells, ptrs := make([]any, len(names)), make([]any, len(names))
	for i := range cells {
		ptrs[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(ptrs...); err != nil {
			return unread(err)
		}
		if err := yield(feature(names, cells, column)); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return unread(err)
	}
	return nil
}

func feature(names []string, cells []any, column string) Raw {
	r := Raw{Feature: geo.Feature{Properties: map[string]any{}}}
	for i, n := range names {
		b, isBlob := cells[i].([]byte)
		switch {
		case n == column && isBlob:
			r.Geometry, r.Dropped, r.Err = decode(b)
		case n == column || n == "fid":
		case n == "id":
			r.ID = fmt.Sprint(cells[i])
		case isBlob:
			r.Properties[n] = string(b)
		case cells[i] != nil:
			r.Properties[n] = cells[i]
		}
	}
	return r
}
