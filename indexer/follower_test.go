package indexer_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/indexer"
	"honglinh/indexer/replica"
)

// stage is a writer's address at which one writer after the other can stand.
type stage struct {
	url string
	now atomic.Pointer[http.Handler]
}

func newStage(t *testing.T) *stage {
	t.Helper()
	st := &stage{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := st.now.Load(); h != nil {
			(*h).ServeHTTP(w, r)
			return
		}
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(server.Close)
	st.url = server.URL
	return st
}

// enter has a writer answer at the address, which takes in what the folder src holds.
func (st *stage) enter(t *testing.T, data, src string) *indexer.Service {
	t.Helper()
	s := open(t, data, indexer.Options{NoEmbedded: true, Packages: []string{src}, Followed: true})
	ingest(t, s)
	h := replica.NewHandler(s.Feed(), "mã", slog.New(slog.DiscardHandler))
	st.now.Store(&h)
	return s
}

// leave closes the writer.
func (st *stage) leave(t *testing.T, s *indexer.Service) {
	t.Helper()
	st.now.Store(nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// followerOf follows what stands on the stage.
func followerOf(t *testing.T, data string, st *stage) *indexer.Follower {
	t.Helper()
	c, err := replica.NewClient(st.url, "mã")
	if err != nil {
		t.Fatal(err)
	}
	f, err := indexer.OpenFollower(t.Context(), indexer.Options{Data: data}, c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = f.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-done
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// rowsOf is what a store says of its history.
func rowsOf(t *testing.T, r store.Reader) []store.Row {
	t.Helper()
	rows, err := r.Rows(t.Context(), 0, store.MaxChanges)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// agree waits until a follower shows what a writer shows.
func agree(t *testing.T, s *indexer.Service, f *indexer.Follower) {
	t.Helper()
	end := time.Now().Add(20 * time.Second)
	for time.Now().Before(end) {
		if lag := f.Lag(); f.Ready() && lag.Trouble == "" && cmp.Equal(rowsOf(t, s.State().Records), rowsOf(t, f.State().Records)) && heldBy(t, s.State()) == heldBy(t, f.State()) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("it shows %+v, the writer %+v (-writer +follower):\n%s", f.Lag(), s.State().Seq, cmp.Diff(rowsOf(t, s.State().Records), rowsOf(t, f.State().Records)))
}

func TestAFollowerGoesBackWithAWriterThatWasPutBack(t *testing.T) {
	src, data, copied := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "copied")
	publishes := func(rows string) {
		write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": rows})
	}
	publishes(places(3, 0))
	st := newStage(t)
	s := st.enter(t, data, src)
	f := followerOf(t, t.TempDir(), st)
	agree(t, s, f)
	st.leave(t, s)
	if err := os.CopyFS(copied, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}

	publishes(places(9, 1))
	s = st.enter(t, data, src)
	agree(t, s, f)
	st.leave(t, s)

	publishes(places(5, 2)) // its changes have the numbers of those that are lost
	s = st.enter(t, copied, src)
	defer st.leave(t, s)
	agree(t, s, f)
}

func TestAFollowerTakesNothingOfAnotherCatalogue(t *testing.T) {
	src, other, data := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(3, 0)})
	write(t, other, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(7, 0)})
	st := newStage(t)
	s := st.enter(t, t.TempDir(), src)
	f := followerOf(t, data, st)
	agree(t, s, f)
	had := rowsOf(t, f.State().Records)
	st.leave(t, s)
	s = st.enter(t, t.TempDir(), other)
	defer st.leave(t, s)
	for end := time.Now().Add(10 * time.Second); !strings.Contains(f.Lag().Trouble, "another catalogue"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it says %+v", f.Lag())
		}
	}
	if diff := cmp.Diff(had, rowsOf(t, f.State().Records)); diff != "" {
		t.Errorf("it shows other records than it had (-had +shows):\n%s", diff)
	}
}

func TestAFolderIsAWritersOrAReaders(t *testing.T) {
	src, written, read := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(3, 0)})
	st := newStage(t)
	s := st.enter(t, written, src)
	defer st.leave(t, s)
	agree(t, s, followerOf(t, read, st))
	if _, err := indexer.Open(t.Context(), indexer.Options{Data: read}); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a writer in a reader's folder: %v", err)
	}
	if _, err := indexer.OpenFollower(t.Context(), indexer.Options{Data: written}, nil); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("a reader in a writer's folder: %v", err)
	}
}
