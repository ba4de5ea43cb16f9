package httpkit

import (
	"testing"

	"honglinh/catalog"
)

// Who sends many files at once does not fill the queue of all.
func TestAClientHasItsShareOfUploads(t *testing.T) {
	l := NewLoad(2)
	one, other := [32]byte{1}, [32]byte{2}
	var ends []func()
	for range shareUploads {
		end, err := l.share(one)
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	if _, err := l.share(one); catalog.KindOf(err) != RateLimited {
		t.Errorf("one more: %v", err)
	}
	if _, err := l.share(other); err != nil {
		t.Errorf("another client: %v", err)
	}
	ends[0]()
	if _, err := l.share(one); err != nil {
		t.Errorf("once one has ended: %v", err)
	}
}
