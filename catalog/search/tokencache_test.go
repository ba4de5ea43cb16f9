package search

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/search/analysis"
)

func TestKeptTermsAreThoseOfTheTextWithinABound(t *testing.T) {
	var c tokenCache
	var wait sync.WaitGroup
	for w := range 4 {
		wait.Go(func() {
			for i := range 300 {
				s := fmt.Sprintf("Cụm công nghiệp %d %s", (i*7+w)%200, strings.Repeat("đầu tư ", 1000))
				if diff := cmp.Diff(analysis.Tokens(s), c.of(s)); diff != "" {
					t.Errorf("terms (-fresh +kept):\n%s", diff)
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
