package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// result is the rows of a query.
type result struct {
	version *table.Version
	columns []table.Column // of the output, in order
	total   int            // -1 if not asked for
	rows    *sql.Rows
	stages  *stages // of an unlimited query
	bytes   int     // about how much the statement under way gave
	cancel  context.CancelFunc
	engine  *Engine
	vals    []any
	ptrs    []any
	limit   int
	given   int
	keys    int // trailing values of a row that are only the cursor's
	query   table.Query
	grouped bool
	offset  int
	more    bool
	last    []any
}

// Query implements Querier.
func (e *Engine) Query(ctx context.Context, q table.Query) (*table.Result, error) {
	var cur table.Cursor
	var err error
	if q.Cursor != "" {
		if cur, err = table.DecodeCursor(q.Cursor, q); err != nil {
			return nil, err
		}
		q.Version, q.AsOf = cur.Version, ""
	}
	v, err := e.Version(q.Ref, q.Version, q.AsOf)
	if err != nil {
		return nil, err
	}
	defer e.pin(q.Ref, v)() // until the driver has all rows; stages pin it themselves
	st, err := e.compile(ctx, q, v)
	if err != nil {
		return nil, err
	}
	var cancel context.CancelFunc
	if q.Limit == table.Unlimited { // streamed: as long as its reader is there
		ctx, cancel = context.WithCancel(ctx)
	} else {
		ctx, cancel = context.WithTimeout(ctx, e.opt.Timeout)
	}
	r := &result{version: v, total: -1, cancel: cancel, engine: e, query: q, grouped: st.grouped}
	if err := r.run(ctx, q, st, cur); err != nil {
		err = e.fault(ctx, err)
		_ = r.Close() // the fault counts
		return nil, err
	}
	return &table.Result{Version: v, Columns: r.columns, Total: r.total, Rows: r}, nil
}

func (r *result) run(ctx context.Context, q table.Query, st *statement, cur table.Cursor) error {
	for _, o := range st.shown {
		r.columns = append(r.columns, o.column)
	}
	if q.Limit != table.Unlimited || q.Cursor != "" { // the stages of the others take a slot each
		slot := r.engine.slots.page
		if st.grouped || q.Distinct {
			slot = r.engine.slots.aggregate
		}
		end, err := slot(ctx)
		if err != nil {
			return err
		}
		defer end()
	}
	switch {
	case q.Total && st.counted != nil:
		r.total = *st.counted
	case q.Total:
		if err := r.engine.db.QueryRowContext(ctx, st.count, st.args...).Scan(&r.total); err != nil {
			return err
		}
	}
	r.limit = q.Limit
	if q.Limit == table.Unlimited && q.Cursor == "" {
		var err error
		if r.stages, err = r.engine.stages(ctx, q, r.version); err != nil {
			return err
		}
		r.keys = r.stages.keys
		r.vals, r.ptrs = scanBuffer(len(st.shown) + r.keys)
		r.rows, err = r.stages.next(ctx, nil)
		return err
	}
	page, args, err := r.page(q, st, cur)
	if err != nil {
		return err
	}
	if r.rows, err = r.engine.db.QueryContext(ctx, page, args...); err != nil {
		return err
	}
	r.vals, r.ptrs = scanBuffer(len(st.shown) + r.keys)
	return nil
}

// page adds order, cursor and limit. One row more than asked tells whether
// there is a next page.
func (r *result) page(q table.Query, st *statement, cur table.Cursor) (string, []any, error) {
	args := st.args
	stmt := st.sql
	r.limit = q.Limit
	if r.limit == 0 {
		r.limit = table.DefaultLimit
	}
	r.offset = q.Offset + cur.Offset
	if !st.grouped {
		r.keys = len(st.keys)
		stmt = keyed(st)
		if len(cur.Values) > 0 {
			cond, err := after(st.keys, cur.Values, func(v any) string { args = append(args, v); return `?` })
			if err != nil {
				return "", nil, catalog.NewFault(catalog.Invalid, "cursor", "con trỏ trang bị hỏng", "the cursor is damaged")
			}
			stmt = `SELECT * FROM (` + stmt + `) WHERE ` + cond
		}
	}
	stmt += orderSQL(st.keys)
	if r.limit != table.Unlimited {
		stmt += fmt.Sprintf(` LIMIT %d`, r.limit+1)
	}
	if r.offset > 0 {
		stmt += fmt.Sprintf(` OFFSET %d`, r.offset)
	}
	return visible(st, stmt), args, nil
}

// keyed selects all columns that the order needs beside the output.
func keyed(st *statement) string {
	items := slices.Clone(st.items)
	for _, k := range st.keys {
		if _, out := st.column(k.name); !out && k.name != rowColumn {
			items = append(items, quote(k.name))
		}
	}
	return `SELECT ` + strings.Join(items, ", ") + st.from
}

// visible puts the output columns first and the cursor's keys behind them.
func visible(st *statement, stmt string) string {
	items := make([]string, 0, len(st.shown)+len(st.keys))
	for _, o := range st.shown {
		items = append(items, o.sql+` AS `+quote(o.name))
	}
	if !st.grouped {
		for i, k := range st.keys {
			items = append(items, fmt.Sprintf(`%s AS "_key_%d"`, quote(k.name), i))
		}
	}
	return `SELECT ` + strings.Join(items, ", ") + ` FROM (` + stmt + `)`
}

