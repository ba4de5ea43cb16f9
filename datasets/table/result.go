package table

import "context"

// Rows are the rows of an answer, to be read once and closed.
type Rows interface {
	// Next returns the next row in the order of the result's columns, or nil after
	// the last. Values are nil, string, int64, float64, bool, or *big.Int for a sum
	// beyond 64 bits; dates are ISO 8601 strings. The slice is valid until the next
	// call. A long answer is read in parts; ctx ends the wait for the next one.
	Next(ctx context.Context) ([]any, error)
	// Cursor returns the cursor of the next page once Next has returned nil; ""
	// when there is none.
	Cursor() string
	// Close ends the query; it may be called at any time.
	Close() error
}

// Result is an answer to a query: what it consists of, and its rows.
type Result struct {
	Version *Version
	Columns []Column // of the output, in order
	// Total is the exact number of matching rows or groups, -1 if not asked for.
	Total int
	Rows
}

// All reads the remaining rows and closes the result.
func (r *Result) All(ctx context.Context) ([][]any, error) {
	defer r.Close()
	var out [][]any
	for {
		row, err := r.Next(ctx)
		if err != nil || row == nil {
			return out, err
		}
		out = append(out, append([]any(nil), row...))
	}
}
