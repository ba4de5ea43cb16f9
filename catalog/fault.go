package catalog

import (
	"errors"
	"fmt"

	"honglinh/catalog/text"
)

// FaultKind is the closed set of ways in which a request can go wrong.
type FaultKind string

// The fault kinds; only httpkit knows their HTTP statuses.
const (
	NotFound FaultKind = "not-found"
	Invalid  FaultKind = "invalid"
	Gone     FaultKind = "gone"
	TooLarge FaultKind = "too-large"
	Busy     FaultKind = "busy"
	Upstream FaultKind = "upstream"
	Internal FaultKind = "internal"
)

// FaultKinds returns all kinds, in the order they are documented.
func FaultKinds() []FaultKind {
	return []FaultKind{NotFound, Invalid, Gone, TooLarge, Busy, Upstream, Internal}
}

// Fault is an error that says which kind it is, where it is and how to mend it.
type Fault struct {
	Kind FaultKind
	// Where names the parameter, field or place at fault: "limit", "file.csv:12:capital".
	Where string
	// Detail is the message for the person who sent the input.
	Detail text.Text
	// Nearest is the known name nearest to an unknown one, or "".
	Nearest string
	Err     error
}

// Error returns the English message, else the Vietnamese, with the place.
func (f *Fault) Error() string {
	msg, _ := f.Detail.Best(text.EN)
	if msg == "" && f.Err != nil {
		msg = f.Err.Error()
	}
	if f.Where == "" {
		return fmt.Sprintf("%s: %s", f.Kind, msg)
	}
	return fmt.Sprintf("%s: %s: %s", f.Kind, f.Where, msg)
}

// Text is what is wrong in every language that has it, in words that leave out the kind
// and the place.
func (f *Fault) Text() text.Text {
	if !f.Detail.IsZero() {
		return f.Detail
	}
	return text.New(f.Error(), f.Error())
}

// Unwrap returns the error behind the fault.
func (f *Fault) Unwrap() error { return f.Err }

// NewFault returns a fault with a message in both languages.
func NewFault(kind FaultKind, where, vi, en string) *Fault {
	return &Fault{Kind: kind, Where: where, Detail: text.New(vi, en)}
}

// Invalidf returns an Invalid fault with an English message.
func Invalidf(where, format string, args ...any) *Fault {
	return &Fault{Kind: Invalid, Where: where, Detail: text.New("", fmt.Sprintf(format, args...))}
}

// NotFoundf returns a NotFound fault with an English message.
func NotFoundf(where, format string, args ...any) *Fault {
	return &Fault{Kind: NotFound, Where: where, Detail: text.New("", fmt.Sprintf(format, args...))}
}

// KindOf returns the kind of the fault in err's chain; Internal for any other
// error, "" for nil.
func KindOf(err error) FaultKind {
	if err == nil {
		return ""
	}
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}
