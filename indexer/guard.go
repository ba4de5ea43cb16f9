package indexer

import (
	"context"
	"errors"
	"path"
	"runtime/debug"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/source"
)

// crash is a panic on somebody's content, caught where it costs that content
// only.
type crash struct {
	value any
	stack []byte
}

// Error tells the reader of a report; the stack is for the log.
func (c *crash) Error() string { return c.notice().Error() }

// Text is the same in every language.
func (c *crash) Text() text.Text { return c.notice().Reason }

func (c *crash) notice() *notice.Notice { return notice.Of("crash", c.value) }

// guarded runs fn; a panic comes back as a *crash.
func guarded(fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &crash{v, debug.Stack()}
		}
	}()
	return fn()
}

// position is a source.Sink that remembers the row it was given last, so that a
// crash is told with its place, and ends the reading of too many rows.
type position struct {
	source.Sink
	file string
	row  int
	busy bool // the row is being taken now
	// whole are the rows of what was read from several, by the one that tells of it.
	whole map[source.At][]source.At
	rows  int
	// over is told once after most rows; nil never.
	over func(error)
	most int
	// step is told every rowsTold rows; nil never.
	step func(rows int)
}

// rowsTold is how many rows pass between two words on how far a package is: a
// second or so.
const rowsTold = 50_000

// Row implements source.Sink.
func (p *position) Row(r source.Row) {
	p.file, p.row, p.busy = r.File, r.Row, true
	defer func() { p.rows++ }()
	if p.over != nil && p.rows >= p.most {
		p.over(tooMany(p.rows+1, p.most, "package-rows"))
		return
	}
	if p.step != nil && p.rows%rowsTold == rowsTold-1 {
		p.step(p.rows + 1)
	}
	p.keep(source.At{File: r.File, Row: r.Row}, r.Whole)
	p.Sink.Row(r)
	p.busy = false
}

// Refuse implements source.Sink.
func (p *position) Refuse(r source.Refusal) {
	p.keep(source.At{File: r.File, Row: r.Row}, r.Whole)
	p.Sink.Refuse(r)
}

// keep notes the rows that share the verdict of one.
func (p *position) keep(at source.At, whole []source.At) {
	if len(whole) == 0 {
		return
	}
	if p.whole == nil {
		p.whole = map[source.At][]source.At{}
	}
	p.whole[at] = append(p.whole[at], whole...)
}

// errLater says that a package is read once the others are served.
var errLater = errors.New("read once the others are served")

// attempt reads a package. One that cannot be read to its end, because the
// program breaks down on it or a limit is reached, is refused with its place and
// keeps what it held before: false. The error is for what stops the whole run.
func (s *Service) attempt(ctx context.Context, b *batch, land *unitOutlines, rep *Report) (bool, error) {
	most, cause := s.opt.Limits.Time, tooLong(s.opt.Limits.Time)
	if s.hurried && s.opt.FirstPatience < most && !b.units() {
		most, cause = s.opt.FirstPatience, errLater
	}
	timed, cancel := context.WithTimeoutCause(ctx, most, cause)
	defer cancel()
	limited, over := context.WithCancelCause(timed)
	defer over(nil)
	b.over = over
	var part Report
	err := guarded(func() error { return s.read(limited, b, land, &part) })
	if err == nil {
		b.said = Report{Refused: part.Refused, Warnings: part.Warnings}
		rep.add(part)
		rep.Fresh += part.Read
		return true, nil
	}
	if ctx.Err() == nil && errors.Is(context.Cause(limited), errLater) {
		s.later = append(s.later, b.pkg.Name)
		return false, nil
	}
	r := source.Refusal{File: b.at.file, Row: b.at.row}
	var broken *crash
	var limit *tooMuch
	switch {
	case errors.As(err, &broken):
		s.opt.Log.Error("a package breaks the program down and is refused", "op", "read", "source", b.pkg.Name, "file", r.File, "row", r.Row, "err", broken.value, "stack", string(broken.stack))
		r = r.For(broken.notice())
	case ctx.Err() == nil && errors.As(context.Cause(limited), &limit):
		r = r.For(limit.why)
	default:
		return false, err
	}
	if r.File == "" {
		r.File = path.Join(b.label, "datapackage.json")
	}
	rep.refuse(r)
	return false, nil
}
