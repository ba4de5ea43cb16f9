package client

import (
	"errors"
	"fmt"
)

// Why an address could not be had. Errors of this package are one of them.
var (
	// ErrGone: the server says that there is nothing any more (410).
	ErrGone = errors.New("the server says it is gone")
	// ErrMissing: the server knows nothing there (404).
	ErrMissing = errors.New("the server finds nothing there")
	// ErrRobots: robots.txt of the host forbids it, or cannot be had.
	ErrRobots = errors.New("robots.txt forbids it")
	// ErrAddress: the address is none that is asked: another scheme than http and
	// https, or a host inside a network.
	ErrAddress = errors.New("the address is not asked")
	// ErrTooLarge: one answer is larger than the limit, or packed like a bomb.
	ErrTooLarge = errors.New("the answer is too large")
	// ErrRefused: the server does not give it (another status of 400 to 499), or
	// leads in circles.
	ErrRefused = errors.New("the server refuses")
	// ErrFailed: the server or the way to it does not work, after several tries.
	ErrFailed = errors.New("the server does not answer as it should")
	// ErrStopped: a limit of the run is reached, or the host wants to be left alone.
	// The next run goes on.
	ErrStopped = errors.New("the run stops here")
)

// Error is why an address could not be had, with one of the errors above.
type Error struct {
	URL    string
	Kind   error
	Detail string
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return fmt.Sprintf("%s: %v", e.URL, e.Kind)
	}
	return fmt.Sprintf("%s: %v: %s", e.URL, e.Kind, e.Detail)
}

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Kind }

func fail(url string, kind error, format string, args ...any) error {
	return &Error{url, kind, fmt.Sprintf(format, args...)}
}
