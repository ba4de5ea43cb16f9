package live_test

import (
	"testing"

	"honglinh/catalog/place"
	"honglinh/datasets"
	"honglinh/indexer/live"
)

func parts(seq int64) live.Parts {
	return live.Parts{Seq: seq, Places: place.NewRegister(nil), Library: &datasets.Library{}}
}

func over(s *live.State) bool {
	select {
	case <-s.Done():
		return true
	default:
		return false
	}
}

func TestAStateThatIsHeldLastsBeyondItsSuccessor(t *testing.T) {
	var c live.Current
	if s, release := c.Take(); s != nil {
		t.Fatalf("nothing was shown, and %v is taken", s)
	} else {
		release()
	}
	first := c.Show(parts(1))
	one, releaseOne := c.Take()
	two, releaseTwo := c.Take()
	second := c.Show(parts(2))
	if one != first || two != first || c.Load() != second || second.Seq != 2 {
		t.Fatalf("taken %v and %v of %v, now %v", one.Seq, two.Seq, first.Seq, c.Load().Seq)
	}
	releaseOne()
	releaseOne() // counts once
	if over(first) || !first.Hold() {
		t.Error("a state ends though a reader holds it")
	}
	first.Release()
	releaseTwo()
	if !over(first) || first.Hold() {
		t.Error("a state does not end with its last reader")
	}
	if over(second) {
		t.Error("the state that is shown ended")
	}
}

func TestTheSamePartsAreNoOtherState(t *testing.T) {
	var c live.Current
	made := 0
	p := parts(1)
	first := c.Show(p)
	c.Before(func(*live.State) { made++ })
	if c.Show(p) != first || made != 1 || over(first) {
		t.Errorf("the same parts made another state, %d were made ready", made)
	}
	p.Library = &datasets.Library{}
	if c.Show(p) == first || made != 2 {
		t.Errorf("another library made no other state, %d were made ready", made)
	}
}

func TestWhatAnswersIsReadyBeforeTheStateIsShown(t *testing.T) {
	var c live.Current
	var ready []int64
	c.Before(func(s *live.State) {
		ready = append(ready, s.Seq)
		if shown := c.Load(); shown == s {
			t.Error("the state is shown before its answers are ready")
		}
	})
	c.Show(parts(1))
	c.Show(parts(2))
	if len(ready) != 2 || ready[0] != 1 || ready[1] != 2 {
		t.Errorf("made ready: %v", ready)
	}
}
