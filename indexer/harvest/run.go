package harvest

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"honglinh/catalog"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest/attached"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/journal"
)

// Options are what runs work with.
type Options struct {
	// Data is the data folder.
	Data string
	// Agent is the User-Agent, with how to reach the operator.
	Agent string
	// Hosts are shared by all runs of the process; nil is a table of one run.
	Hosts *client.Hosts
	// AllowRemoval lets as much go missing as the source says.
	AllowRemoval bool
	// DryRun asks and reports, and writes nothing.
	DryRun bool
	// Progress is told how many items are done; total is 0 where it is not known.
	Progress func(source string, done, total int)
	// Now, Sleep and Resolver are those of the machine if nil.
	Now      func() time.Time
	Sleep    func(context.Context, time.Duration) error
	Resolver *net.Resolver
	Log      *slog.Logger
	// Files reads the texts of files; nil reads all that can be read.
	Files *attached.Reader
}

func (o *Options) defaults() {
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// compiled is the folder of what reading PDF compiles; it may be deleted.
const compiled = ".compiled"

const (
	// goneAfter is how many runs in a row must miss an item before it is gone.
	goneAfter = 3
	// removalLimit is how much of a source may go in a run, in per cent, as in the indexer:
	// more is rather a portal that is half down than an editor's day.
	removalLimit = 20
	// fewMissing may always go: of a source of three each is a third.
	fewMissing = 2
	// resumable is how long an interrupted run can be gone on with: later, what it has
	// seen may have changed since.
	resumable = 24 * time.Hour
)

// Run makes one run of a source. What is wrong with the portal is in the report; the
// error is for what is wrong here. Fault: Busy when another process runs the source.
func Run(ctx context.Context, src Source, p Protocol, o Options) (Report, error) {
	o.defaults()
	rep := Report{Source: src.Name, Started: o.Now().UTC()}
	dir, release, err := o.enter(src.Name)
	if err != nil {
		return rep, err
	}
	defer release()
	j, err := journal.Open(dir)
	if err != nil {
		return rep, err
	}
	under, err := o.resume(dir)
	if err != nil {
		return rep, errors.Join(err, j.Close())
	}
	v := &Visit{Source: src, opt: o, report: &rep, store: &store{dir: dir, journal: j, idle: o.DryRun}, under: under, gone: map[string]bool{}}
	v.done = len(under.Seen)
	v.client = client.New(client.Options{Agent: o.Agent, Pace: duration(src.Pace, defaultPace), Allow: src.AllowHosts, Robots: p.Crawls(), Limits: src.limits(),
		Hosts: o.Hosts, Kept: v.store, Now: o.Now, Sleep: o.Sleep, Resolver: o.Resolver})
	defer v.client.Close()
	if o.Files == nil {
		pdf := attached.NewPDF(filepath.Join(o.Data, folderName, compiled))
		defer pdf.Close()
		v.opt.Files = &attached.Reader{PDF: pdf}
	}
	if !o.DryRun {
		if err := v.forget(); err != nil {
			return rep, errors.Join(err, under.Close(), j.Close())
		}
	}
	err = v.finish(ctx, guarded(func() error { return p.Walk(ctx, v) }))
	rep.Cost, rep.TookMS = v.client.Count(), o.Now().Sub(rep.Started).Milliseconds()
	if err == nil && !o.DryRun {
		err = v.note()
	}
	return rep, errors.Join(err, j.Close())
}

// guarded turns a panic over what a portal sent into an error: no content ends the
// process.
func guarded(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = notice.Of("portal-breaks", r)
		}
	}()
	return fn()
}

// enter returns the source's folder, held until release. A dry run of a source that
// has none gets one that goes with it.
func (o Options) enter(name string) (dir string, release func(), err error) {
	dir = Folder(o.Data, name)
	leave := func() {}
	if _, err := os.Stat(dir); err != nil && o.DryRun {
		if dir, err = os.MkdirTemp("", "honglinh-harvest-"); err != nil {
			return "", nil, err
		}
		leave = func() { _ = os.RemoveAll(dir) } // a temporary folder
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return "", nil, errors.Join(catalog.NewFault(catalog.Busy, name, "Nguồn "+name+" đang được một tiến trình khác thu thập; hãy đợi nó xong.",
			"The source "+name+" is being harvested by another process; wait until it is done."), f.Close())
	}
	return dir, func() {
		_ = f.Close() // lets the lock go
		leave()
	}, nil
}

// resume opens the run under way, or begins one.
func (o Options) resume(dir string) (*journal.Under, error) {
	if o.DryRun {
		return journal.Dry(), nil
	}
	return journal.Resume(dir, o.Now().Add(-resumable))
}

// finish concludes what the walk brought.
func (v *Visit) finish(ctx context.Context, walked error) error {
	if ctx.Err() != nil { // what was acknowledged stays, and the next run goes on
		return errors.Join(ctx.Err(), v.under.Close())
	}
	if err := v.Page(v.under.Cursor); err != nil {
		return errors.Join(err, v.under.Close())
	}
	if walked != nil {
		v.report.Stopped, v.report.StoppedIn = walked.Error(), others(walked)
	} else if err := v.conclude(); err != nil {
		return errors.Join(err, v.under.Close())
	}
	for e := range v.store.journal.Entries() {
		if published(e) {
			v.report.Items++
		}
	}
	if v.opt.DryRun {
		return nil
	}
	if err := errors.Join(v.store.journal.Sync(), v.publish(ctx)); err != nil {
		return errors.Join(err, v.under.Close())
	}
	if walked != nil {
		return v.under.Close()
	}
	return v.under.End()
}

// conclude counts what was missing; what is missing for the third time, or said to be
// gone, is gone.
func (v *Visit) conclude() error {
	var missing []journal.Entry
	live, going := 0, 0
	for e := range v.store.journal.Entries() {
		if !published(e) {
			continue
		}
		live++
		if !v.under.Seen[e.Key] && (!v.partial || v.gone[e.Key]) {
			missing = append(missing, e)
			if v.gone[e.Key] || e.Missing+1 >= goneAfter {
				going++
			}
		}
	}
	if going > fewMissing && going*100 > removalLimit*live && !v.opt.AllowRemoval {
		v.report.Missing, v.report.Held = len(missing), true
		return nil
	}
	for _, e := range missing {
		e.Missing++
		if e.Gone = v.gone[e.Key] || e.Missing >= goneAfter; e.Gone {
			v.report.Gone++
			e.Sum = ""
		} else {
			v.report.Missing++
		}
		if v.opt.DryRun {
			continue
		}
		if err := v.store.journal.Put(e); err != nil {
			return err
		}
	}
	return nil
}

// note writes how the source stands.
func (v *Visit) note() error {
	s, err := StatusOf(v.opt.Data, v.Source.Name)
	if err != nil {
		s = Status{} // damaged by a crash of the machine; the next line is the truth
	}
	s.Title, s.Address, s.Protocol = v.Source.Title, v.Source.Address, v.Source.Protocol
	s.Keep, s.Licence, s.Aggregation, s.Removed = v.Source.Keep, v.Source.Licence, v.Source.Aggregation, len(v.Source.Removed)
	s.Reasons = reasons(v.Source.Removed)
	s.note(*v.report, v.opt.Now().UTC())
	b, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(v.store.dir, statusFile), b)
}
