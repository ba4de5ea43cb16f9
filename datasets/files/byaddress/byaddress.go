// Package byaddress is the list of stores of files that the program has.
package byaddress

import (
	"context"
	"fmt"
	"path"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/files"
	"honglinh/datasets/files/s3"
)

// Outside reports whether the address is one of a store outside of this machine's folders.
func Outside(address string) bool { return strings.Contains(address, "://") }

// parse reads an address outside of the data folder.
func parse(address string) (s3.Address, error) {
	scheme, _, _ := strings.Cut(address, "://")
	if scheme == s3.Scheme {
		return s3.Parse(address)
	}
	_, near := text.Nearly(scheme, []string{s3.Scheme})
	return s3.Address{}, fmt.Errorf("files %q: there is no store of that sort%s; want s3://bucket/prefix?endpoint=https://host&region=name", address, near)
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
