package indexer

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"honglinh/catalog/store"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/convert"
	"honglinh/indexer/enrich"
	"honglinh/indexer/folder"
	"honglinh/indexer/source"
)

// Repaired says what Repair did.
type Repaired struct {
	Pointers int      // records that point at their newest version again
	Records  []string // restored from their source
	Copies   []string // packages whose copy was made anew
	Index    bool     // the search index was built anew
}

// String says it in one line.
func (r Repaired) String() string {
	index := ""
	if r.Index {
		index = ", the index built anew"
	}
	return fmt.Sprintf("mended: %d pointers, %d records (%s), %d copies of packages (%s)%s", r.Pointers,
		len(r.Records), strings.Join(r.Records, " "), len(r.Copies), strings.Join(r.Copies, " "), index)
}

// Repair restores what is damaged in the data folder of o: records from the copies
// of their packages, as the versions they were; copies from the shipped packages
// and those in o.Packages, where they still are what was ingested; pointers from
// the versions; the index from the store. Fault: Busy when another process holds
// the folder.
func Repair(ctx context.Context, o Options) (Repaired, error) {
	o.NoTables, o.Holder = true, "check --repair"
	s, err := Open(ctx, o)
	if err != nil {
		return Repaired{}, err
	}
	done, err := s.repair(ctx)
	return done, errors.Join(err, s.Close())
}

func (s *Service) repair(ctx context.Context) (Repaired, error) {
	s.running.Lock()
	defer s.running.Unlock()
	var done Repaired
	mender, ok := s.store.(store.Mender)
	if !ok {
		return done, errors.New("this store mends nothing; restore it from a backup")
	}
	var err error
	if done.Pointers, err = mender.Mend(ctx); err != nil {
		return done, err
	}
	lib, err := s.loadLibrary(ctx)
	if err != nil {
		return done, err
	}
	if done.Copies, err = s.recopy(ctx, lib); err != nil {
		return done, err
	}
	damage, err := s.store.Check(ctx)
	if err != nil {
		return done, err
	}
	for _, d := range damage {
		if d.Code == store.DamagedHash {
			s.aside.note(d.ID, 0, errors.New(d.Detail))
		}
	}
	if done.Records, err = s.fromCopies(ctx, lib, mender); err != nil {
		return done, err
	}
	done.Index, err = s.mendIndex(ctx, done)
	return done, err
}

// recopy makes damaged and missing copies anew from the packages at hand that
// still have what was ingested.
func (s *Service) recopy(ctx context.Context, lib library) ([]string, error) {
	var again []string
	var rep Report
	var g gathered
	for _, name := range lib.names() {
		if s.copies.sound(ctx, s.copyDir(lib[name])) {
			continue
		}
		if g.list == nil {
			g = s.gather(&rep)
		}
		for _, f := range g.list {
			if f.pkg == nil || f.pkg.Name != name {
				continue
			}
			if m, err := s.mirror(ctx, f); err == nil && m.print == lib[name].Print {
				again = append(again, name)
			}
		}
		if ctx.Err() != nil {
			return again, ctx.Err()
		}
	}
	return again, nil
}

// fromCopies restores the damaged records from the copies of the packages, which
// are converted and completed as in the run that published them.
func (s *Service) fromCopies(ctx context.Context, lib library, mender store.Mender) ([]string, error) {
	if len(s.aside.list()) == 0 {
		return nil, nil
	}
	g, batches := s.copied(ctx, lib)
	var rep Report // what is wrong with the rows the ingest has reported
	batches, err := s.readAll(ctx, g, batches, &rep)
	if err != nil {
		return nil, err
	}
	unique(batches, &rep)
	kept, err := s.kept(ctx, g, lib, batches)
	if err != nil {
		return nil, err
	}
	out := enrich.Run(enrich.Input{Drafts: drafts(batches), Outlines: outlines(batches), Kept: kept})
	var done []string
	for _, d := range drafts(batches) {
		id := d.Record.ID
		if _, refused := out.Refused[id]; refused || !s.aside.has(id) {
			continue
		}
		restored, err := mender.Restore(ctx, d.Record)
		if err != nil {
			return done, err
		}
		if restored {
			s.aside.mended(id)
			done = append(done, id)
		}
	}
	return done, nil
}

// copied is the packages as their copies have them.
func (s *Service) copied(ctx context.Context, lib library) (gathered, []*batch) {
	g := gathered{whole: true}
	var batches []*batch
	for _, name := range lib.names() {
		dir := s.copyDir(lib[name])
		f := found{root: root{fs: folder.Dir(dir), name: lib[name].Label}, dir: ".", label: lib[name].Label}
		if s.copies.sound(ctx, dir) {
			f.pkg, _ = datasets.Read(f.root.fs, f.dir)
		}
		if f.pkg != nil {
			if _, missing, err := f.files(s.opt.Limits.Bytes); err == nil {
				copied := mirrored{dir, lib[name].Print, missing}
				batches = append(batches, &batch{found: f, copy: copied, src: copied.source(f), listed: len(g.list)})
			} else {
				f.pkg = nil
			}
		}
		g.list = append(g.list, f)
	}
	return g, batches
}

// mendIndex builds the index anew where it lacks a record, holds one too many, or
// was made while records were damaged.
func (s *Service) mendIndex(ctx context.Context, done Repaired) (bool, error) {
	before := s.index.Number
	if done.Pointers+len(done.Records) > 0 {
		s.index.Key = "" // made without them
	}
	if err := s.follow(ctx); err != nil {
		return false, err
	}
	c := &checker{st: s.store, ids: map[string]bool{}, now: s.opt.Now()}
	if err := errors.Join(c.records(ctx), c.compare(ctx, s.index.engine)); err != nil {
		return false, err
	}
	for _, f := range c.found {
		if f.Code == "index-lacks" || f.Code == "index-extra" {
			return true, s.rebuild(ctx, s.indexKey(ctx))
		}
	}
	return s.index.Number != before, nil
}

// restoreIn gives a damaged record of an unchanged source its content back; the
// index and the layers, which were made without it, are made anew.
func (s *Service) restoreIn(ctx context.Context, d *convert.Draft, rep *Report) error {
	mender, ok := s.store.(store.Mender)
	if !ok || !s.aside.has(d.Record.ID) {
		return nil
	}
	restored, err := mender.Restore(ctx, d.Record)
	if err != nil || !restored {
		return err
	}
	s.aside.mended(d.Record.ID)
	s.index.Key = ""
	s.layersSeq = -1
	rep.warn(source.Warning{File: d.File, Row: d.Row, ID: d.Record.ID}.For(notice.Of("restored")))
	return nil
}

// copyDir is the folder of a package's copy.
func (s *Service) copyDir(e entry) string { return filepath.Join(s.opt.Data, e.Dir) }
