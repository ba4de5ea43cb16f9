package results

import (
	"slices"
	"testing"

	"honglinh/web/facts"
)

func TestAReasonThatEveryResultSharesIsSaidOnce(t *testing.T) {
	cards := []facts.Card{{Why: []string{"a", "b"}}, {Why: []string{"b"}}, {Why: []string{"c", "b"}}}
	if got := sharedReasons(cards); !slices.Equal(got, []string{"b"}) {
		t.Errorf("got %q, want b", got)
	}
	if !slices.Equal(cards[0].Why, []string{"a"}) || len(cards[1].Why) != 0 || !slices.Equal(cards[2].Why, []string{"c"}) {
		t.Errorf("the cards keep %v", cards)
	}
	one := []facts.Card{{Why: []string{"a"}}}
	if got := sharedReasons(one); got != nil || len(one[0].Why) != 1 {
		t.Errorf("a lone result keeps its reasons, got %q", got)
	}
}
