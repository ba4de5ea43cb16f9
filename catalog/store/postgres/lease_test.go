package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/lock"
	"honglinh/catalog/store/postgrestest"
	"honglinh/catalog/text"
)

// writesAt makes the test binary write to a store instead of testing.
const writesAt = "HONGLINH_TEST_WRITE"

func TestMain(m *testing.M) {
	if address := os.Getenv(writesAt); address != "" {
		fmt.Println(writeForever(context.Background(), address))
		return
	}
	os.Exit(m.Run())
}

// writeForever publishes ten records at a time and tells what was acknowledged.
func writeForever(ctx context.Context, address string) error {
	a, err := Parse(address)
	if err != nil {
		return err
	}
	s, err := Open(ctx, a, Options{Holder: lock.Holder{PID: os.Getpid(), Doing: "serve"}})
	if err != nil {
		return err
	}
	seq, err := s.Seq(ctx)
	if err != nil {
		return err
	}
	fmt.Println(seq)
	for round := seq / 10; ; round++ {
		p, err := s.Publish(ctx, "o")
		if err != nil {
			return err
		}
		for i := range 10 {
			if _, err := p.Put(ctx, point(fmt.Sprint("p", i), fmt.Sprint(round+1))); err != nil {
				return err
			}
		}
		if seq, err = p.Commit(ctx); err != nil {
			return err
		}
		fmt.Println(seq)
	}
}

// TestAWriterThatIsKilledIsReplacedAndLosesNothing kills the process that writes at many
// instants; each time the next takes over.
func TestAWriterThatIsKilledIsReplacedAndLosesNothing(t *testing.T) {
	server := postgrestest.New(t)
	place := server.Place()
	a := parse(t, place)
	kills := 12
	if os.Getenv("HONGLINH_SOAK") != "" {
		kills = 100
	}
	told := int64(0)
	for range kills {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), writesAt+"="+place)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		if !lines.Scan() { // it has the lease
			t.Fatal("the writer said nothing")
		}
		if _, err := Open(t.Context(), a, Options{}); catalog.KindOf(err) != catalog.Busy || !strings.Contains(err.Error(), fmt.Sprintf("held by process %d (honglinh serve)", cmd.Process.Pid)) {
			t.Fatalf("a second writer: %v, want Busy with who has it", err)
		}
		time.AfterFunc(rand.N(60*time.Millisecond), func() { _ = cmd.Process.Kill() })
		for ok := true; ok; ok = lines.Scan() {
			var seq int64
			if _, err := fmt.Sscan(lines.Text(), &seq); err != nil {
				t.Fatalf("the writer said %q", lines.Text())
			}
			if seq < told {
				t.Fatalf("acknowledged was change %d, the next writer finds %d", told, seq)
			}
			told = seq
		}
		_ = cmd.Wait()
		s := openAt(t, a, nil)
		seq, err := s.Seq(t.Context())
		if err != nil || seq < told || seq > told+10 || seq%10 != 0 {
			t.Fatalf("acknowledged was change %d, the store is at %d, %v", told, seq, err)
		}
		told = seq
		if d, err := s.Check(t.Context()); err != nil || len(d) > 0 {
			t.Fatalf("damage %v, %v", d, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d changes", kills, told)
}

// TestAWriterThatWasReplacedWritesNoMore cuts a living writer off, lets another take over, and
// gives the first its connections back.
func TestAWriterThatWasReplacedWritesNoMore(t *testing.T) {
	a := parse(t, postgrestest.New(t).Place())
	w := &wires{}
	at := a
	at.dial = w.dial
	first := openAt(t, at, nil)
	defer first.Close()
	p, err := first.Publish(t.Context(), "o")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Discard()
	w.die()
	second := openAt(t, a, nil)
	defer second.Close()
	w.mu.Lock()
	w.cut = false
	w.mu.Unlock()
	if _, err := p.Put(t.Context(), point("a", "A")); err != nil {
		t.Fatal(err)
	}
	_, flush := p.Flush(t.Context())
	for what, err := range map[string]error{"a publication": flush, "a document": first.PutDocument(t.Context(), "k", nil)} {
		if catalog.KindOf(err) != catalog.Busy || !strings.Contains(err.Error(), "stop it") {
			t.Errorf("%s of the first: %v, want Busy and what to do", what, err)
		}
	}
	if _, err := first.Mend(t.Context()); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("mending by the first: %v, want Busy", err)
	}
	if seq, err := second.Seq(t.Context()); err != nil || seq != 0 {
		t.Errorf("the store is at %d, %v, want nothing of the first", seq, err)
	}
	if err := second.PutDocument(t.Context(), "k", []byte("second")); err != nil {
		t.Error(err)
	}
	if _, err := Open(t.Context(), a, Options{}); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("a third: %v, want Busy", err)
	}
}

// TestTheLeaseOutlivesItsConnection cuts the session of the lock; the writer takes it again.
func TestTheLeaseOutlivesItsConnection(t *testing.T) {
	a := parse(t, postgrestest.New(t).Place())
	s, err := Open(t.Context(), a, Options{Holder: lock.Holder{PID: 7, Host: "máy-1", Doing: "serve"}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Announce(t.Context(), "h:80", "h:90"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		var cut, n int
		if _, err := s.read.value(t.Context(), "look", "SELECT pid FROM pg_locks WHERE locktype = 'advisory'", nil, &cut); err != nil {
			t.Fatal(err)
		}
		behind(t, s.write, "SELECT pg_terminate_backend($1)", cut)
		// Until another connection holds the lease: the one that was cut may be seen a while longer.
		for end := time.Now().Add(10 * time.Second); n == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			if _, err := s.read.value(t.Context(), "look", "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> $1", []any{cut}, &n); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err = Open(t.Context(), a, Options{})
	var f *catalog.Fault
	if !errors.As(err, &f) || f.Kind != catalog.Busy || !strings.Contains(f.Detail[text.EN], "process 7 on máy-1 (honglinh serve); ask that server to take new content in: POST http://h:90/ingest") {
		t.Errorf("a second writer: %v", err)
	}
	if err := s.PutDocument(t.Context(), "k", []byte("v")); err != nil {
		t.Errorf("the writer: %v", err)
	}
}
