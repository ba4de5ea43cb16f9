package duck

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/files"
	"honglinh/datasets/table"
)

// loader is a DuckDB file in the making, outside the query instance.
type loader struct {
	db *sql.DB
	// conn has our functions, which are temporary and so belong to a connection.
	conn *sql.Conn
	file string
}

// A load wants some room for the engine's own buffers, and for wide tables a
// vector of 2,048 values of every column in several places at once.
const (
	loadMemoryMB = 256
	wideColumns  = 1000
)

func (e *Engine) loader(ctx context.Context, columns int) (*loader, error) {
	f, err := os.CreateTemp(e.scratch(), "load-*.duckdb")
	if err != nil {
		return nil, err
	}
	file := f.Name()
	if err := errors.Join(f.Close(), os.Remove(file)); err != nil {
		return nil, err
	}
	db, err := sql.Open("duckdb", file)
	if err != nil {
		return nil, fmt.Errorf("tables: open loader: %w", err)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("tables: open loader: %w", err), db.Close())
	}
	l := &loader{db: db, conn: conn, file: file}
	memory := max(e.opt.MemoryMB, loadMemoryMB)
	if columns > wideColumns {
		memory += columns / 5
	}
	setup := append([]string{
		fmt.Sprintf(`SET memory_limit = '%dMB'`, memory),
		`SET temp_directory = ` + literal(e.scratch()),
		`SET autoinstall_known_extensions = false`,
		`SET TimeZone = 'UTC'`,
		// They take a third of the time of a load and save a third of the file.
		`SET disabled_compression_methods = 'fsst,dict_fsst,zstd'`,
	}, temporary(macros())...)
	if columns > wideColumns {
		setup = append(setup, `SET threads = 1`)
	}
	for _, s := range setup {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			l.discard()
			return nil, fmt.Errorf("tables: %s: %w", s, err)
		}
	}
	return l, nil
}

// temporary makes macros that are not written into the version's file.
func temporary(macros []string) []string {
	out := make([]string, len(macros))
	for i, m := range macros {
		out[i] = strings.Replace(m, "CREATE MACRO", "CREATE TEMP MACRO", 1)
	}
	return out
}

// publish closes the file and moves it to its place in one step.
func (l *loader) publish(to string) error {
	if _, err := l.db.Exec(`CHECKPOINT`); err != nil {
		return err
	}
	if err := errors.Join(l.conn.Close(), l.db.Close()); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.Rename(l.file, to)
}

// discard throws the file away if it was not published.
func (l *loader) discard() {
	l.conn.Close()
	l.db.Close()
	os.Remove(l.file)
	os.Remove(l.file + ".wal")
}

// Load reads the source as the table ref. An unchanged table writes nothing; a
// changed one becomes a new version, visible at once and as a whole. What the
// source says wrongly is in the fault; what was stored stays.
func (e *Engine) Load(ctx context.Context, ref table.Ref, src table.Source) (*table.Report, error) {
	if err := checkRef(ref); err != nil {
		return nil, err
	}
	e.load.Lock()
	defer e.load.Unlock()
	if err := e.readmit(ctx, ref); err != nil {
		return nil, err
	}
	file := filepath.Join(e.scratch(), "in-"+strings.ReplaceAll(ref.String(), "/", "-")+".csv")
	defer os.Remove(file)
	report := &table.Report{}
	sp, err := input{src}.spool(ctx, file, report)
	if err != nil {
		return nil, err
	}
	v, exact := describe(src.Schema, sp)
	if report.Version = e.unchanged(ref, v, exact); report.Version != nil {
		report.Unchanged = true
		return report, nil
	}
	l, err := e.loader(ctx, len(sp.names))
	if err != nil {
		return nil, err
	}
	defer l.discard()
	if err := l.fill(ctx, src.Schema, sp, v, file); err != nil {
		return nil, e.fault(ctx, fmt.Errorf("%s: %w", src.File, err))
	}
	return report, e.accept(ctx, ref, src, l, v, exact, report)
}

