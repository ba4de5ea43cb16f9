package postgres

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/store/postgrestest"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/privatetest"
	"honglinh/catalog/store/storetest"
)

// wires are the connections of one store, to be cut as by the death of its process.
type wires struct {
	mu   sync.Mutex
	cut  bool
	open []net.Conn
}

func (w *wires) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		return nil, net.ErrClosed
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, network, addr)
	if err == nil {
		w.open = append(w.open, c)
	}
	return c, err
}

func (w *wires) die() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
	for _, c := range w.open {
		_ = c.Close()
	}
}

func parse(t testing.TB, address string) Address {
	t.Helper()
	a, err := Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func openAt(t testing.TB, a Address, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(t.Context(), a, Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSuite(t *testing.T) {
	server := postgrestest.New(t)
	storetest.Run(t, func(t testing.TB) storetest.Rig {
		a, cuts := parse(t, server.Place()), map[store.Store]*wires{}
		return storetest.Rig{
			Open: func(t testing.TB, now func() time.Time) store.Store {
				w := &wires{}
				at := a
				at.dial = w.dial
				s := openAt(t, at, now)
				cuts[s] = w
				return s
			},
			OpenReader: func(t testing.TB) store.Reader {
				r, err := OpenReader(t.Context(), a)
				if err != nil {
					t.Fatal(err)
				}
				return r
			},
			Crash:  func(t testing.TB, s store.Store) { cuts[s].die(); s.(*Store).lease.stop() },
			Spoil:  func(t testing.TB, s store.Store, harm storetest.Harm, id string) { spoil(t, s.(*Store), harm, id) },
			Occupy: func(t testing.TB) func() { return occupy(t, a) },
		}
	})
}

// behind does something to a schema behind the program's back.
func behind(t testing.TB, d *database, sql string, args ...any) int64 {
	t.Helper()
	done, err := d.pool.Exec(context.Background(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	return done.RowsAffected()
}

func spoil(t testing.TB, s *Store, harm storetest.Harm, id string) {
	t.Helper()
	newest := "seq = (SELECT max(seq) FROM version WHERE id = $1)"
	sql := map[storetest.Harm]string{
		storetest.RewrittenBody: "UPDATE version SET body = '{}' WHERE " + newest,
		storetest.BrokenBody:    "UPDATE version SET body = '{' WHERE " + newest,
		storetest.OldPointer:    "UPDATE current SET seq = (SELECT min(seq) FROM version WHERE id = $1) WHERE id = $1",
		storetest.LostPointer:   "DELETE FROM current WHERE id = $1",
	}[harm]
	if n := behind(t, s.write, sql, id); n != 1 {
		t.Fatalf("harm %d changed %d rows", harm, n)
	}
}

// occupy holds the counter from another connection until it is freed.
func occupy(t testing.TB, a Address) (free func()) {
	t.Helper()
	conn, err := a.connect(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(context.Background(), "BEGIN"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(context.Background(), "SELECT 1 FROM counter FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	return func() { _ = conn.Close(context.Background()) }
}

func TestThePrivateSuite(t *testing.T) {
	server := postgrestest.New(t)
	privatetest.Run(t, func(t testing.TB) privatetest.Rig {
		a, cuts := parse(t, server.Place()), map[private.Store]*wires{}
		return privatetest.Rig{
			Open: func(t testing.TB, now func() time.Time) private.Store {
				w := &wires{}
				at := a
				at.dial = w.dial
				p, err := OpenPrivate(t.Context(), at, Options{Now: now})
				if err != nil {
					t.Fatal(err)
				}
				cuts[p] = w
				return p
			},
			OpenReader: func(t testing.TB, now func() time.Time) private.Reader {
				r, err := OpenPrivateReader(t.Context(), a, Options{Now: now})
				if err != nil {
					t.Fatal(err)
				}
				return r
			},
			Crash:   func(t testing.TB, s private.Store) { cuts[s].die() },
			Occupy:  func(t testing.TB) func() { return occupy(t, a.people()) },
			Replace: func(t testing.TB, s private.Store, e private.Entry) { replaceEntry(t, s.(*Private), e) },
			Drop: func(t testing.TB, s private.Store, seq int64) {
				behind(t, s.(*Private).write, "DELETE FROM entry WHERE seq = $1", seq)
			},
		}
	})
}

func replaceEntry(t testing.TB, p *Private, e private.Entry) {
	t.Helper()
	behind(t, p.write, `INSERT INTO entry (seq, at, role, action, target, edition, subject, personal, salt, digest, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (seq) DO UPDATE SET at = excluded.at, role = excluded.role,
		action = excluded.action, target = excluded.target, edition = excluded.edition, subject = excluded.subject,
		personal = excluded.personal, salt = excluded.salt, digest = excluded.digest, hash = excluded.hash`,
		e.Seq, e.At, e.Role, e.Action, e.Target, e.Edition, e.Subject, []byte(e.Personal), e.Salt, e.Digest[:], e.Hash[:])
}

func TestASchemaWithoutAStoreIsSaid(t *testing.T) {
	a := parse(t, postgrestest.New(t).Place())
	if _, err := OpenReader(t.Context(), a); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("no store: got %v, want NotFound", err)
	}
	if _, err := OpenPrivateReader(t.Context(), a, Options{}); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("no private store: got %v, want NotFound", err)
	}
}
