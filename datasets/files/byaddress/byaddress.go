// Package byaddress is the list of stores of files that the program has.
package byaddress

import (
	"context"
	"fmt"
	"path"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/files"
	"honglinh/datasets/files/folder"
	"honglinh/datasets/files/s3"
)

// Outside reports whether the address is one of a store outside of this machine's folders.
func Outside(address string) bool { return strings.Contains(address, "://") }

// Check reports what is wrong with an address, without asking its server.
func Check(address string) error {
	_, err := parse(address)
	return err
}

// parse reads an address outside of the data folder.
func parse(address string) (s3.Address, error) {
	scheme, _, _ := strings.Cut(address, "://")
	if scheme == s3.Scheme {
		return s3.Parse(address)
	}
	_, near := text.Nearly(scheme, []string{s3.Scheme})
	return s3.Address{}, fmt.Errorf("files %q: there is no store of that sort%s; want s3://bucket/prefix?endpoint=https://host&region=name", address, near)
}

// Open opens what lies in a folder of the store at an address, "" being the folder dir of
// this machine. What waits to be put lies in scratch meanwhile, "" being the system's.
func Open(ctx context.Context, address, folderName, dir, scratch string) (files.Store, error) {
	if address == "" {
		return folder.Open(dir)
	}
	at, err := parse(address)
	if err != nil {
		return nil, err
	}
	return s3.Open(ctx, at.Within(folderName), s3.Options{Scratch: scratch})
}

// File opens the store that holds the one file at an address (see Outside), and gives its
// name there. The fault wraps files.ErrName for an address without one.
func File(ctx context.Context, address, scratch string) (files.Store, string, error) {
	at, err := parse(address)
	if err != nil {
		return nil, "", err
	}
	name := path.Base(at.Prefix)
	if at.Prefix == "" {
		return nil, "", fmt.Errorf("%w: %s names a bucket and no file in it", files.ErrName, at)
	}
	at.Prefix = strings.TrimSuffix(at.Prefix, name+"/")
	s, err := s3.Open(ctx, at, s3.Options{Scratch: scratch})
	return s, name, err
}
