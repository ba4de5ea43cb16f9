package main

import (
	"fmt"
	"io"
	"os"

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
}

func newProgress(to io.Writer) *progress { return &progress{to: to, terminal: isTerminal(to)} }

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
		if done == total && total > 0 {
			fmt.Fprintf(p.to, "%s %d/%d\n", stage, done, total)
		}
		return
	}
	if p.bar == nil || p.stage != stage {
		p.end()
		p.stage = stage
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.to), progressbar.OptionSetDescription(stage),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetPredictTime(true), progressbar.OptionFullWidth())
	}
	_ = p.bar.Set(done) // a bar that cannot be drawn is no reason to stop
}

// first shows the first run of a server only; later ones are in the log.
func (p *progress) first(stage string, done, total int) {
	if p.done != nil && p.done() {
		p.end()
		return
	}
	p.step(stage, done, total)
}

// end finishes the line.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Exit()
		fmt.Fprintln(p.to)
		p.bar = nil
	}
}
