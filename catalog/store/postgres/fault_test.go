package postgres

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/postgrestest"
	"honglinh/catalog/store/private"
	"honglinh/catalog/text"
)

func TestAServerThatRefusesIsSaidWithWhatToDo(t *testing.T) {
	server := postgrestest.New(t)
	place := server.Place()
	with := func(change func(u *url.URL)) string {
		u, err := url.Parse(place)
		if err != nil {
			t.Fatal(err)
		}
		change(u)
		return u.String()
	}
	for name, c := range map[string]struct {
		address string
		kind    catalog.FaultKind
		say     string
	}{
		"nobody listens":          {with(func(u *url.URL) { u.Host = "127.0.0.1:1" }), catalog.Upstream, "address in --store is right"},
		"there is no database":    {with(func(u *url.URL) { u.Path = "/none" }), catalog.Internal, "createdb"},
		"the user is unknown":     {with(func(u *url.URL) { u.User = url.User("stranger") }), catalog.Internal, "pg_hba.conf"},
		"the server is read only": {with(func(u *url.URL) { u.RawQuery += "&options=-c%20default_transaction_read_only%3Don" }), catalog.Internal, "primary server"},
	} {
		a, begun := parse(t, c.address), time.Now()
		_, opened := Open(t.Context(), a, Options{})
		_, people := OpenPrivate(t.Context(), a, Options{})
		for what, err := range map[string]error{"records": opened, "people": people} {
			var f *catalog.Fault
			if !errors.As(err, &f) || f.Kind != c.kind || !strings.Contains(f.Detail[text.EN], c.say) || f.Detail[text.VI] == "" {
				t.Errorf("%s, %s: got %v, want %s that says %q in both languages", name, what, err, c.kind, c.say)
			}
		}
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("%s: told after %v", name, took)
		}
	}
}

func TestADatabaseOfAnotherEncodingIsRefused(t *testing.T) {
	server := postgrestest.New(t)
	s := openAt(t, parse(t, server.Place()), nil)
	defer s.Close()
	behind(t, s.write, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
	a := parse(t, strings.Replace(server.Place(), "/postgres?", "/latin?", 1))
	if _, err := Open(t.Context(), a, Options{}); catalog.KindOf(err) != catalog.Invalid || !strings.Contains(err.Error(), "--encoding UTF8") {
		t.Errorf("got %v, want what to do", err)
	}
}

// TestAServerThatIsSlowIsWaitedForButNotForEver pauses the server's processes.
func TestAServerThatIsSlowIsWaitedForButNotForEver(t *testing.T) {
	server := postgrestest.New(t)
	s := openAt(t, parse(t, server.Place()), nil)
	defer s.Close()
	if err := s.PutDocument(t.Context(), "k", []byte("v")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Document(t.Context(), "k"); err != nil { // its connection is there
		t.Fatal(err)
	}
	resume := server.Pause(t)
	short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Document(short, "k"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("who waits for 0.1 s: got %v, want the deadline", err)
	}
	s.read.silence, s.write.silence = 300*time.Millisecond, 300*time.Millisecond
	_, reading := s.Document(t.Context(), "k")
	writing := s.PutDocument(t.Context(), "k", []byte("w"))
	for what, err := range map[string]error{"a reader": reading, "a writer": writing} {
		if catalog.KindOf(err) != catalog.Upstream || !strings.Contains(err.Error(), "pg_stat_activity") {
			t.Errorf("%s: got %v, want that the server does not answer", what, err)
		}
	}
	s.read.silence, s.write.silence = silence, silence
	time.AfterFunc(time.Second, resume)
	if b, err := s.Document(t.Context(), "k"); err != nil || len(b) != 1 {
		t.Errorf("a server that comes back within its time: %q, %v", b, err)
	}
	if err := s.PutDocument(t.Context(), "k", []byte("x")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestAStoreOfANewerProgramIsLeftAlone(t *testing.T) {
	a := parse(t, postgrestest.New(t).Place())
	s := openAt(t, a, nil)
	p, err := OpenPrivate(t.Context(), a, Options{})
	if err != nil {
		t.Fatal(err)
	}
	behind(t, s.write, "INSERT INTO schema_step (version_id, is_applied) VALUES (99, TRUE)")
	behind(t, p.write, "INSERT INTO schema_step (version_id, is_applied) VALUES (99, TRUE)")
	if err := errors.Join(s.Close(), p.Close()); err != nil {
		t.Fatal(err)
	}
	_, writing := Open(t.Context(), a, Options{})
	_, reading := OpenReader(t.Context(), a)
	_, people := OpenPrivate(t.Context(), a, Options{})
	_, peopleRead := OpenPrivateReader(t.Context(), a, Options{})
	for _, err := range []error{writing, reading, people, peopleRead} {
		if err == nil || !strings.Contains(err.Error(), "newer program") {
			t.Errorf("got %v, want a fault that names the newer program", err)
		}
	}
}

// TestAnInterruptedUpgradeGoesOn breaks the second step off in the middle of it.
func TestAnInterruptedUpgradeGoesOn(t *testing.T) {
	a := parse(t, postgrestest.New(t).Place())
	first, err := migrations.ReadFile("migrations/records/00001_records.sql")
	if err != nil {
		t.Fatal(err)
	}
	second := "-- +goose Up\nALTER TABLE document ADD COLUMN made bigint NOT NULL DEFAULT 0;\n"
	two := func(step string) layout {
		return layout{2, fstest.MapFS{"00001_records.sql": {Data: first}, "00002_made.sql": {Data: []byte(step)}}}
	}
	s := openAt(t, a, nil)
	if err := s.PutDocument(t.Context(), "k", []byte("v")); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := two(second).readable(t.Context(), a); err == nil || !strings.Contains(err.Error(), "honglinh ingest") {
		t.Errorf("a reader before the writer: got %v, want a fault that says what to run", err)
	}
	if err := two(second+"UPDATE no_such_table SET a = 1;\n").migrate(t.Context(), a); err == nil || !strings.Contains(err.Error(), "no_such_table") {
		t.Fatalf("got %v, want the broken statement", err)
	}
	var columns int
	const made = "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() AND column_name = 'made'"
	if _, err := s.read.value(t.Context(), "look", made, nil, &columns); err != nil || columns != 0 {
		t.Errorf("half of the step is there: %d, %v", columns, err)
	}
	for range 2 { // a second time changes nothing
		if err := two(second).migrate(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.read.value(t.Context(), "look", made, nil, &columns); err != nil || columns != 1 {
		t.Errorf("the step is there %d times, %v", columns, err)
	}
	if b, err := s.Document(t.Context(), "k"); err != nil || string(b) != "v" {
		t.Errorf("what was kept before it: %q, %v", b, err)
	}
}

// TestManyMakeThePrivateStoreAtOnce: the server and the operator's command begin together.
func TestManyMakeThePrivateStoreAtOnce(t *testing.T) {
	a := parse(t, postgrestest.New(t).Place())
	done := make(chan error)
	for i := range 5 {
		go func() {
			p, err := OpenPrivate(t.Context(), a, Options{})
			if err == nil {
				err = p.Write(t.Context(), func(tx private.Tx) error {
					_, err := tx.Save(t.Context(), private.Document{Collection: "drafts", ID: string(rune('a' + i)), Body: []byte("1")})
					return err
				})
				err = errors.Join(err, p.Close())
			}
			done <- err
		}()
	}
	for range 5 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
