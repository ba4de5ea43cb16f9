package citetest

import (
	"fmt"

	"honglinh/catalog/text"
)

// Status of a check.
type Status string

// The statuses.
const (
	Pass Status = "pass"
	Fail Status = "fail"
	Skip Status = "skip"
)

// Result is what one check found.
type Result struct {
	Class       string    `json:"class"`
	Requirement string    `json:"requirement"`
	Title       text.Text `json:"title"`
	Status      Status    `json:"status"`
	Message     string    `json:"message,omitempty"`
}

// Report is what all checks found.
type Report struct {
	Summary Summary  `json:"summary"`
	Results []Result `json:"results"`
}

// Summary counts results by status.
type Summary struct {
	Pass int `json:"pass"`
	Fail int `json:"fail"`
	Skip int `json:"skip"`
}

func (r *Report) add(x Result) {
	r.Results = append(r.Results, x)
	switch x.Status {
	case Pass:
		r.Summary.Pass++
	case Fail:
		r.Summary.Fail++
	default:
		r.Summary.Skip++
	}
}

// check is one question to a server.
type check struct {
	class, requirement string
	title              text.Text
	ask                func(*session) error
}

// skipped is the error of a check that could not look.
type skipped struct{ reason string }

func (s skipped) Error() string { return s.reason }

func skip(format string, args ...any) error { return skipped{fmt.Sprintf(format, args...)} }

func wrong(format string, args ...any) error { return fmt.Errorf(format, args...) }
