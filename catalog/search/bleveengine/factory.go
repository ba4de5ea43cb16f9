package bleveengine

import (
	"context"
	"os"
	"path/filepath"

	"honglinh/catalog/search"
)

// Factory makes engines in a folder, one folder each.
type Factory struct{ Dir string }

var _ search.Factory = Factory{}

// Create implements search.Factory: an empty index in the folder of the name.
func (f Factory) Create(_ context.Context, name string) (search.Engine, error) {
	e, err := Create(filepath.Join(f.Dir, name))
	if err != nil {
		return nil, err
	}
	return e, nil
}

// Open implements search.Factory.
func (f Factory) Open(_ context.Context, name string) (search.Engine, error) {
	e, err := Open(filepath.Join(f.Dir, name))
	if err != nil {
		return nil, err
	}
	return e, nil
}

// Remove implements search.Factory: it deletes the folder of the name, with all that is in it.
func (f Factory) Remove(_ context.Context, name string) error {
	return os.RemoveAll(filepath.Join(f.Dir, name))
}
