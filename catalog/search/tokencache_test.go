package search

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/search/analysis"
)

func TestKeptTermsAreThoseOfTheTextWithinABound(t *testing.T) {
	text := func(n int) string {
		return fmt.Sprintf("Cụm công nghiệp %d %s", n, strings.Repeat("đầu tư ", 1000))
	}
	fresh := make([][]analysis.Token, 200)
	for n := range fresh {
		fresh[n] = analysis.Tokens(text(n))
	}
	var c tokenCache
	var wait sync.WaitGroup
	for w := range 4 {
		wait.Go(func() {
			for i := range 300 {
				n := (i*7 + w) % len(fresh)
				if kept := c.of(text(n)); !slices.Equal(kept, fresh[n]) {
					t.Errorf("terms (-fresh +kept):\n%s", cmp.Diff(fresh[n], kept))
				}
			}
		})
	}
	wait.Wait()
	size := 0
	for s := range c.terms {
		size += len(s)
	}
	if size != c.size || size > maxTokenText {
		t.Errorf("holds %d bytes and counts %d, at most %d are allowed", size, c.size, maxTokenText)
	}
}
