package ckan

import (
	"errors"
	"fmt"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
)

// failure is an error as CKAN sends it: __type beside a message, or beside one
// list of messages a field.
type failure struct {
	status  int
	kind    string
	message string
	fields  map[string][]string
	// bare is sent as a JSON string without the envelope.
	bare bool
}

// Error returns the message for logs.
func (e *failure) Error() string {
	if e.fields != nil {
		return fmt.Sprintf("%s: %v", e.kind, e.fields)
	}
	return e.message
}

func badRequest(reason string) *failure {
	return &failure{status: http.StatusBadRequest, message: "Bad request: " + reason, bare: true}
}

func invalid(field, format string, args ...any) *failure {
	return &failure{status: http.StatusConflict, kind: "Validation Error", fields: map[string][]string{field: {fmt.Sprintf(format, args...)}}}
}

func notFound(what string) *failure {
	message := "Not found"
	if what != "" {
		message += ": " + what
	}
	return &failure{status: http.StatusNotFound, kind: "Not Found Error", message: message}
}

// nearest names the known name that is nearest, if one is near.
func nearest(name string, known []string) string {
	if near := text.Nearest(name, known); near != "" {
		return "; nearest: " + near
	}
	return ""
}

func badSearch(format string, args ...any) *failure {
	return &failure{status: http.StatusBadRequest, kind: "Search Query Error", message: "Search Query is invalid: " + fmt.Sprintf(format, args...)}
}

// failureOf reads err as a failure; nil for one that is ours to log.
func failureOf(err error) *failure {
	var own *failure
	if errors.As(err, &own) {
		return own
	}
	var f *catalog.Fault
	if !errors.As(err, &f) {
		return nil
	}
	detail, _ := f.Detail.Best(text.EN)
	switch f.Kind {
	case catalog.NotFound, catalog.Gone:
		return notFound(detail)
	case catalog.Invalid, catalog.TooLarge:
		where := f.Where
		if where == "" || where == "where" {
			where = "filters"
		}
		return invalid(where, "%s", detail)
	}
	return nil
}

// object returns the error object of the envelope.
func (e *failure) object() map[string]any {
	out := map[string]any{"__type": e.kind}
	if e.fields == nil {
		out["message"] = e.message
	}
	for name, messages := range e.fields {
		out[name] = messages
	}
	return out
}

// write sends the failure to an action's caller.
func (e *failure) write(w http.ResponseWriter, help string) error {
	var v any = map[string]any{"help": help, "success": false, "error": e.object()}
	if e.bare {
		v = e.message
	}
	b, err := httpkit.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", httpkit.JSONMedia)
	w.Header().Set("Cache-Control", httpkit.CacheNever)
	w.WriteHeader(e.status)
	_, err = w.Write(b)
	return err
}

// Render writes what is not a failure of an action: errors inside, a busy
// engine, a body that is too large.
func (f *Face) Render(w http.ResponseWriter, r *http.Request, p httpkit.Problem) {
	e := &failure{status: p.Status, kind: "Internal Server Error", message: "Internal Server Error (request " + p.RequestID + ")"}
	if p.DetailEN != "" {
		e.message = p.DetailEN
	}
	switch p.Status {
	case http.StatusNotFound:
		e.kind, e.message = "Not Found Error", "Not found: "+p.DetailEN
	case http.StatusTooManyRequests:
		e.kind = "Rate Limit Error" // CKAN has no limit and so no name for it
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong:
		e = badRequest(p.DetailEN)
		e.status = p.Status
	}
	_ = e.write(w, f.helpURL(actionOf(r))) // a reader that hung up is no fault of ours
}
