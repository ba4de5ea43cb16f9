package client

import (
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// Why an address could not be had. Errors of this package are one of them.
var (
	// ErrGone: the server says that there is nothing any more (410).
	ErrGone error = notice.Of("portal-gone")
	// ErrMissing: the server knows nothing there (404).
	ErrMissing error = notice.Of("portal-missing")
	// ErrRobots: robots.txt of the host forbids it, or cannot be had.
	ErrRobots error = notice.Of("portal-robots")
	// ErrAddress: the address is none that is asked: another scheme than http and
	// https, or a host inside a network.
	ErrAddress error = notice.Of("portal-address")
	// ErrTooLarge: one answer is larger than the limit, or packed like a bomb.
	ErrTooLarge error = notice.Of("portal-large")
	// ErrRefused: the server does not give it (another status of 400 to 499), or
	// leads in circles.
	ErrRefused error = notice.Of("portal-refuses")
	// ErrFailed: the server or the way to it does not work, after several tries.
	ErrFailed error = notice.Of("portal-fails")
	// ErrStopped: a limit of the run is reached, or the host wants to be left alone.
	// The next run goes on.
	ErrStopped error = notice.Of("portal-stops")
)

// Error is why an address could not be had, with one of the errors above.
type Error struct {
	URL    string
	Kind   error
	Detail *notice.Notice // nil for none
}

// Error is the address, the kind and, where there is one, the detail, in English.
func (e *Error) Error() string {
	s, _ := e.Text().Best(text.EN)
	return s
}

// Text is the reason in every language.
func (e *Error) Text() text.Text {
	if e.Detail == nil {
		return notice.Of("portal-at", e.URL, e.Kind).Text()
	}
	return notice.Of("portal-at.detail", e.URL, e.Kind, e.Detail).Text()
}

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Kind }

func fail(url string, kind error, detail *notice.Notice) error { return &Error{url, kind, detail} }
