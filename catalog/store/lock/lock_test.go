package lock

import (
	"errors"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func TestASecondHolderIsTurnedAwayAtOnceAndToldWhereToAsk(t *testing.T) {
	dir := t.TempDir() + "/new"
	if Held(dir) || HolderOf(dir) != (Holder{}) {
		t.Error("a folder that is not there is held")
	}
	l, err := Take(dir, Holder{PID: 7, Doing: "serve"})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Announce("127.0.0.1:8080", "127.0.0.1:9080"); err != nil {
		t.Fatal(err)
	}
	_, err = Take(dir, Holder{PID: 8, Doing: "ingest"})
	var f *catalog.Fault
	if !errors.As(err, &f) || f.Kind != catalog.Busy {
		t.Fatalf("got %v, want Busy", err)
	}
	if !strings.Contains(f.Error(), "POST http://127.0.0.1:9080/ingest") || !strings.Contains(f.Detail[text.VI], "tiến trình 7") {
		t.Errorf("message %v does not name the holder and the way in, in both languages", err)
	}
	if h := HolderOf(dir); !Held(dir) || h.PID != 7 || h.Addr != "127.0.0.1:8080" {
		t.Errorf("held %v by %+v", Held(dir), h)
	}
	l.Release()
	if Held(dir) || HolderOf(dir) != (Holder{}) {
		t.Errorf("after the release it is held by %+v", HolderOf(dir))
	}
	again, err := Take(dir, Holder{PID: 8})
	if err != nil {
		t.Fatal(err)
	}
	again.Release()
}

func TestACommandThatIsNoServerIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	l, err := Take(dir, Holder{PID: 7, Doing: "ingest"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Release()
	if _, err := Take(dir, Holder{}); err == nil || !strings.Contains(err.Error(), "wait until it is done") {
		t.Errorf("got %v, want the advice to wait", err)
	}
}
