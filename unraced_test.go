package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestNoTestIsForgottenBetweenTheTwoSteps holds what `make test` leaves out of the race
// detector against what it runs without it: a test that the first step skips stands in a
// package of the second, and no word of the list is about a test that is no more.
func TestNoTestIsForgottenBetweenTheTwoSteps(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	setting := func(name string) string {
		_, rest, found := strings.Cut(string(makefile), "\n"+name+" := ")
		if !found {
			t.Fatalf("Makefile sets no %s", name)
		}
		line, _, _ := strings.Cut(rest, "\n")
		return line
	}
	words, folders := strings.Split(setting("UNRACED"), "|"), strings.Fields(setting("UNRACED_IN"))
	skipped := regexp.MustCompile(strings.Join(words, "|"))
	head := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	used := map[string]bool{}
	err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		folder := "./" + filepath.ToSlash(filepath.Dir(path))
		if folder == "./." {
			folder = "."
		}
		for _, m := range head.FindAllStringSubmatch(string(text), -1) {
			if !skipped.MatchString(m[1]) {
				continue
			}
			if !slices.Contains(folders, folder) {
				t.Errorf("%s: %s is left out by the first step of `make test`, and %s is not in UNRACED_IN", path, m[1], folder)
			}
			used[folder] = true
			for _, word := range words {
				if strings.Contains(m[1], word) {
					used[word] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range append(words, folders...) {
		if !used[entry] {
			t.Errorf("the Makefile leaves %s out of the race detector, and no test is of that name or place", entry)
		}
	}
}
