package indexer

import (
	"context"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
	"syscall"

	"honglinh/catalog"
	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/indexer/convert"
	"honglinh/indexer/enrich"
	"honglinh/indexer/source"
)

// Ingest makes one run: every source is read, checked and published, and the
// index and the tables follow. What is wrong with the content is in the report;
// the error is for what stopped the run, and what was acknowledged before stays.
func (s *Service) Ingest(ctx context.Context) (Report, error) {
	s.running.Lock()
	defer s.running.Unlock()
	return s.ingestNow(ctx)
}

// ingestNow makes a run; running is held.
func (s *Service) ingestNow(ctx context.Context) (Report, error) {
	rep := Report{Started: s.opt.Now().UTC()}
	defer s.begin(ctx)()
	once := s.allowed.Swap(false)
	allow := once || s.opt.AllowRemoval
	s.hurried, s.later = s.opt.FirstPatience > 0 && !s.Ready(), nil
	err := guarded(func() error { return s.ingest(ctx, allow, &rep) })
	if s.hurried = false; err == nil && len(s.later) > 0 {
		s.opt.Log.Info("what is ready is served; slow packages follow", "op", "ingest", "sources", s.later)
		rep = Report{Started: rep.Started}
		err = guarded(func() error { return s.ingest(ctx, allow, &rep) })
	}
	if err != nil && once {
		s.allowed.Store(true) // for the run that takes its place
	}
	if broken := (*crash)(nil); errors.As(err, &broken) {
		s.opt.Log.Error("the run broke down", "op", "ingest", "err", broken.value, "stack", string(broken.stack))
	}
	done := s.opt.Now()
	rep.TookMS = done.Sub(rep.Started).Milliseconds()
	if err == nil {
		s.last.Store(&finished{rep, done})
	}
	return rep, err
}

func (s *Service) ingest(ctx context.Context, allow bool, rep *Report) error {
	return s.ingestHolding(ctx, allow, nil, rep)
}

// ingestHolding makes a run that holds sources back which would lose too much, those in
// must in any case. What is refused late may make it begin again with more of them.
func (s *Service) ingestHolding(ctx context.Context, allow bool, must map[string]Held, rep *Report) error {
	lib, err := s.loadLibrary(ctx)
	if err != nil {
		return err
	}
	g := s.gather(rep)
	if err := s.revise(ctx, &g, rep); err != nil {
		return err
	}
	all := s.copyAll(ctx, g, rep)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w, err := s.compare(ctx, g, lib, all)
	if err != nil {
		return err
	}
	if err := s.readWork(ctx, w, rep); err != nil {
		return err
	}
	if !allow {
		if err := s.holdBack(ctx, w, must, rep); err != nil {
			return err
		}
	}
	if err := s.widen(ctx, w, rep); err != nil {
		return err
	}
	out, err := s.complete(ctx, w, rep)
	if err != nil {
		return err
	}
	if !allow {
		late, err := s.overdue(ctx, w, rep)
		if err != nil {
			return err
		}
		if len(late) > 0 {
			maps.Copy(late, must)
			*rep = Report{Started: rep.Started}
			return s.ingestHolding(ctx, allow, late, rep)
		}
	}
	if err := s.publishAll(ctx, w, rep); err != nil {
		return err
	}
	if err := s.eraseTaken(ctx, rep); err != nil {
		return err
	}
	if lib, err = s.finish(ctx, w, out, rep); err != nil {
		return err
	}
	s.aside.tried()
	if err := s.checkpoint(ctx, lib, rep); err != nil {
		return err
	}
	rep.sort()
	return nil
}

// complete completes the records that changed, and those that say otherwise because of it.
func (s *Service) complete(ctx context.Context, w *work, rep *Report) (enrich.Output, error) {
	in, err := s.input(ctx, w)
	if err != nil {
		return enrich.Output{}, err
	}
	rep.Enriched = len(in.Drafts) + len(in.Proposals)
	s.opt.Progress("enrich", 0, rep.Enriched)
	out := enrich.Run(in)
	s.opt.Progress("enrich", rep.Enriched, rep.Enriched)
	rep.warn(out.Warnings...)
	whose := map[string]*batch{}
	for _, b := range w.batches {
		b.judgeRules(&out)
		for _, d := range b.conv.Drafts {
			id := d.Record.ID
			whose[id] = b
			if r, refused := out.Refused[id]; refused {
				b.refused[id], b.unsure = true, true
				rep.refuse(d.Refused(r)...)
			}
		}
		if err := b.judgeReferences(ctx, &out, rep); err != nil {
			return enrich.Output{}, err
		}
	}
	for _, x := range out.Warnings {
		if b := whose[x.ID]; b != nil {
			b.doubts = append(b.doubts, x)
			continue
		}
		for _, b := range w.batches { // it is of no record: an outline's
			if strings.HasPrefix(x.File, b.label+"/") {
				b.said.warn(x)
				break
			}
		}
	}
	return out, nil
}

