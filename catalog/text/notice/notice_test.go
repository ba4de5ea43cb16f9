package notice_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

var (
	verb = regexp.MustCompile(`%[.0-9]*\[(\d+)\][a-z]`)
	// problems are what is said of descriptors.
	problems = regexp.MustCompile(`c\.(?:warn|fatal)\((?:where|w|at|"[^"]*")(?:\+[^,]*)?, "([a-z][a-zA-Z0-9.-]*)"`)
	used     = regexp.MustCompile(`(?:notice\.Of\(|Advise\(|bad\([^,()]+, |s\.warn\(ev, |say\(|want\(|wanted\([a-z.]+, )"([a-z][a-zA-Z0-9.-]*)"`)
)

func table(t *testing.T) map[string]map[string]text.Text {
	t.Helper()
	raw, err := os.ReadFile("notices.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]text.Text{}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// What is said in one language is said in the other, of the same things.
func TestEverySentenceIsThereInEveryLanguageWithTheSameArguments(t *testing.T) {
	t.Parallel()
	for key, e := range table(t) {
		if len(e["reason"]) == 0 && len(e["remedy"]) == 0 {
			t.Errorf("%s says nothing", key)
		}
		for part, said := range e {
			for _, lang := range text.Langs() {
				if said.IsZero() {
					continue // an advice has no reason
				}
				if said[lang] == "" {
					t.Errorf("%s has no %s in %s", key, part, lang)
				}
				if got, want := arguments(said[lang]), arguments(said[text.EN]); !slices.Equal(got, want) {
					t.Errorf("%s, %s in %s: arguments %v, in English %v", key, part, lang, got, want)
				}
				if strings.Contains(strings.ReplaceAll(verb.ReplaceAllString(said[lang], ""), "%%", ""), "%[") {
					t.Errorf("%s, %s in %s: an argument that is not written %%[1]s: %s", key, part, lang, said[lang])
				}
			}
		}
	}
}

func arguments(s string) []string {
	out := verb.FindAllString(s, -1)
	slices.Sort(out)
	return slices.Compact(out)
}

// A key that the program says is in the table, and one in the table is said.
func TestTheProgramSaysWhatTheTableHas(t *testing.T) {
	t.Parallel()
	all := table(t)
	var sources, descriptors strings.Builder
	root := filepath.Join("..", "..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2:
			return fs.SkipDir
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, filepath.Join(root, "web")) {
			b, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if strings.Contains(string(b), "catalog/text/notice") || filepath.Base(filepath.Dir(name)) == "convert" || filepath.Dir(name) == filepath.Join(root, "datasets") || strings.Contains(string(b), "tooMany(") {
				sources.Write(b)
			}
			if filepath.Dir(name) == filepath.Join(root, "datasets") {
				descriptors.Write(b)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	code := sources.String()
	if n := len(used.FindAllString(code, -1)); n < 100 {
		t.Fatalf("only %d uses found", n)
	}
	for _, m := range append(used.FindAllStringSubmatch(code, -1), problems.FindAllStringSubmatch(descriptors.String(), -1)...) {
		if _, ok := all[m[1]]; !ok && !strings.HasSuffix(m[1], "-") && !strings.HasSuffix(m[1], ".") {
			t.Errorf("the program says %q, which is not in the table", m[1])
		}
	}
	made := []string{"use.", "not-date", "not-time", "not-point.", "unseen-removed", "html-stripped", "file-bad", "table-bad", "geo-file", "outside-area.", "at."}
	for key := range all {
		if !strings.Contains(code, `"`+key+`"`) && !slices.ContainsFunc(made, func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("nobody says %q", key)
		}
	}
}

func TestArgumentsSpeakTheLanguageOfTheSentence(t *testing.T) {
	t.Parallel()
	n := notice.Of("geo-file.gpx", fmt.Errorf("a.gpx: %w", notice.Of("no-feature")))
	if n.Code != "geo-file" || !strings.HasPrefix(n.Reason[text.VI], "tệp không có đối tượng nào; cần GPX") || !strings.HasPrefix(n.Error(), "the file has no feature; want GPX") {
		t.Errorf("%s %v", n.Code, n.Reason)
	}
	absent := notice.Said(&fs.PathError{Op: "open", Path: "a.csv", Err: fs.ErrNotExist})
	if absent[text.VI] != "a.csv: không có ở đó" || absent[text.EN] != "open a.csv: file does not exist" {
		t.Error(absent)
	}
	near := notice.Of("key-unknown", notice.Near("titel", []string{"title"}))
	if near.Reason[text.VI] != `không biết khóa này; gần nhất: "title"` || near.Error() != `unknown key; nearest: "title"` {
		t.Error(near.Reason)
	}
	full := notice.Of("pattern-absent", "*.md").Because(fs.ErrNotExist)
	if !errors.Is(fmt.Errorf("x: %w", full), fs.ErrNotExist) {
		t.Error("the error behind a notice is lost")
	}
	if s := notice.Of("nothing-of-the-sort", 1).Error(); s != "" {
		t.Errorf("an unknown key says %q", s)
	}
}
