package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"honglinh/catalog/account"
)

// TestContributingPrintsTheMatrix holds the printed matrix of routes and roles
// against the one that is asked; UPDATE_DOCS=1 writes it anew.
func TestContributingPrintsTheMatrix(t *testing.T) {
	b, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- matrix: routes and roles of the desk -->\n", "<!-- end of the matrix -->"
	head, rest, ok := strings.Cut(string(b), begin)
	printed, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("CONTRIBUTING.md has no place for the matrix")
	}
	if want := matrixTable(); printed != want {
		if os.Getenv("UPDATE_DOCS") == "" {
			t.Fatalf("CONTRIBUTING.md does not print the matrix as it is; run the test with UPDATE_DOCS=1:\n%s", want)
		}
		if err := os.WriteFile("CONTRIBUTING.md", []byte(head+begin+want+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func matrixTable() string {
	var b strings.Builder
	b.WriteString("| route | anyone |")
	for _, r := range account.Names() {
		b.WriteString(" " + r + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(account.Names())+1) + "\n")
	mark := func(yes bool) string {
		if yes {
			return " x |"
		}
		return " |"
	}
	for _, p := range account.Matrix() {
		b.WriteString("| `" + p.Route + "` |" + mark(p.Anyone))
		for _, r := range account.Roles() {
			b.WriteString(mark(p.Anyone || slices.Contains(p.Roles, r.Role)))
		}
		b.WriteString("\n")
	}
	return b.String()
}