// Next implements Rows.
func (r *result) Next(ctx context.Context) ([]any, error) {
	if r.limit != table.Unlimited && r.given == r.limit {
		r.more = r.rows.Next()
		return nil, r.engine.fault(ctx, r.rows.Err())
	}
	for r.rows == nil || !r.rows.Next() {
		if more, err := r.stage(ctx); !more || err != nil {
			return nil, r.engine.fault(ctx, err)
		}
	}
	if err := r.rows.Scan(r.ptrs...); err != nil {
		return nil, err
	}
	r.given++
	n := len(r.columns)
	if r.given == r.limit {
		r.last = append([]any(nil), r.vals[n:]...)
	}
	r.bytes += n * cellBytes
	for i := range n {
		r.vals[i] = present(r.vals[i], r.columns[i].Type)
		if s, ok := r.vals[i].(string); ok {
			r.bytes += len(s)
		}
	}
	return r.vals[:n], nil
}

// cellBytes is about what a cell of a result takes besides its text.
const cellBytes = 24

// stage goes on to the next statement of an unlimited query.
func (r *result) stage(ctx context.Context) (bool, error) {
	if r.rows != nil {
		if err := errors.Join(r.rows.Err(), r.rows.Close()); err != nil || r.stages == nil {
			return false, err
		}
		r.stages.took(r.bytes)
	}
	if r.stages == nil {
		return false, nil
	}
	r.bytes = 0
	var err error
	r.rows, err = r.stages.next(ctx, nil)
	return r.rows != nil, err
}

// Cursor implements Rows.
func (r *result) Cursor() string {
	if !r.more {
		return ""
	}
	c := table.Cursor{Version: r.version.Number, Hash: table.Fingerprint(r.query)}
	if r.grouped {
		c.Offset = r.offset - r.query.Offset + r.given
	} else {
		c.Values = r.last
	}
	return c.Encode()
}

// Close implements Rows.
func (r *result) Close() error {
	defer r.cancel()
	var err error
	if r.rows != nil {
		err = r.rows.Close()
	}
	if r.stages != nil {
		err = errors.Join(err, r.stages.close())
	}
	return err
}

// present turns a driver value into one of the values Next promises.
func present(v any, t table.Type) any {
	switch x := v.(type) {
	case time.Time:
		switch t {
		case table.Date:
			return x.Format("2006-01-02")
		case table.LocalDateTime:
			return x.Format("2006-01-02T15:04:05.999999")
		}
		return x.UTC().Format("2006-01-02T15:04:05.999999Z")
	case *big.Int:
		if x.IsInt64() {
			return x.Int64()
		}
		return x
	case int32:
		return int64(x)
	case []byte:
		return string(x)
	}
	return v
}

// plain presents a value of unknown type: midnight is a date.
func plain(v any) any {
	if t, ok := v.(time.Time); ok && t.Equal(t.Truncate(24*time.Hour)) {
		return present(v, table.Date)
	}
	return present(v, table.DateTime)
}

// fault tells a query that was ended from one that failed.
func (e *Engine) fault(ctx context.Context, err error) error {
	var f *catalog.Fault
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, context.DeadlineExceeded):
		return &catalog.Fault{Kind: catalog.Busy, Where: "query", Err: err, Detail: text.New(
			fmt.Sprintf("truy vấn chạy quá %s; hãy lọc hẹp hơn", e.opt.Timeout), fmt.Sprintf("the query took longer than %s; narrow it", e.opt.Timeout))}
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(err.Error(), "Out of Memory"):
		return &catalog.Fault{Kind: catalog.Busy, Where: "query", Err: err, Detail: text.New(
			"truy vấn cần nhiều bộ nhớ hơn mức cho phép; hãy lọc hẹp hơn hoặc nhóm ít hơn", "the query needs more memory than is allowed; narrow it or group by less")}
	}
	var refused *duckdb.Error
	if errors.As(err, &refused) && ours(refused) {
		return lost(err)
	}
	if refused != nil && slices.Contains([]duckdb.ErrorType{duckdb.ErrorTypeConversion, duckdb.ErrorTypeOutOfRange, duckdb.ErrorTypeInvalidInput, duckdb.ErrorTypeDivideByZero}, refused.Type) {
		return &catalog.Fault{Kind: catalog.Invalid, Where: "query", Err: err, Detail: text.New(
			"không tính được với các giá trị này; kết quả vượt giới hạn của số hoặc giá trị không hợp kiểu", "this cannot be computed: a result is beyond what a number holds, or a value does not fit its type")}
	}
	return fmt.Errorf("table query: %w", err)
}

// lost is the fault for a version whose file is damaged or not there.
func lost(err error) error {
	return &catalog.Fault{Kind: catalog.Internal, Where: "version", Err: err, Detail: text.New(
		"không đọc được tệp của phiên bản này; hãy khôi phục tệp từ bản sao", "the file of this version cannot be read; restore it from a copy")}
}

// ours reports whether the engine could not read a file that we keep, which is
// nothing that the question did wrong.
func ours(err *duckdb.Error) bool {
	first, _, _ := strings.Cut(err.Msg, "\n") // the lines below it are of the statement
	return slices.Contains([]duckdb.ErrorType{duckdb.ErrorTypeInvalidInput, duckdb.ErrorTypeIO, duckdb.ErrorTypeSerialization}, err.Type) && strings.Contains(first, ".parquet")
}
