package duck

import (
	"context"
	"database/sql"
	"honglinh/datasets/table"
	"io"
	"os"
	"strings"
)

// CSV writes all rows of q to w as delimited text and returns their number.
// The engine prints lines in vectors, so the speed is that of the disk.
func (e *Engine) CSV(ctx context.Context, q table.Query, w io.Writer, opt table.CSVOptions) (int, error) {
	if opt.Delimiter == "" {
		opt.Delimiter = ","
	}
	if opt.End == "" {
		opt.End = "\r\n"
	}
	head := func(columns []table.Column) string {
		if opt.Header == nil {
			opt.Header = columnNames
		}
		names := opt.Header(columns)
		if opt.Guarded {
			names = guardedNames(names)
		}
		mark := ""
		if opt.BOM {
			mark = "\xef\xbb\xbf"
		}
		return mark + csvHeader(names, opt.Delimiter) + opt.End
	}
	return e.lines(ctx, q, w, head, func(c []table.Column) string { return csvLine(c, opt.Delimiter, opt.Guarded) }, "", opt.End)
}

func columnNames(columns []table.Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}

// JSONLines writes all rows of q to w, one JSON object a line.
func (e *Engine) JSONLines(ctx context.Context, q table.Query, w io.Writer) (int, error) {
	return e.lines(ctx, q, w, nil, jsonLine, "", "\n")
}

// JSON writes all rows of q to w as one JSON array of objects.
func (e *Engine) JSON(ctx context.Context, q table.Query, w io.Writer) (int, error) {
	n, err := e.lines(ctx, q, w, func([]table.Column) string { return "[" }, jsonLine, ",\n", "")
	if err == nil {
		_, err = io.WriteString(w, "]\n")
	}
	return n, err
}

// Columns returns the output columns of q without asking for a row.
func (e *Engine) Columns(ctx context.Context, q table.Query) ([]table.Column, error) {
	v, err := e.Version(q.Ref, q.Version, q.AsOf)
	if err != nil {
		return nil, err
	}
	st, err := e.compile(ctx, q, v)
	if err != nil {
		return nil, err
	}
	columns := make([]table.Column, len(st.shown))
	for i, o := range st.shown {
		columns[i] = o.column
	}
	return columns, nil
}

// jsonLine returns the expression that prints a row as a JSON object.
func jsonLine(columns []table.Column) string {
	parts := make([]string, len(columns))
	for i, c := range columns {
		v := plainSQL(c.Name, c.Type)
		if c.Type == table.Integer || c.Type == table.Number || c.Type == table.Boolean {
			v = `coalesce(` + v + `, 'null')`
		} else {
			v = `coalesce(CAST(to_json(` + v + `) AS VARCHAR), 'null')`
		}
		parts[i] = literal(jsonKey(c.Name, i > 0)) + `, ` + v
	}
	return `concat('{', ` + strings.Join(parts, `, `) + `, '}')`
}

// lines streams one line of text a row: between stands between two of them,
// end behind each.
func (e *Engine) lines(ctx context.Context, q table.Query, w io.Writer, head func([]table.Column) string, line func([]table.Column) string, between, end string) (int, error) {
	v, err := e.Version(q.Ref, q.Version, q.AsOf)
	if err != nil {
		return 0, err
	}
	st, err := e.stages(ctx, q, v)
	if err != nil {
		return 0, e.fault(ctx, err)
	}
	defer st.close()
	if head != nil {
		if _, err := io.WriteString(w, head(st.columns)); err != nil {
			return 0, err
		}
	}
	n := 0
	print := line(st.columns)
	for {
		rows, err := st.next(ctx, func(stmt string) string { return `SELECT ` + print + ` FROM (` + stmt + `)` })
		if err != nil || rows == nil {
			return n, e.fault(ctx, err)
		}
		more, bytes, err := copyLines(rows, w, n > 0, between, end)
		n += more
		if closed := rows.Close(); err == nil {
			err = closed
		}
		if ctx.Err() != nil || err != nil && strings.Contains(err.Error(), "Out of Memory") {
			err = e.fault(ctx, err)
		}
		if err != nil {
			return n, err
		}
		st.took(bytes)
	}
}

// copyLines returns the number of lines and of bytes.
func copyLines(rows *sql.Rows, w io.Writer, more bool, between, end string) (n, size int, err error) {
	const flush = 256 << 10
	buf := make([]byte, 0, flush+64<<10)
	var line sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&line); err != nil {
			return n, size, err
		}
		if n > 0 || more {
			buf = append(buf, between...)
		}
		buf = append(append(buf, line...), end...)
		n++
		size += len(line)
		if len(buf) >= flush {
			if _, err := w.Write(buf); err != nil {
				return n, size, err
			}
			buf = buf[:0]
		}
	}
	if err := rows.Err(); err != nil {
		return n, size, err
	}
	_, err = w.Write(buf)
	return n, size, err
}

// whole compiles q as an export in one statement.
func (e *Engine) whole(ctx context.Context, q table.Query, v *table.Version) (string, []any, []table.Column, error) {
	st, err := e.compile(ctx, q, v)
	if err != nil {
		return "", nil, nil, err
	}
	columns := make([]table.Column, len(st.shown))
	for i, o := range st.shown {
		columns[i] = o.column
	}
	return wholeSQL(q, st), st.args, columns, nil
}

// Parquet writes all rows of q as a Parquet file to w and returns their number.
func (e *Engine) Parquet(ctx context.Context, q table.Query, w io.Writer) (int, error) {
	v, err := e.Version(q.Ref, q.Version, q.AsOf)
	if err != nil {
		return 0, err
	}
	defer e.pin(q.Ref, v)()
	stmt, args, columns, err := e.whole(ctx, q, v)
	if err != nil {
		return 0, err
	}
	return e.parquetFile(ctx, `SELECT `+parquetList(columns)+` FROM (`+stmt+`)`, args, w)
}

// parquetList lists columns as Parquet gets them: instants are adjusted to UTC
// there, times without zone are not.
func parquetList(columns []table.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		if names[i] = quote(c.Name); c.Type == table.DateTime {
			names[i] = `CAST(` + names[i] + ` AS TIMESTAMPTZ) AS ` + names[i]
		}
	}
	return strings.Join(names, ", ")
}

// parquetFile writes the rows of a statement by way of a file: the engine
// writes a file only from end to end.
func (e *Engine) parquetFile(ctx context.Context, stmt string, args []any, w io.Writer) (int, error) {
	f, err := os.CreateTemp(e.scratch(), "export-*.parquet")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	if err := f.Close(); err != nil {
		return 0, err
	}
	n, err := e.copyTo(ctx, stmt, args, f.Name())
	if err != nil {
		return 0, e.fault(ctx, err)
	}
	written, err := os.Open(f.Name())
	if err != nil {
		return 0, err
	}
	defer written.Close()
	_, err = io.Copy(w, written)
	return n, err
}

// copyTo runs COPY, which takes no parameters: a query that has some is first
// written to a temporary table of its own connection.
func (e *Engine) copyTo(ctx context.Context, stmt string, args []any, file string) (int, error) {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	end, err := e.slots.download(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	if len(args) > 0 {
		if _, err := conn.ExecContext(ctx, `CREATE OR REPLACE TEMP TABLE "_export" AS `+stmt, args...); err != nil {
			return 0, err
		}
		stmt = `FROM "_export"`
		defer conn.ExecContext(context.WithoutCancel(ctx), `DROP TABLE IF EXISTS "_export"`)
	}
	res, err := conn.ExecContext(ctx, `COPY (`+stmt+`) TO `+literal(file)+` (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}
