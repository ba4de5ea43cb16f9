package source

import (
	"honglinh/catalog/text/notice"
)

// Changes count what was done to the values of columns on their way in, so that it is
// told once for each sort and column, with its number and the first as the example.
type Changes struct{ list []*change }

type change struct {
	warning Warning // of the first
	example string
	count   int
}

// Add notes that a value was changed; code is the key of what is said of it.
func (c *Changes) Add(file string, row int, column, code, example string) {
	for _, known := range c.list {
		if w := known.warning; w.File == file && w.Column == column && w.Code == code {
			known.count++
			return
		}
	}
	c.list = append(c.list, &change{Warning{File: file, Row: row, Column: column, Code: code}, example, 1})
}

// Tell warns of what was changed, and begins anew.
func (c *Changes) Tell(to Sink) {
	for _, known := range c.list {
		what := notice.Of(known.warning.Code)
		said := notice.Of("times.such", what, clip(known.example))
		if known.count > 1 {
			said = notice.Of("times", what, known.count, clip(known.example))
		}
		to.Warn(known.warning.For(notice.New(what.Code, said.Reason, nil)))
	}
	c.list = nil
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
