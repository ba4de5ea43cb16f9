package table

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
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets"
)

// Report is what a load did.
type Report struct {
	Version   *Version
	Unchanged bool
	// Rejected rows do not have the header's number of columns or cannot be
	// read; they are left out and named. RejectedTotal counts them all.
	Rejected      []Reject
	RejectedTotal int
}

// Reject is a row that could not be read.
type Reject struct {
	Line   int
	Reason string
}

// loader is a DuckDB file in the making, outside the query instance.
type loader struct {
	db   *sql.DB
	file string
}

func (e *Engine) loader(ctx context.Context) (*loader, error) {
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
	db.SetMaxOpenConns(1)
	l := &loader{db: db, file: file}
	setup := append([]string{
		fmt.Sprintf(`SET memory_limit = '%dMB'`, e.opt.MemoryMB),
		`SET temp_directory = ` + literal(e.scratch()),
		`SET autoinstall_known_extensions = false`,
		`SET TimeZone = 'UTC'`,
	}, temporary(macros())...)
	for _, s := range setup {
		if _, err := db.ExecContext(ctx, s); err != nil {
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
	if err := l.db.Close(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.Rename(l.file, to)
}

// discard throws the file away if it was not published.
func (l *loader) discard() {
	l.db.Close()
	os.Remove(l.file)
	os.Remove(l.file + ".wal")
}

// Load reads the source as the table ref. An unchanged table writes nothing; a
// changed one becomes a new version, visible at once and as a whole. What the
// source says wrongly is in the fault; what was stored stays.
func (e *Engine) Load(ctx context.Context, ref Ref, src Source) (*Report, error) {
	e.load.Lock()
	defer e.load.Unlock()
	spooled := filepath.Join(e.scratch(), "in-"+strings.ReplaceAll(ref.String(), "/", "-")+".csv")
	defer os.Remove(spooled)
	longest, err := src.spool(spooled)
	if err != nil {
		return nil, err
	}
	names, err := src.header(spooled)
	if err != nil {
		return nil, err
	}
	l, err := e.loader(ctx)
	if err != nil {
		return nil, err
	}
	defer l.discard()
	report := &Report{}
	if err := l.read(ctx, src, spooled, names, longest, report); err != nil {
		return nil, err
	}
	v, err := l.shape(ctx, src.Schema, names)
	if err != nil {
		return nil, err
	}
	if v.SHA256, err = checksum(ctx, l.db, v.Columns); err != nil {
		return nil, err
	}
	return report, e.accept(ctx, ref, src, l, v, report)
}

// minLine is DuckDB's own default for the longest row in bytes. It reserves 16
// times as much, so we ask for four times the longest line of the file, since
// a row can have line breaks in it.
const minLine = 2 << 20

// read takes the file in as text, every row of it.
func (l *loader) read(ctx context.Context, src Source, file string, names []string, longest int, report *Report) error {
	cols := make([]string, len(names))
	for i, n := range names {
		cols[i] = literal(n) + `: 'VARCHAR'`
	}
	stmt := fmt.Sprintf(`CREATE TEMP TABLE raw AS SELECT * FROM read_csv(%s, auto_detect = false, header = true, columns = {%s},
		delim = %s, quote = %s, escape = %s, null_padding = false, strict_mode = true, max_line_size = %d, store_rejects = true, rejects_limit = 0)`,
		literal(file), strings.Join(cols, ", "), literal(src.delimiter()), literal(src.quoteChar()), literal(src.quoteChar()), max(4*longest, minLine))
	if _, err := l.db.ExecContext(ctx, stmt); err != nil {
		return fmt.Errorf("%s: %w", src.File, err)
	}
	return l.rejects(ctx, report)
}

func (l *loader) rejects(ctx context.Context, report *Report) error {
	if err := l.db.QueryRowContext(ctx, `SELECT count(DISTINCT line) FROM reject_errors`).Scan(&report.RejectedTotal); err != nil {
		return err
	}
	if report.RejectedTotal == 0 {
		return nil
	}
	rows, err := l.db.QueryContext(ctx, `SELECT line, any_value(error_message) FROM reject_errors GROUP BY line ORDER BY line LIMIT ?`, maxRejects)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r Reject
		if err := rows.Scan(&r.Line, &r.Reason); err != nil {
			return err
		}
		report.Rejected = append(report.Rejected, r)
	}
	return rows.Err()
}

// shape types the raw table into the table t and describes its columns.
func (l *loader) shape(ctx context.Context, schema datasets.Schema, names []string) (*Version, error) {
	tallies, err := l.tally(ctx, schema, names)
	if err != nil {
		return nil, err
	}
	v := &Version{Key: schema.PrimaryKey}
	items := []string{`rowid + 1 AS ` + quote(rowColumn)}
	for i, n := range names {
		f := fieldOf(schema, n)
		c := Column{Name: n, Declared: f.Type, Title: f.Title, Description: f.Description, Unit: f.Unit, Labels: f.Labels}
		c.Evidence = Evidence{Rows: tallies[i].rows, Missing: tallies[i].missing, LeadingZeros: tallies[i].zeros, DecimalComma: tallies[i].commas}
		comma := false
		if f.Type == "" || f.Type == "any" {
			c.Declared = ""
			c.Type, c.Evidence.Reason = infer(tallies[i])
			comma = c.Type == Number && tallies[i].commas > 0
		} else {
			c.Type = declared(f)
			c.Evidence.Reason = text.New("theo mô tả của bảng: "+f.Type, "as the descriptor says: "+f.Type)
		}
		items = append(items, typedSQL(n, c.Type, f, comma, missingOf(schema, f))+` AS `+quote(n))
		v.Columns = append(v.Columns, c)
	}
	if _, err := l.db.ExecContext(ctx, `CREATE TEMP VIEW typed AS SELECT `+strings.Join(items, ", ")+` FROM raw`); err != nil {
		return nil, err
	}
	return v, l.fix(ctx, schema, v)
}

// fix writes the table t: the typed columns, and beside each the cells that
// print differently once typed.
func (l *loader) fix(ctx context.Context, schema datasets.Schema, v *Version) error {
	items := []string{`typed.*`}
	var kept []int
	for i, c := range v.Columns {
		if c.Type == Text {
			continue
		}
		raw := `raw.` + quote(c.Name)
		plain := strings.ReplaceAll(plainSQL(c.Name, c.Type), quote(c.Name), `typed.`+quote(c.Name))
		missing := isMissing(raw, missingOf(schema, fieldOf(schema, c.Name)))
		items = append(items, `CASE WHEN `+raw+` IS NOT NULL AND NOT `+missing+` AND `+plain+` IS DISTINCT FROM `+raw+` THEN `+raw+` END AS `+quote(printed(c.Name)))
		kept = append(kept, i)
	}
	stmt := `CREATE TABLE t AS SELECT ` + strings.Join(items, ", ") + ` FROM typed POSITIONAL JOIN raw`
	if _, err := l.db.ExecContext(ctx, stmt); err != nil {
		return err
	}
	if err := l.db.QueryRowContext(ctx, `SELECT count(*) FROM t`).Scan(&v.Rows); err != nil {
		return err
	}
	return l.printed(ctx, v, kept)
}

// printed counts the kept cells of the typed columns and drops the columns
// that keep none.
func (l *loader) printed(ctx context.Context, v *Version, typed []int) error {
	for _, i := range typed {
		c := &v.Columns[i]
		p := quote(printed(c.Name))
		stmt := fmt.Sprintf(`SELECT count(%s), count(%s) FILTER (WHERE %s IS NULL) FROM t`, p, p, quote(c.Name))
		var all int
		if err := l.db.QueryRowContext(ctx, stmt).Scan(&all, &c.Evidence.Refused); err != nil {
			return err
		}
		c.Evidence.Rewritten = all - c.Evidence.Refused
		if all == 0 {
			if _, err := l.db.ExecContext(ctx, `ALTER TABLE t DROP COLUMN `+p); err != nil {
				return err
			}
		}
	}
	return nil
}

// tallied is how many columns one statement tallies: it keeps the plan of a
// table of 10,000 columns small.
const tallied = 100

func (l *loader) tally(ctx context.Context, schema datasets.Schema, names []string) ([]tally, error) {
	out := make([]tally, 0, len(names))
	for part := range slices.Chunk(names, tallied) {
		got, err := l.tallyPart(ctx, schema, part)
		if err != nil {
			return nil, err
		}
		out = append(out, got...)
	}
	return out, nil
}

func (l *loader) tallyPart(ctx context.Context, schema datasets.Schema, names []string) ([]tally, error) {
	var inner, outer []string
	for i, n := range names {
		inner = append(inner, fmt.Sprintf(`%s AS k%d`, classSQL(n, missingOf(schema, fieldOf(schema, n))), i))
		for class := range classes {
			outer = append(outer, fmt.Sprintf(`count(*) FILTER (WHERE k%d = %d)`, i, class))
		}
	}
	counts := make([][classes]int, len(names))
	dst := make([]any, 0, len(outer))
	for i := range counts {
		for class := range classes {
			dst = append(dst, &counts[i][class])
		}
	}
	stmt := `SELECT ` + strings.Join(outer, ", ") + ` FROM (SELECT ` + strings.Join(inner, ", ") + ` FROM raw)`
	if err := l.db.QueryRowContext(ctx, stmt).Scan(dst...); err != nil {
		return nil, err
	}
	out := make([]tally, len(names))
	for i, n := range counts {
		out[i] = tallyOf(n)
	}
	return out, nil
}

func fieldOf(schema datasets.Schema, name string) datasets.Field {
	f, _ := schema.Field(name)
	return f
}

func missingOf(schema datasets.Schema, f datasets.Field) []string {
	if len(f.MissingValues) > 0 {
		return f.MissingValues
	}
	return schema.MissingValues
}

// checksum returns the SHA-256 of the table t as its CSV download.
func checksum(ctx context.Context, db *sql.DB, columns []Column) (string, error) {
	h := sha256.New()
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	if _, err := io.WriteString(h, csvHeader(names, ",")+"\r\n"); err != nil {
		return "", err
	}
	rows, err := db.QueryContext(ctx, `SELECT `+csvLine(columns, ",")+` FROM t ORDER BY `+quote(rowColumn))
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var line sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&line); err != nil {
			return "", err
		}
		h.Write(line)
		h.Write([]byte("\r\n"))
	}
	return hex.EncodeToString(h.Sum(nil)), rows.Err()
}
