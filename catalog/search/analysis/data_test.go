package analysis_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"honglinh/catalog/proof"
	"honglinh/catalog/search/analysis"
)

// shared gives the path of a file of test data that lies beside the checkout. It is not
// part of the repository: without it the test is skipped.
func shared(t testing.TB, name string) string {
	t.Helper()
	return proof.Shared(t, "data", name)
}

// rows reads a file of tab separated lines.
func rows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out [][]string
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if line := sc.Text(); line != "" {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s is empty", name)
	}
	return out
}

// lines reads a file with a JSON object on each line.
func lines[T any](t testing.TB, name string) []T {
	t.Helper()
	f, err := os.Open(shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	for dec := json.NewDecoder(f); ; {
		var v T
		if err := dec.Decode(&v); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
}

type passage struct{ ID, Title, Text, Doc string }

// corpusSyllables counts the terms of the Vietnamese passages for development.
func corpusSyllables(t testing.TB) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, p := range lines[passage](t, "relevance-dev/docs.vi.jsonl") {
		for _, tok := range analysis.Tokens(p.Text) {
			if tok.Kind == analysis.Word {
				out[tok.Text]++
			}
		}
	}
	return out
}
