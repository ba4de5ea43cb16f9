package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// explain makes of an error the words that a model can mend its call by. What is
// our own fault is not told in detail.
func explain(err error) error {
	var f *catalog.Fault
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("busy: the answer would take longer than is allowed; narrow the request")
	case !errors.As(err, &f) || f.Kind == catalog.Internal:
		return errors.New("internal: the fault is the server's; try again later")
	}
	parts := []string{string(f.Kind)}
	if f.Where != "" {
		parts = append(parts, f.Where)
	}
	detail, _ := f.Detail.Best(text.EN)
	msg := strings.Join(append(parts, detail), ": ")
	if f.Nearest != "" && !strings.Contains(msg, f.Nearest) {
		msg += fmt.Sprintf(" Nearest known: %q.", f.Nearest)
	}
	return errors.New(msg)
}