// copyAll copies the packages; one that cannot be copied counts as unreadable.
func (s *Service) copyAll(ctx context.Context, g gathered, rep *Report) []*batch {
	var batches []*batch
	for i, f := range g.list {
		if f.pkg == nil {
			continue
		}
		var copied mirrored
		err := guarded(func() (err error) {
			copied, err = s.mirror(ctx, f)
			return err
		})
		if err != nil {
			rep.refuse(uncopied(f, err))
			g.list[i].pkg = nil
			continue
		}
		batches = append(batches, &batch{found: f, copy: copied, src: copied.source(f), area: s.opt.Limits.Area, listed: i})
	}
	return batches
}

// uncopied says why a package could not be copied.
func uncopied(f found, err error) source.Refusal {
	why := notice.Of("uncopied", err)
	var limit *tooMuch
	switch {
	case errors.As(err, &limit):
		why = limit.why
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		why = notice.Of("uncopied.full", err)
	}
	return source.Refusal{File: path.Join(f.label, "datapackage.json")}.For(why)
}

// readAll reads the packages that have not been. Those with administrative units come first: where
// the others lie may tell the system of their coordinates. It returns those that
// could be read; of the others the run knows as little as of unreadable ones.
func (s *Service) readAll(ctx context.Context, g gathered, batches []*batch, rep *Report) ([]*batch, error) {
	land := &unitOutlines{}
	done, failed := 0, map[*batch]bool{}
	if !slices.ContainsFunc(batches, func(b *batch) bool { return b.conv == nil }) {
		return batches, nil
	}
	for _, units := range []bool{true, false} {
		for _, b := range batches {
			if b.conv != nil || b.units() != units {
				continue
			}
			s.opt.Progress("read", done, len(batches))
			done++
			read, err := s.attempt(ctx, b, land, rep)
			if err != nil {
				return nil, err
			}
			if !read {
				failed[b], b.conv, g.list[b.listed].pkg = true, nil, nil
			}
		}
		land.fill = func() error { return s.survey(ctx, land, batches) }
	}
	s.opt.Progress("read", len(batches), len(batches))
	return slices.DeleteFunc(batches, func(b *batch) bool { return failed[b] }), land.failed
}

// units reports whether the package holds administrative units or outlines.
func (f found) units() bool {
	return slices.ContainsFunc(f.pkg.Resources, func(r datasets.Resource) bool { return r.Mapping != nil && r.Mapping.Kind == string(vocab.Unit) })
}

func drafts(batches []*batch) []*convert.Draft {
	var out []*convert.Draft
	for _, b := range batches {
		out = append(out, b.conv.Drafts...)
	}
	return out
}

func outlines(batches []*batch) []convert.Outline {
	var out []convert.Outline
	for _, b := range batches {
		out = append(out, b.conv.Outlines...)
	}
	return out
}

// kept returns the records that stay as the store has them: of packages that
// cannot be read now, and of other owners than packages.
func (s *Service) kept(ctx context.Context, g gathered, lib library, batches []*batch) ([]catalog.Record, error) {
	drafted := map[string]bool{}
	names := s.unreadable(g, lib)
	var ids []string
	for _, b := range batches {
		for _, d := range b.conv.Drafts {
			if !b.adopted[d.Record.ID] {
				drafted[d.Record.ID] = true
			}
		}
		if b.partial {
			names[b.pkg.Name] = true
		}
	}
	for name := range names {
		more, err := s.store.Owned(ctx, source.PackageOwner(name))
		if err != nil {
			return nil, err
		}
		ids = append(ids, more...)
	}
	theirs, err := ownedElsewhere(ctx, s.store)
	if err != nil {
		return nil, err
	}
	ids = append(ids, theirs...)
	var missing []string
	for _, id := range ids {
		if !drafted[id] {
			drafted[id] = true
			missing = append(missing, id)
		}
	}
	return s.store.Records(ctx, missing)
}

// unreadable names the packages of the last run that are still there or may be,
// but cannot be read, or must not take effect.
func (s *Service) unreadable(g gathered, lib library) map[string]bool {
	readable, broken := map[string]bool{}, map[string]bool{}
	for _, f := range g.list {
		if f.pkg != nil {
			readable[f.pkg.Name] = true
		} else {
			broken[f.label] = true
		}
	}
	out := map[string]bool{}
	for _, e := range lib {
		if !readable[e.Name] && (!g.whole || broken[e.Label]) {
			out[e.Name] = true
		}
	}
	maps.Copy(out, g.held)
	return out
}
