package soda

import (
	"errors"
	"fmt"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table/clause"
)

// failure is an error as SODA 2.1 sends it; code and error are what clients of
// 2.0 look at.
type failure struct {
	status  int
	Code    string         `json:"code"`
	Flag    bool           `json:"error"`
	Message string         `json:"message"`
	Kind    string         `json:"errorCode"`
	Data    map[string]any `json:"data"`
}

// Error returns the message for logs.
func (e *failure) Error() string { return e.Kind + ": " + e.Message }

func fail(status int, kind string, data map[string]any, format string, args ...any) *failure {
	if data == nil {
		data = map[string]any{}
	}
	return &failure{status, kind, true, fmt.Sprintf(format, args...), kind, data}
}

func badRequest(format string, args ...any) *failure {
	return fail(http.StatusBadRequest, "invalid-request", nil, format, args...)
}

func missing(id string) *failure {
	return fail(http.StatusNotFound, "dataset.missing", map[string]any{"id": id}, "Not found")
}

// failureOf reads err as a failure; nil for none and for one that is ours to log.
func failureOf(err error) *failure {
	var own *failure
	var syntax *clause.SyntaxError
	var column *clause.UnknownColumn
	var cannot *clause.Unsupported
	var f *catalog.Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own):
		return own
	case errors.As(err, &syntax):
		return fail(http.StatusBadRequest, "query.soql.invalid", map[string]any{"position": map[string]any{"row": 1, "column": syntax.Pos + 1, "line": clause.Short(syntax.Clause)}}, "Could not parse SoQL query: %v", syntax)
	case errors.As(err, &column):
		return fail(http.StatusBadRequest, "query.soql.no-such-column", map[string]any{"column": column.Name, "nearest": column.Nearest}, "Query coordinator error: query.soql.no-such-column; No such column: %s; nearest: %s", column.Name, column.Nearest)
	case errors.As(err, &cannot):
		return fail(http.StatusBadRequest, "query.soql.no-such-function", nil, "%v", cannot)
	case errors.As(err, &f) && (f.Kind == catalog.Invalid || f.Kind == catalog.TooLarge):
		detail, _ := f.Detail.Best(text.EN)
		return fail(http.StatusBadRequest, "query.soql.type-mismatch", nil, "%s", detail)
	case f != nil && f.Kind == catalog.NotFound:
		return missing("")
	}
	return nil
}

func (e *failure) write(w http.ResponseWriter) error {
	b, err := httpkit.Marshal(e)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", httpkit.CacheNever)
	h.Set("X-Error-Code", e.Kind)
	h.Set("X-Error-Message", asciiJSON(e.Message))
	w.WriteHeader(e.status)
	_, err = w.Write(b)
	return err
}

// Render writes errors inside and those of the middleware.
func (f *Face) Render(w http.ResponseWriter, _ *http.Request, p httpkit.Problem) {
	e := fail(p.Status, "internal-error", nil, "Internal error; request %s", p.RequestID)
	if p.DetailEN != "" {
		e.Message = p.DetailEN
	}
	switch p.Status {
	case http.StatusNotFound:
		e.Code = "not_found"
	case http.StatusMethodNotAllowed:
		e.Code = "method_not_allowed"
	case http.StatusTooManyRequests:
		e.Code = "too_many_requests"
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong:
		e.Code = "invalid-request"
	}
	e.Kind = e.Code
	_ = e.write(w) // a reader that hung up is no fault of ours
}
