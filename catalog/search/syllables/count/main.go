// Command count makes the counts of package syllables anew. It reads Vietnamese texts from
// standard input, one a line, and adds the texts that ship with the program:
//
//	go run ./catalog/search/syllables/count < texts > catalog/search/syllables/counts.gz
package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/lexicon"
	"honglinh/catalog/search/syllables"
)

// longest is the longest line that is read, in bytes.
const longest = 1 << 20

// sure is from how sure a text of the packages is Vietnamese.
const sure = 0.5

func main() {
	c := counter{b: analysis.NewRestorerBuilder(nil)}
	if err := errors.Join(c.lines(os.Stdin), c.phrases(), c.words(), c.packages(os.DirFS("datasets/packages"))); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := syllables.Write(os.Stdout, c.b.Build()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type counter struct{ b *analysis.RestorerBuilder }

func (c counter) add(vi string) { c.b.Add(analysis.Prepare(vi, "vi").Toned) }

// lines counts texts one a line.
func (c counter) lines(from io.Reader) error {
	sc := bufio.NewScanner(from)
	sc.Buffer(nil, longest)
	for sc.Scan() {
		c.add(sc.Text())
	}
	return sc.Err()
}

// wordCount is how often a phrase or a name of the word list counts: it stands for all texts
// that have it.
const wordCount = 3

// phrases counts what people often ask and say.
func (c counter) phrases() error {
	for _, s := range syllables.Phrases() {
		for range wordCount {
			c.add(s)
		}
	}
	return nil
}

// words counts the names of the general word list.
func (c counter) words() error {
	for _, sense := range lexicon.General().All() {
		for _, name := range append([]string{sense.Pref["vi"]}, sense.Alt["vi"]...) {
			for range wordCount {
				c.add(name)
			}
		}
	}
	return nil
}

// packages counts the Vietnamese cells and paragraphs of the packages.
func (c counter) packages(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		switch path.Ext(name) {
		case ".csv":
			rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			for _, row := range rows {
				c.texts(row)
			}
		case ".md":
			c.texts(strings.Split(string(raw), "\n"))
		}
		return nil
	})
}

func (c counter) texts(list []string) {
	for _, s := range list {
		if lang, confidence := analysis.GuessLang(s); lang == "vi" && confidence >= sure && analysis.Unmark(s) != s {
			c.add(s)
		}
	}
}
