package duck

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// loaderVersion changes when the same file would be loaded otherwise.
const loaderVersion = 3

// Sync loads every table of the packages into the engine, keeps each version as
// Parquet, and drops the tables that are no longer published. A table whose source has not changed is skipped; one
// that cannot be loaded keeps its last good version and does not stop the
// others. There is one report a table, in the order of the packages, then those
// of the dropped ones; none of a resource that is refused whole, whose table stays as it is.
func (e *Engine) Sync(ctx context.Context, packages []*datasets.Package, contentOf func(*datasets.Package) table.Content) []table.Report {
	var reports []table.Report
	published := map[table.Ref]bool{}
	for _, p := range packages {
		for _, r := range p.Resources {
			if !table.Loadable(r) || !r.Tabular() && e.opt.Rows == nil {
				continue
			}
			ref := table.Ref{Dataset: p.Name, Table: r.Name}
			published[ref] = true
			if ctx.Err() != nil {
				continue
			}
			if in := contentOf(p); !in.Refused.Whole(r.Name) {
				reports = append(reports, e.syncOne(ctx, ref, p, r, in))
			}
		}
	}
	for _, s := range e.Tables() {
		if !published[s.Ref] && ctx.Err() == nil {
			err := e.Drop(ctx, s.Ref)
			reports = append(reports, table.Report{Ref: s.Ref, Dropped: err == nil, Err: err})
		}
	}
	return reports
}

func (e *Engine) syncOne(ctx context.Context, ref table.Ref, p *datasets.Package, res datasets.Resource, in table.Content) table.Report {
	start := time.Now()
	fail := func(err error) table.Report { return table.Report{Ref: ref, Err: err, Took: time.Since(start)} }
	files, err := datasets.Files(in.FS, p.Dir, res)
	if err != nil {
		return fail(err)
	}
	r := resource{pack: p, res: res, fsys: in.FS, files: files}
	r.refused, r.verdict = in.Refused.Of(p, res.Name)
	stamp := r.stamp(in.Still)
	state, _ := e.State(ref) // none yet is fine
	if state != nil && unchangedSince(state.Origin, stamp) {
		return table.Report{Ref: ref, Version: state.Current(), Unchanged: true, Err: e.seal(ctx, ref, state.Current()), Took: time.Since(start)}
	}
	seen := e.opt.Now()
	hash, err := r.hash()
	if err != nil {
		return fail(err)
	}
	origin := &table.Origin{Hash: hash, Files: stamp, Seen: seen}
	if state != nil && state.Origin != nil && state.Origin.Hash == hash {
		return table.Report{Ref: ref, Version: state.Current(), Unchanged: true, Took: time.Since(start), Err: e.keep(ctx, ref, state.Current(), origin)}
	}
	report, err := e.Load(ctx, ref, e.source(ctx, r))
	if err != nil {
		return fail(err)
	}
	report.Ref, report.Err = ref, e.keep(ctx, ref, report.Version, origin)
	report.Took = time.Since(start)
	return *report
}

// unchangedSince reports whether the files' names, sizes and times are those of the
// origin, and are old enough for a change within the clock's grain to show.
func unchangedSince(o *table.Origin, stamp string) bool {
	return o != nil && stamp != "" && o.Files == stamp
}

// grain is the coarsest time stamp of a file system in use (FAT: two seconds).
const grain = 2 * time.Second

// stamp identifies the files by name, size and time; "" where they have no time
// or were written just now and may be still, and after each change of the descriptor.
func (r resource) stamp(still bool) string {
	h := sha256.New()
	about, err := r.about()
	if err != nil {
		return ""
	}
	fmt.Fprintf(h, "%s %x %x\n", r.res.Name, sha256.Sum256(r.pack.Raw), sha256.Sum256(about))
	for _, f := range r.files {
		info, err := fs.Stat(r.fsys, f)
		if err != nil || info.ModTime().IsZero() || !still && time.Since(info.ModTime()) < grain {
			return ""
		}
		fmt.Fprintf(h, "%s %d %d\n", f, info.Size(), info.ModTime().UnixNano())
	}
	return hex.EncodeToString(h.Sum(nil))
}

// hash identifies the content of the files and what the descriptor says of them.
func (r resource) hash() (string, error) {
	h := sha256.New()
	about, err := r.about()
	if err != nil {
		return "", err
	}
	h.Write(about)
	for _, f := range r.files {
		file, err := r.fsys.Open(f)
		if err != nil {
			return "", err
		}
		_, err = io.Copy(h, file)
		if err = errors.Join(err, file.Close()); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// about is what the descriptor and the run say of the table.
func (r resource) about() ([]byte, error) {
	return json.Marshal([]any{loaderVersion, r.res.Schema, r.res.Dialect, r.res.Format, r.res.Encoding, r.res.Compression, r.res.Mapping, r.pack.Version, r.verdict})
}

// keep makes the Parquet file of a version if it has none, and notes what it was
// loaded from.
func (e *Engine) keep(ctx context.Context, ref table.Ref, v *table.Version, o *table.Origin) error {
	if err := e.seal(ctx, ref, v); err != nil {
		return err
	}
	return e.change(ctx, ref, func(s *table.State) *table.State {
		if s == nil || s.Origin != nil && s.Origin.Hash == o.Hash && s.Origin.Files == o.Files {
			return s
		}
		changed := *s
		changed.Origin = o
		return &changed
	})
}
