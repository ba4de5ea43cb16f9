package indexer

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"honglinh/indexer/source"
)

// Trial takes the packages of a folder in, into a data folder that is removed again,
// and returns what is refused and doubted: a dry run. With places the shipped
// packages are there, so that names of units mean something, and tables are left out.
func Trial(ctx context.Context, dir string, places bool, now func() time.Time) (refused []source.Refusal, doubted []source.Warning, err error) {
	tmp, err := os.MkdirTemp("", "honglinh-trial-")
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	s, err := Open(ctx, Options{Data: tmp, Packages: []string{dir}, NoEmbedded: !places, NoTables: places, Holder: "inspect", Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	rep, err := s.Ingest(ctx)
	return rep.Refused, rep.Warnings, err
}
