package explore

import (
	"errors"
	"fmt"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table/clause"
)

// failure is an error as the API sends it.
type failure struct {
	status  int
	Code    string `json:"error_code"`
	Message string `json:"message"`
}

// Error returns the message for logs.
func (e *failure) Error() string { return e.Code + ": " + e.Message }

func badParameter(name, format string, args ...any) *failure {
	return &failure{http.StatusBadRequest, "InvalidRESTParameterError", fmt.Sprintf("Invalid value for %s API parameter: ", name) + fmt.Sprintf(format, args...)}
}

func badQuery(format string, args ...any) *failure {
	return &failure{http.StatusBadRequest, "ODSQLError", "ODSQL query is malformed: " + fmt.Sprintf(format, args...)}
}

func noResource(format string, args ...any) *failure {
	return &failure{http.StatusNotFound, "NotFoundResource", fmt.Sprintf(format, args...)}
}

func noFormat(name string, known []string) *failure {
	return &failure{http.StatusBadRequest, "InvalidExportFormat", fmt.Sprintf("Unknown export format: %.60q. Known formats: %v", name, known)}
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
		return &failure{http.StatusBadRequest, "ODSQLSyntaxError", fmt.Sprintf("ODSQL syntax exception: %v in %s.", syntax, clause.Short(syntax.Clause))}
	case errors.As(err, &column):
		return badQuery("Unknown field: %s. %v", column.Name, column)
	case errors.As(err, &cannot):
		return badQuery("%v", cannot)
	case errors.As(err, &f) && (f.Kind == catalog.Invalid || f.Kind == catalog.TooLarge):
		detail, _ := f.Detail.Best(text.EN)
		return badQuery("%s", detail)
	case f != nil && f.Kind == catalog.NotFound:
		detail, _ := f.Detail.Best(text.EN)
		return noResource("%s", detail)
	}
	return nil
}

func (e *failure) write(w http.ResponseWriter) error {
	b, err := httpkit.Marshal(e)
	if err != nil {
		return err
	}
	return e.send(w, b)
}

func (e *failure) send(w http.ResponseWriter, b []byte) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	w.WriteHeader(e.status)
	_, err := w.Write(b)
	return err
}

// Render writes errors inside and those of the middleware.
func (f *Face) Render(w http.ResponseWriter, _ *http.Request, p httpkit.Problem) {
	e := &failure{p.Status, "InternalError", "An error has occurred; request " + p.RequestID}
	if p.DetailEN != "" {
		e.Message = p.DetailEN
	}
	switch p.Status {
	case http.StatusTooManyRequests:
		f.limits(w.Header())
		_ = tooMany(w, p) // as below
		return
	case http.StatusNotFound:
		e.Code = "NotFoundResource"
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong:
		e.Code = "InvalidRESTParameterError"
	case http.StatusMethodNotAllowed:
		e.Code = "MethodNotAllowed"
	}
	_ = e.write(w) // a reader that hung up is no fault of ours
}

// tooMany writes the third error form of the API, that of its limits.
func tooMany(w http.ResponseWriter, p httpkit.Problem) error {
	b, err := httpkit.Marshal(map[string]any{"errorcode": 10002, "error": p.DetailEN,
		"call_limit": p.Members["call_limit"], "limit_time_unit": p.Members["limit_time_unit"], "reset_time": p.Members["reset_time"]})
	if err != nil {
		return err
	}
	return (&failure{status: p.Status}).send(w, b)
}