// checkRef keeps names that become folders from leaving theirs.
func checkRef(ref table.Ref) error {
	for _, n := range []string{ref.Dataset, ref.Table} {
		if n == "" || strings.ContainsAny(n, "/'") || files.CheckName(n) != nil {
			return catalog.NewFault(catalog.Invalid, "table", fmt.Sprintf("%q không phải tên bảng", ref), fmt.Sprintf("%q is no name of a table", ref))
		}
	}
	return nil
}

// unchanged returns the newest version if its content is what was just read;
// exact says that the checksum is known already.
func (e *Engine) unchanged(ref table.Ref, v *table.Version, exact bool) *table.Version {
	s, err := e.State(ref)
	if err != nil || !exact || !same(s.Current(), v) {
		return nil
	}
	return s.Current()
}

// describe decides the type of every column from the tallies of all rows. It
// reports whether the checksum is known: whether every value prints as the first
// pass said.
func describe(schema datasets.Schema, sp *spooled) (*table.Version, bool) {
	v := &table.Version{Key: schema.PrimaryKey, SHA256: sp.sha, Rows: sp.rows}
	exact := true
	for i, n := range sp.names {
		f, t := fieldOf(schema, n), &sp.tallies[i]
		c := table.Column{Name: n, Declared: f.Type, Title: f.Title, Description: f.Description, Unit: f.Unit, Labels: f.Labels}
		c.Evidence = table.Evidence{Rows: t.rows, Missing: t.missing, Coded: t.coded, LeadingZeros: t.zeros, DecimalComma: t.commas, Grouped: t.points + t.commaGroups, Zoned: t.times, Unzoned: t.locals}
		if f.Type == "" || f.Type == "any" {
			c.Declared = ""
			c.Type, c.Evidence.Reason = infer(*t)
			t.mixed = c.Type == table.Text && t.times > 0 && t.locals > 0 && t.times+t.locals == t.rows-t.missing
		} else {
			c.Type = declared(f)
			c.Evidence.Reason = text.New("theo mô tả của bảng: "+f.Type, "as the descriptor says: "+f.Type)
		}
		if t.partial > 0 {
			c.Type, c.Evidence.Reason = table.Text, precise(*t)
		}
		if c.Type == table.DateTime && t.locals > 0 {
			c.Type = table.LocalDateTime
			if t.mixed = t.times > 0; t.mixed {
				c.Type, c.Evidence.Reason = table.Text, unzoned(*t)
			}
		}
		c.Folding = (table.NoMarks | table.NoY | table.NoGaps) &^ t.has
		exact = exact && t.printed(c.Type)
		v.Columns = append(v.Columns, c)
	}
	return v, exact
}

// minLine is DuckDB's own default for the longest row in bytes.
const minLine = 2 << 20

// readBuffer is what the engine reads and types at a time, in as many threads as
// it has: twice as much leaves one of two without work at the end of 100 MB, half
// as much breaks the groups of rows it writes in one piece.
const readBuffer = 4 * minLine

// fill writes the table t: the typed columns and, beside each that needs it,
// the cells that print differently once typed. A column whose values all print
// as they were written is typed by the reader itself.
func (l *loader) fill(ctx context.Context, schema datasets.Schema, sp *spooled, v *table.Version, file string) error {
	cols := []string{literal(rowColumn) + `: 'BIGINT'`}
	inner, outer := []string{quote(rowColumn)}, []string{quote(rowColumn)}
	var slow []int
	var mend []string
	for i := range v.Columns {
		c := &v.Columns[i]
		outer = append(outer, quote(c.Name))
		if sp.tallies[i].breaks > 0 {
			mend = append(mend, mendedSQL(quote(c.Name))+` AS `+quote(c.Name))
		}
		if sp.tallies[i].direct(c.Type) {
			cols = append(cols, literal(c.Name)+`: '`+sqlType(c.Type)+`'`)
			inner = append(inner, quote(c.Name))
			continue
		}
		cols = append(cols, literal(c.Name)+`: 'VARCHAR'`)
		f := fieldOf(schema, c.Name)
		missing := missingOf(schema, f)
		raw := quote(printed("") + "=" + fmt.Sprint(i))
		inner = append(inner, typedSQL(c.Name, c.Type, f, &sp.tallies[i], missing)+` AS `+quote(c.Name), quote(c.Name)+` AS `+raw)
		outer = append(outer, originalSQL(*c, &sp.tallies[i], raw, missing)+` AS `+quote(printed(c.Name)))
		slow = append(slow, i)
	}
	options := fmt.Sprintf(`max_line_size = %d, buffer_size = %d`, max(2*sp.longest, minLine), max(4*sp.longest, readBuffer))
	stmt := fmt.Sprintf(`CREATE TABLE t AS SELECT %s FROM (SELECT %s FROM %s)`,
		strings.Join(outer, ", "), strings.Join(inner, ", "), spoolSQL(file, strings.Join(cols, ", "), mend, options))
	if _, err := l.conn.ExecContext(ctx, stmt); err != nil {
		return err
	}
	var rows int
	if err := l.conn.QueryRowContext(ctx, `SELECT count(*) FROM t`).Scan(&rows); err != nil {
		return err
	}
	if rows != sp.rows {
		return fmt.Errorf("the engine read %d rows of %d", rows, sp.rows)
	}
	return l.printed(ctx, v, slow)
}

