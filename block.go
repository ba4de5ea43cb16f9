package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"honglinh/catalog/site"
	"honglinh/datasets"
)

// block is a setting of the YAML file that is no single value: an object of keys,
// or a list. It has no flag and no environment variable.
type block struct {
	name, help, commands string
}

// blocks are the settings that are blocks; they stand in the one table after the
// others.
func blocks() []block {
	return []block{
		{"site", "A block: whose catalogue this is; its keys are under “Your own town”.", "serve"},
	}
}

// fileBlocks are the blocks of the YAML file by name.
type fileBlocks map[string]any

// site reads the block `site`. A key that is wrong ends the program: a catalogue
// under a wrong name is worse than none.
func (b fileBlocks) site() (site.Site, error) {
	value, ok := b["site"]
	if !ok {
		return site.Site{}, nil
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return site.Site{}, fmt.Errorf("the configuration's block site: %w", err)
	}
	s, problems := site.Read(raw, datasets.KnownSystem)
	var wrong []error
	for _, p := range problems {
		wrong = append(wrong, fmt.Errorf("the configuration: %w", p))
	}
	if s.Logo != "" {
		folder, name := filepath.Split(filepath.Clean(s.Logo))
		if folder == "" {
			folder = "."
		}
		s.Logo = name
		if err := s.ReadPicture(os.DirFS(folder)); err != nil {
			wrong = append(wrong, fmt.Errorf("the configuration: %w", err))
		}
	}
	return s, errors.Join(wrong...)
}
