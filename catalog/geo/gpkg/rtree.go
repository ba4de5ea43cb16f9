package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/write"
)

// index is the spatial index of a layer: the extension gpkg_rtree_index of GeoPackage 1.3, Annex F.3. Readers find what lies in a window without reading
// every geometry.
type index struct {
	tx    *sql.Tx
	table string
	st    *sql.Stmt
}

func newIndex(ctx context.Context, tx *sql.Tx, table string) (*index, error) {
	x := &index{tx: tx, table: table}
	for _, q := range []string{
		`CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))`,
		`CREATE VIRTUAL TABLE ` + quote(x.name()) + ` USING rtree(id, minx, maxx, miny, maxy)`,
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return nil, fmt.Errorf("%.60s: %w", q, err)
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO gpkg_extensions VALUES (?,'geom','gpkg_rtree_index','http://www.geopackage.org/spec120/#extension_rtree','write-only')`, table)
	if err != nil {
		return nil, err
	}
	x.st, err = tx.PrepareContext(ctx, `INSERT INTO `+quote(x.name())+` VALUES (?,?,?,?,?)`)
	return x, err
}

// name is the one that the standard prescribes.
func (x *index) name() string { return "rtree_" + x.table + "_geom" }

func (x *index) add(ctx context.Context, row sql.Result, b orb.Bound) error {
	id, err := row.LastInsertId()
	if err != nil {
		return err
	}
	_, err = x.st.ExecContext(ctx, id, b.Min[0], b.Max[0], b.Min[1], b.Max[1])
	return err
}

// end makes the triggers that keep the index right when others write into the file. They come last: their functions are those of GeoPackage programs, which this one has no need of.
func (x *index) end(ctx context.Context) error {
	if err := x.st.Close(); err != nil {
		return err
	}
	put := `INSERT OR REPLACE INTO "R" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));`
	const full, void = `NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom")`, `(NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))`
	for _, t := range [][2]string{
		{"insert", `AFTER INSERT ON "T" WHEN (` + full + `) BEGIN ` + put},
		{"update1", `AFTER UPDATE OF "geom" ON "T" WHEN OLD."fid" = NEW."fid" AND (` + full + `) BEGIN ` + put},
		{"update2", `AFTER UPDATE OF "geom" ON "T" WHEN OLD."fid" = NEW."fid" AND ` + void + ` BEGIN DELETE FROM "R" WHERE id = OLD."fid";`},
		{"update3", `AFTER UPDATE ON "T" WHEN OLD."fid" != NEW."fid" AND (` + full + `) BEGIN DELETE FROM "R" WHERE id = OLD."fid"; ` + put},
		{"update4", `AFTER UPDATE ON "T" WHEN OLD."fid" != NEW."fid" AND ` + void + ` BEGIN DELETE FROM "R" WHERE id IN (OLD."fid", NEW."fid");`},
		{"delete", `AFTER DELETE ON "T" WHEN OLD."geom" NOT NULL BEGIN DELETE FROM "R" WHERE id = OLD."fid";`},
	} {
		body := strings.NewReplacer(`"T"`, quote(x.table), `"R"`, quote(x.name())).Replace(t[1])
		if _, err := x.tx.ExecContext(ctx, `CREATE TRIGGER `+quote(x.name()+"_"+t[0])+` `+body+` END`); err != nil {
			return fmt.Errorf("trigger %s: %w", t[0], err)
		}
	}
	return nil
}

// fileLayer makes the tables of a layer and fills them.
func fileLayer(ctx context.Context, tx *sql.Tx, l *write.Ledger, src write.Source, cols []write.Column, o write.Options, srs int) error {
	if err := schema(ctx, tx, cols, o, srs); err != nil {
		return err
	}
	x, err := newIndex(ctx, tx, o.Name)
	if err != nil {
		return err
	}
	if err := insert(ctx, tx, l, x, src, cols, o, srs); err != nil {
		return err
	}
	return x.end(ctx)
}
