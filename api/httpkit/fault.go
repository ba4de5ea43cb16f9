package httpkit

import (
	"context"
	"errors"
	"net/http"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// faultOf reads err as a fault: the one in its chain, or the fault that a
// context or net/http error amounts to. Anything else is Internal with no
// detail, since its words are for the log only.
func faultOf(err error) catalog.Fault {
	var f *catalog.Fault
	if errors.As(err, &f) {
		if f.Kind == catalog.Internal {
			return catalog.Fault{Kind: catalog.Internal, Err: err}
		}
		return *f
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return *catalog.NewFault(catalog.TooLarge, "body", "Thân yêu cầu quá lớn.", "The request body is too large.")
	case errors.Is(err, context.DeadlineExceeded):
		return *catalog.NewFault(catalog.Busy, "", "Câu trả lời cần nhiều thời gian hơn mức cho phép; hãy thu hẹp yêu cầu hoặc thử lại.",
			"The answer would take longer than is allowed; narrow the request or try again.")
	}
	return catalog.Fault{Kind: catalog.Internal, Err: err}
}

// withMembers is an error whose problem document has extension members.
type withMembers struct {
	error
	members map[string]any
}

func (w *withMembers) Unwrap() error { return w.error }

// WithMembers adds extension members (RFC 9457, section 3.2) to the problem
// document of err: "superseded_by" of a record that is gone, for one.
func WithMembers(err error, members map[string]any) error {
	if err == nil || len(members) == 0 {
		return err
	}
	return &withMembers{err, members}
}

func membersOf(err error) map[string]any {
	var w *withMembers
	if errors.As(err, &w) {
		return w.members
	}
	return nil
}

// unknownName returns an Invalid fault for a name that is not among the known
// ones and gives the nearest.
func unknownName(where string, what text.Text, name string, known []string) *catalog.Fault {
	f := catalog.NewFault(catalog.Invalid, where,
		what.In(text.VI)+" “"+clip(name)+"” không có ở địa chỉ này.",
		what.In(text.EN)+" “"+clip(name)+"” is not known here.")
	f.Nearest = text.Nearest(name, known)
	if f.Nearest != "" {
		f.Detail = text.New(f.Detail.In(text.VI)+" Ý bạn là “"+f.Nearest+"”?", f.Detail.In(text.EN)+" Did you mean “"+f.Nearest+"”?")
	}
	return f
}

// maxEcho is how many runes of the sender's own words a message repeats: enough
// to recognise, too few to fill a log.
const maxEcho = 60

func clip(s string) string {
	r := []rune(s)
	if len(r) <= maxEcho {
		return s
	}
	return string(r[:maxEcho]) + "…"
}
