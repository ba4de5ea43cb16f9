package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"honglinh/datasets/table"
	"slices"
	"strings"
)

// The driver keeps the whole result of a statement in memory. A large export is
// therefore read in stages, each of about stageBytes.
const (
	stageBytes = 32 << 20
	firstStage = 10_000 // rows, before it is known how long they are
	leastStage = 1_000
	mostStage  = 250_000
)

// stages reads all rows of a query, statement by statement, in bounded memory.
type stages struct {
	engine  *Engine
	release func() // lets go of the version
	// conn holds the temporary table of rows that do not come in the order of
	// the file; nil if there is none.
	conn *sql.Conn
	// part prints the statement for the rows from to to, counted from 1.
	part     func(from, to int) string
	args     []any
	columns  []table.Column
	keys     int // columns behind those of the output
	at, rows int // read so far, and in all, of what parts are counted in
	step     int
}

// stages compiles q as an export: ordered, without page.
func (e *Engine) stages(ctx context.Context, q table.Query, v *table.Version) (*stages, error) {
	release := e.pin(q.Ref, v)
	st, err := e.compile(ctx, q, v)
	if err != nil {
		release()
		return nil, err
	}
	s := &stages{engine: e, release: release, args: st.args, rows: v.Rows, step: firstStage, columns: make([]table.Column, len(st.shown))}
	for i, o := range st.shown {
		s.columns[i] = o.column
	}
	if !st.grouped {
		s.keys = len(st.keys)
	}
	paged := q.Limit > 0 || q.Offset > 0
	if !st.grouped && len(q.Order) == 0 && !paged {
		s.part = func(from, to int) string {
			return visible(st, fmt.Sprintf(`SELECT * FROM (%s) WHERE %s BETWEEN %d AND %d`, keyed(st), quote(rowColumn), from, to)+orderSQL(st.keys))
		}
		return s, nil
	}
	whole := wholeSQL(q, st)
	if v.Rows <= firstStage || q.Limit > 0 && q.Limit <= firstStage {
		s.step, s.part = v.Rows+1, func(int, int) string { return whole }
		return s, nil
	}
	if err := s.materialise(ctx, whole); err != nil {
		release()
		return nil, err
	}
	return s, nil
}

// wholeSQL is the statement for all rows of a query at once.
func wholeSQL(q table.Query, st *statement) string {
	stmt := st.sql
	if !st.grouped {
		stmt = keyed(st)
	}
	stmt += orderSQL(st.keys)
	if q.Limit > 0 {
		stmt += fmt.Sprintf(` LIMIT %d`, q.Limit)
	}
	if q.Offset > 0 {
		stmt += fmt.Sprintf(` OFFSET %d`, q.Offset)
	}
	return visible(st, stmt)
}

// materialise writes the rows to a temporary table, which goes to disk where memory
// does not suffice.
func (s *stages) materialise(ctx context.Context, whole string) error {
	conn, err := s.engine.db.Conn(ctx)
	if err != nil {
		return err
	}
	s.conn = conn
	end, err := s.engine.slots.download(ctx)
	if err != nil {
		return errors.Join(err, s.close())
	}
	defer end()
	stmt := `CREATE OR REPLACE TEMP TABLE "_export" AS SELECT ` + columnList(s.columns) + ` FROM (` + whole + `)`
	if _, err := conn.ExecContext(ctx, stmt, s.args...); err != nil {
		return errors.Join(err, s.close())
	}
	if err := conn.QueryRowContext(ctx, `SELECT count(*) FROM "_export"`).Scan(&s.rows); err != nil {
		return errors.Join(err, s.close())
	}
	s.args, s.keys = nil, 0
	s.part = func(from, to int) string {
		return fmt.Sprintf(`SELECT * FROM "_export" WHERE rowid BETWEEN %d AND %d`, from-1, to-1)
	}
	return nil
}

func columnList(columns []table.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quote(c.Name)
	}
	return strings.Join(names, ", ")
}

// next runs the next statement; nil after the last. wrap may put something
// around it.
func (s *stages) next(ctx context.Context, wrap func(stmt string) string) (*sql.Rows, error) {
	if s.at >= s.rows {
		return nil, nil
	}
	from := s.at + 1
	s.at = min(s.at+s.step, s.rows)
	stmt := s.part(from, s.at)
	if wrap != nil {
		stmt = wrap(stmt)
	}
	end, err := s.engine.slots.download(ctx)
	if err != nil {
		return nil, err
	}
	defer end() // the driver has all rows of a statement at its end
	if s.conn != nil {
		return s.conn.QueryContext(ctx, stmt, s.args...)
	}
	return s.engine.db.QueryContext(ctx, stmt, slices.Clone(s.args)...)
}

// took tells how much the last statement gave, for the size of the next.
func (s *stages) took(bytes int) {
	if s.step > mostStage {
		return // all at once
	}
	s.step = min(max(s.step*stageBytes/max(bytes, 1), leastStage), mostStage, 4*s.step)
}

func (s *stages) close() error {
	s.release()
	if s.conn == nil {
		return nil
	}
	conn := s.conn
	s.conn = nil
	_, err := conn.ExecContext(context.Background(), `DROP TABLE IF EXISTS "_export"`)
	return errors.Join(err, conn.Close())
}
