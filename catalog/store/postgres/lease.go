package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"honglinh/catalog"
	"honglinh/catalog/store/lock"
	"honglinh/catalog/text"
)

// leaseGrace is how long a writer waits for a lock that another has: the server needs a moment
// to notice that a process has died.
const leaseGrace = 500 * time.Millisecond

// leasePing is how often the connection of the lease is asked for a sign of life.
const leasePing = 5 * time.Second

// lease is the right to write the records of a schema. It is an advisory lock of a session,
// which ends with the process, and a number in the database, which the next writer raises: who
// lost the lock and was replaced finds the number changed and writes no more.
type lease struct {
	at     Address
	number int64
	gone   atomic.Pointer[catalog.Fault] // why it is over

	mu     sync.Mutex
	holder lock.Holder

	conn *pgx.Conn // of the keeper alone
	stop context.CancelFunc
	done chan struct{}
}

// takeLease takes the lease, and brings the schema up to date before it is of use. Fault: Busy, at once,
// with who has it.
func takeLease(ctx context.Context, a Address, me lock.Holder) (*lease, error) {
	l := &lease{at: a, holder: me, done: make(chan struct{})}
	if err := patiently(ctx, readPatience, func() error { return l.lock(ctx) }); err != nil {
		return nil, ended(ctx, "take the lease", err)
	}
	err := records().migrate(ctx, a)
	if err == nil {
		err = fault("take the lease", l.conn.QueryRow(ctx, "UPDATE counter SET lease = lease + 1, holder = $1 RETURNING lease", l.says()).Scan(&l.number))
	}
	if err != nil {
		return nil, errors.Join(err, l.conn.Close(ctx))
	}
	keep, stop := context.WithCancel(context.WithoutCancel(ctx))
	l.stop = stop
	go l.keep(keep)
	return l, nil
}

// lock connects and takes the lock.
func (l *lease) lock(ctx context.Context) error {
	conn, err := l.at.connect(ctx)
	if err != nil {
		return err
	}
	var got bool
	for end := time.Now().Add(leaseGrace); ; time.Sleep(leaseGrace / 20) {
		if err = conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", l.at.lockKey()).Scan(&got); err != nil || got || time.Now().After(end) {
			break
		}
	}
	if err == nil && !got {
		err = l.busy(ctx, conn)
	}
	if err != nil {
		return errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
	}
	l.conn = conn
	return nil
}

func (l *lease) says() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, _ := json.Marshal(l.holder) // numbers, strings and a time
	return string(b)
}

// busy is the fault of a lease that another has.
func (l *lease) busy(ctx context.Context, conn *pgx.Conn) error {
	var said string
	var h lock.Holder
	// A schema that is just being made has no row yet: then the holder is not named.
	if err := conn.QueryRow(ctx, "SELECT holder FROM counter").Scan(&said); err == nil {
		_ = json.Unmarshal([]byte(said), &h)
	}
	return lock.Busy("store", text.New("kho dữ liệu "+l.at.String(), "the store "+l.at.String()), h)
}

// announce tells who finds the store held where this server listens.
func (l *lease) announce(ctx context.Context, d *database, addr, admin string) error {
	l.mu.Lock()
	l.holder.Addr, l.holder.AdminAddr = addr, admin
	l.mu.Unlock()
	return d.transact(ctx, "announce the writer", func(ctx context.Context, tx pgx.Tx) error {
		if err := l.fence(ctx, tx); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE counter SET holder = $1", l.says())
		return err
	})
}

// keep watches the connection, and takes the lock again when it is lost.
func (l *lease) keep(ctx context.Context) {
	defer close(l.done)
	for l.alive(ctx) {
	}
	for ctx.Err() == nil && l.gone.Load() == nil {
		_ = l.conn.Close(ctx) // it is broken
		if err := l.again(ctx); err != nil {
			select {
			case <-ctx.Done():
			case <-time.After(leaseGrace):
			}
			continue
		}
		for l.alive(ctx) {
		}
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), connectWait)
	defer cancel()
	_ = l.conn.Close(end) // which gives the lock up
}

// alive waits a while and reports whether the connection is still there. It notices its end
// at once.
func (l *lease) alive(ctx context.Context) bool {
	wait, cancel := context.WithTimeout(ctx, leasePing)
	_, err := l.conn.WaitForNotification(wait)
	timeOver := wait.Err() != nil && ctx.Err() == nil
	cancel()
	if err == nil || !timeOver {
		return err == nil
	}
	ping, cancel := context.WithTimeout(ctx, leasePing)
	defer cancel()
	return l.conn.Ping(ping) == nil
}

// again takes the lock of a lease that is still the last one.
func (l *lease) again(ctx context.Context) error {
	try, cancel := context.WithTimeout(ctx, leasePing)
	defer cancel()
	err := l.lock(try)
	var held *catalog.Fault
	if errors.As(err, &held) && held.Kind == catalog.Busy {
		return l.check(try, held)
	}
	if err != nil {
		return err
	}
	var number int64
	if err := l.conn.QueryRow(try, "SELECT lease FROM counter").Scan(&number); err != nil {
		return err
	}
	if number != l.number {
		l.over("")
	}
	return nil
}

// check asks whether who has the lock has also the lease: it may be our own session, which the
// server still takes for alive.
func (l *lease) check(ctx context.Context, held *catalog.Fault) error {
	conn, err := l.at.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var number int64
	if err := conn.QueryRow(ctx, "SELECT lease FROM counter").Scan(&number); err == nil && number != l.number {
		l.over(held.Detail[text.EN])
	}
	return held
}

// over notes that another process has the lease.
func (l *lease) over(who string) *catalog.Fault {
	if who != "" {
		who = " (" + who + ")"
	}
	f := catalog.NewFault(catalog.Busy, l.at.String(),
		"tiến trình khác đã thành bên ghi của kho dữ liệu này trong khi kết nối bị đứt; tiến trình này không ghi nữa, hãy dừng nó"+who,
		"another process became the writer of this store while the connection was cut; this one writes no more: stop it"+who)
	l.gone.CompareAndSwap(nil, f)
	return l.gone.Load()
}

// fence holds the lease until the end of the transaction, or says that it is over.
func (l *lease) fence(ctx context.Context, tx pgx.Tx) error {
	if f := l.gone.Load(); f != nil {
		return f
	}
	var number int64
	if err := tx.QueryRow(ctx, "SELECT lease FROM counter FOR SHARE").Scan(&number); err != nil {
		return fault("look at the lease", err)
	}
	if number != l.number {
		return l.over("")
	}
	return nil
}

// release gives the lease up.
func (l *lease) release(d *database) {
	l.stop()
	<-l.done
	ctx, cancel := context.WithTimeout(context.Background(), connectWait)
	defer cancel()
	// Who comes next sees that nobody holds it; where this does not arrive the lock says it.
	_, _ = d.pool.Exec(ctx, "UPDATE counter SET holder = '' WHERE lease = $1", l.number)
}
