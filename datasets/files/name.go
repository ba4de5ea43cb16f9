package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"
)

// Faults of a store beside those of package fs.
var (
	// ErrName is for a name that cannot be one.
	ErrName = errors.New("no name of a file")
	// ErrDiffers is for content that has not the checksum it should.
	ErrDiffers = errors.New("the content is not what was expected")
)

// MaxName bounds a name in bytes: object stores take 1,024, of which a bucket's
// prefix needs some.
const MaxName = 900

// maxElement bounds what stands between two slashes in bytes, as file systems do.
const maxElement = 255

// CheckName reports whether a file can have the name: elements separated by
// slashes, none empty or beginning with a dot, without control characters and
// backslashes. The error wraps ErrName.
func CheckName(name string) error {
	bad := func(why string) error { return fmt.Errorf("%w: %.100q %s", ErrName, name, why) }
	if len(name) > MaxName {
		return bad("is too long")
	}
	if !fs.ValidPath(name) || name == "." {
		return bad("is no path of elements between slashes")
	}
	for _, element := range strings.Split(name, "/") {
		if strings.HasPrefix(element, ".") || len(element) > maxElement {
			return bad("has an element that begins with a dot or is too long")
		}
	}
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == '\\' || r == unicode.ReplacementChar }) {
		return bad("has a control character, a backslash or what is no UTF-8")
	}
	return nil
}

// Verify reads a file and compares its checksum, in hexadecimal digits; ErrDiffers
// if it is another.
func Verify(ctx context.Context, s Store, name, sum string) error {
	r, err := s.Open(ctx, name, 0, Rest)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = io.Copy(h, r)
	if err := errors.Join(err, r.Close()); err != nil {
		return fmt.Errorf("files: %s: %w", name, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum {
		return fmt.Errorf("files: %s: %w: SHA-256 %s, want %s", name, ErrDiffers, got, sum)
	}
	return nil
}
