package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far a run is: a bar with rate and remaining time on a
// terminal, one line per stage elsewhere.
type progress struct {
	to       io.Writer
	terminal bool
	stage    string
	bar      *progressbar.ProgressBar
	done     func() bool // nothing more is shown once it says so
	now      func() time.Time
	told     time.Time    // when the last line was written
	log      *slog.Logger // takes the lines of a server without a terminal; nil for plain lines
}

// lineEvery is how often a line is written within a stage where there is no
// terminal: a file of a day's run stays readable.
const lineEvery = 10 * time.Second

func newProgress(to io.Writer, now func() time.Time) *progress {
	return &progress{to: to, terminal: isTerminal(to), now: now, told: now()}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// step is told by the indexer where a stage stands.
func (p *progress) step(stage string, done, total int) {
	if !p.terminal {
		p.line(stage, done, total)
		return
	}
	if p.bar == nil || p.stage != stage {
		p.end()
		p.stage = stage
		p.bar = progressbar.NewOptions(unknown(total), progressbar.OptionSetWriter(p.to), progressbar.OptionSetDescription(stage),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetPredictTime(true), progressbar.OptionFullWidth())
	}
	_ = p.bar.Set(done) // a bar that cannot be drawn is no reason to stop
}

// line writes where a stage ends, and now and then where it stands.
func (p *progress) line(stage string, done, total int) {
	now := p.now()
	ended := done == total && total > 0
	if !ended && now.Sub(p.told) < lineEvery {
		return
	}
	p.told = now
	if p.log != nil {
		p.log.Info("progress", "op", "ingest", "stage", stage, "done", done, "total", total)
		return
	}
	if total > 0 {
		fmt.Fprintf(p.to, "%s %d/%d\n", stage, done, total)
		return
	}
	fmt.Fprintf(p.to, "%s %d\n", stage, done)
}

// first shows the first run of a server only; later ones are in the log.
func (p *progress) first(stage string, done, total int) {
	if p.done != nil && p.done() {
		p.end()
		return
	}
	p.step(stage, done, total)
}

// unknown is what the bar takes for a total that is not known.
func unknown(total int) int {
	if total == 0 {
		return -1
	}
	return total
}

// end finishes the line.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Exit()
		fmt.Fprintln(p.to)
		p.bar = nil
	}
}
