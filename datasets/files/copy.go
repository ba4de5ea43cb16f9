package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// CopyMissing puts each file of from into to that has none of its name, those for which
// last reports true after all others. It may be begun again after it broke off. It
// returns how many files it put.
func CopyMissing(ctx context.Context, to, from Store, last func(name string) bool) (int, error) {
	done := 0
	for _, late := range []bool{false, true} {
		for info, err := range from.List(ctx, "") {
			if err != nil {
				return done, err
			}
			if last(info.Name) != late {
				continue
			}
			switch _, err := to.Stat(ctx, info.Name); {
			case err == nil:
				continue
			case !errors.Is(err, fs.ErrNotExist):
				return done, err
			}
			if err := copyOne(ctx, to, from, info.Name); err != nil {
				return done, err
			}
			done++
		}
	}
	return done, nil
}

func copyOne(ctx context.Context, to, from Store, name string) error {
	r, err := from.Open(ctx, name, 0, Rest)
	if err != nil {
		return err
	}
	_, err = to.Put(ctx, name, r, PutOptions{})
	if errors.Is(err, fs.ErrExist) { // put meanwhile by who has the newer one
		err = nil
	}
	if err := errors.Join(err, r.Close()); err != nil {
		return fmt.Errorf("files: copy %s: %w", name, err)
	}
	return nil
}
