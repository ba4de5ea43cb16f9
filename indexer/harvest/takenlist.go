package harvest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// takenFile lists the addresses of what was taken out on request, by the address that was
// asked for: nobody may keep what was published of them.
const takenFile = "taken.json"

// TakenOut returns the addresses of all that was taken out on request, of every source in a
// data folder, in order.
func TakenOut(data string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(data, folderName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		taken, err := readTaken(filepath.Join(data, folderName, e.Name()))
		if err != nil {
			return nil, err
		}
		for _, addresses := range taken {
			out = append(out, addresses...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func readTaken(dir string) (map[string][]string, error) {
	b, err := os.ReadFile(filepath.Join(dir, takenFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var taken map[string][]string
	if err := json.Unmarshal(b, &taken); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, takenFile), err)
	}
	return taken, nil
}

// noteTaken writes the list, unless it is as it was.
func (s *store) noteTaken(taken, before map[string][]string) error {
	for at, addresses := range taken {
		slices.Sort(addresses)
		taken[at] = slices.Compact(addresses)
	}
	if s.idle || maps.EqualFunc(taken, before, slices.Equal[[]string]) {
		return nil
	}
	b, err := json.Marshal(taken)
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(s.dir, takenFile), b)
}
