package lexicon

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"honglinh/catalog/search/analysis"
)

//go:embed words/*.tsv
var words embed.FS

// General returns the word list of the program, read once. It panics when a line of the
// embedded lists is wrong, which a test excludes.
func General() *analysis.Thesaurus { return general() }

var general = sync.OnceValue(func() *analysis.Thesaurus {
	senses, err := Read(words)
	if err == nil {
		var t *analysis.Thesaurus
		if t, err = analysis.NewThesaurus(senses); err == nil {
			return t
		}
	}
	panic(err)
})

// Fingerprint tells versions of the word list apart: documents tagged by another one have
// to be prepared anew.
func Fingerprint() string { return fingerprint() }

var fingerprint = sync.OnceValue(func() string {
	sum := sha256.New()
	_ = each(words, func(name string, raw []byte) error { // the embedded files can be read
		fmt.Fprintf(sum, "%s %d\n", name, len(raw))
		sum.Write(raw)
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil))[:16]
})

// Read reads the lists of a folder: every file words/*.tsv. An error names file and line.
func Read(fsys fs.FS) ([]analysis.Concept, error) {
	var out []analysis.Concept
	err := each(fsys, func(name string, raw []byte) error {
		sc := bufio.NewScanner(strings.NewReader(string(raw)))
		for n := 1; sc.Scan(); n++ {
			vi, en, ok := strings.Cut(sc.Text(), "\t")
			c := sense(names(vi), names(en))
			if !ok || c.Pref["vi"] == "" || c.Pref["en"] == "" {
				return fmt.Errorf("%s line %d: %q: want Vietnamese names, a tab, English names", name, n, sc.Text())
			}
			c.ID = fmt.Sprintf("w%d", len(out))
			out = append(out, c)
		}
		return sc.Err()
	})
	return out, err
}

func each(fsys fs.FS, f func(name string, raw []byte) error) error {
	files, err := fs.Glob(fsys, "words/*.tsv")
	if err != nil {
		return err
	}
	for _, name := range files {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if err := f(name, raw); err != nil {
			return err
		}
	}
	return nil
}

func sense(vi, en []string) analysis.Concept {
	c := analysis.Concept{Pref: map[string]string{}, Alt: map[string][]string{}}
	for lang, list := range map[string][]string{"vi": vi, "en": en} {
		if len(list) > 0 {
			c.Pref[lang], c.Alt[lang] = list[0], list[1:]
		}
	}
	return c
}

func names(cell string) []string {
	var out []string
	for s := range strings.SplitSeq(cell, ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