// originalSQL returns the expression of the cells that are kept as written: the
// codes of missing values, and what prints differently once it is typed.
func originalSQL(c table.Column, t *tally, raw string, missing []string) string {
	coded := `WHEN ` + raw + ` = '' THEN NULL `
	if t.coded > 0 {
		coded += `WHEN ` + isMissing(raw, missing) + ` THEN ` + raw + ` `
	}
	switch {
	case !t.printed(c.Type):
		return `CASE ` + coded + `WHEN ` + plainSQL(c.Name, c.Type) + ` IS DISTINCT FROM ` + raw + ` THEN ` + raw + ` END`
	case t.trims > 0: // the same, without printing every number
		coded += `WHEN contains(` + raw + `, '.') AND ends_with(` + raw + `, '0') THEN ` + raw + ` `
	}
	return `CASE ` + coded + `END`
}

// printed counts the kept cells of the columns and drops the columns that keep
// none.
func (l *loader) printed(ctx context.Context, v *table.Version, columns []int) error {
	for _, i := range columns {
		c := &v.Columns[i]
		p := quote(printed(c.Name))
		stmt := fmt.Sprintf(`SELECT count(%s), count(%s) FILTER (WHERE %s IS NULL) FROM t`, p, p, quote(c.Name))
		var all, untyped int
		if err := l.conn.QueryRowContext(ctx, stmt).Scan(&all, &untyped); err != nil {
			return err
		}
		c.Evidence.Refused, c.Evidence.Rewritten = untyped-c.Evidence.Coded, all-untyped
		if all == 0 {
			if _, err := l.conn.ExecContext(ctx, `ALTER TABLE t DROP COLUMN `+p); err != nil {
				return err
			}
		}
	}
	return nil
}

// querier is a database or one connection of it.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// checksum returns the SHA-256 of the table t as its CSV download. The engine gives the
// rows in the order in which they were put in; sorting them to be sure would cost as much as
// reading them, so they are sorted only if one is found out of its place.
func checksum(ctx context.Context, db querier, columns []table.Column) (string, error) {
	sum, err := checksumIn(ctx, db, columns, "")
	if errors.Is(err, errOrder) {
		return checksumIn(ctx, db, columns, ` ORDER BY `+quote(rowColumn))
	}
	return sum, err
}

var errOrder = errors.New("tables: the rows came in another order")

func checksumIn(ctx context.Context, db querier, columns []table.Column, order string) (string, error) {
	h := sha256.New()
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	if _, err := io.WriteString(h, csvHeader(names, ",")+"\r\n"); err != nil {
		return "", err
	}
	rows, err := db.QueryContext(ctx, `SELECT `+quote(rowColumn)+`, `+csvLine(columns, ",", false)+` FROM t`+order)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var line sql.RawBytes
	var at int64
	for before := int64(-1); rows.Next(); before = at {
		if err := rows.Scan(&at, &line); err != nil {
			return "", err
		}
		if at <= before {
			return "", errOrder
		}
		h.Write(line)
		h.Write([]byte("\r\n"))
	}
	return hex.EncodeToString(h.Sum(nil)), rows.Err()
}
