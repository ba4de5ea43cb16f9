package replica

import (
	"compress/gzip"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog/store"
	"honglinh/datasets/files"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

// Path is where a writer answers those who follow it.
const Path = "/replica/v1/"

// maxWait bounds how long a reader is kept waiting for something new.
const maxWait = 20 * time.Second

// handler hands a Source over.
type handler struct {
	Source
	want [sha256.Size]byte // of the token
	log  *slog.Logger
}

// NewHandler answers below Path to who has the token, which must not be empty.
func NewHandler(s Source, token string, log *slog.Logger) http.Handler {
	h := &handler{s, sha256.Sum256([]byte(token)), log}
	mux := http.NewServeMux()
	for pattern, fn := range map[string]func(http.ResponseWriter, *http.Request) error{
		"publication":                       h.publication,
		"parts/{sum}":                       h.part,
		"rows":                              h.rows,
		"marks/{seq}":                       h.mark,
		"copies/{name}/{print}":             h.listing,
		"copies/{name}/{print}/{file...}":   h.file,
		"tables/{dataset}/{table}/{number}": h.version,
	} {
		mux.Handle("GET "+Path+pattern, h.answering(fn))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")))
		if subtle.ConstantTimeCompare(got[:], h.want[:]) != 1 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="replica"`)
			http.Error(w, "this wants the token of readers: Authorization: Bearer <the value of --replica-token>", http.StatusUnauthorized)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

// errNone is for what is not there, or no longer.
var errNone = errors.New("there is no such thing")

// answering turns errors into statuses. What fails once something was sent is cut off.
func (h *handler) answering(fn func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent := &noting{ResponseWriter: w}
		err := fn(sent, r)
		switch {
		case err == nil || r.Context().Err() != nil:
		case sent.begun:
			h.log.Warn("a reader was cut off", "op", "replica", "path", r.URL.Path, "err", err)
			panic(http.ErrAbortHandler)
		case errors.Is(err, errNone), errors.Is(err, fs.ErrNotExist), errors.Is(err, files.ErrName):
			http.Error(w, err.Error(), http.StatusNotFound)
		default:
			h.log.Error("a reader got no answer", "op", "replica", "path", r.URL.Path, "err", err)
			http.Error(w, "this does not work now; ask again", http.StatusServiceUnavailable)
		}
	})
}

// noting notes that an answer has begun.
type noting struct {
	http.ResponseWriter
	begun bool
}

func (n *noting) WriteHeader(status int) {
	n.begun = true
	n.ResponseWriter.WriteHeader(status)
}

func (n *noting) Write(b []byte) (int, error) {
	n.begun = true
	return n.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (n *noting) Unwrap() http.ResponseWriter { return n.ResponseWriter }

func (h *handler) publication(w http.ResponseWriter, r *http.Request) error {
	wait, _ := time.ParseDuration(r.URL.Query().Get("wait")) // none is no wait
	have := r.URL.Query().Get("have")
	over := time.NewTimer(min(max(wait, 0), maxWait))
	defer over.Stop()
	for {
		p, changed, err := h.Publication(r.Context())
		if err != nil {
			return err
		}
		if p != nil && p.Tag() != have {
			return sendJSON(w, p)
		}
		select {
		case <-changed:
			continue
		case <-over.C:
		case <-r.Context().Done():
		}
		if p == nil {
			w.Header().Set("Retry-After", "1")
			http.Error(w, "nothing is published yet", http.StatusServiceUnavailable)
			return nil
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
}

func sendJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

func (h *handler) part(w http.ResponseWriter, r *http.Request) error {
	b, ok := h.Part(r.PathValue("sum"))
	if !ok {
		return errNone
	}
	return packed(w, r, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

// packed compresses for who can unpack.
func packed(w http.ResponseWriter, r *http.Request, write func(io.Writer) error) error {
	w.Header().Set("Content-Type", "application/octet-stream")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		return write(w)
	}
	w.Header().Set("Content-Encoding", "gzip")
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := write(z); err != nil {
		return err
	}
	return z.Close()
}

func (h *handler) rows(w http.ResponseWriter, r *http.Request) error {
	since, err := strconv.ParseInt(r.URL.Query().Get("since"), 10, 64)
	if err != nil || since < 0 {
		http.Error(w, "since: want the number of a change", http.StatusBadRequest)
		return nil
	}
	rows, err := h.Rows(r.Context(), since, store.MaxChanges)
	if err != nil {
		return err
	}
	return packed(w, r, func(w io.Writer) error { return writePage(w, rows) })
}

func (h *handler) mark(w http.ResponseWriter, r *http.Request) error {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || seq < 0 {
		return errNone
	}
	m, ok, err := MarkAt(r.Context(), h, seq)
	if err != nil {
		return err
	}
	if !ok {
		return errNone
	}
	return sendJSON(w, m)
}

// listed is a file of a package's copy.
type listed struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
}

func (h *handler) listing(w http.ResponseWriter, r *http.Request) error {
	dir := h.Copy(r.Context(), r.PathValue("name"), r.PathValue("print"))
	if dir == nil {
		return errNone
	}
	list := []listed{}
	err := fs.WalkDir(dir, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			list = append(list, listed{name, info.Size()})
		}
		return err
	})
	if err != nil {
		return err
	}
	return sendJSON(w, list)
}

func (h *handler) file(w http.ResponseWriter, r *http.Request) error {
	dir := h.Copy(r.Context(), r.PathValue("name"), r.PathValue("print"))
	if dir == nil {
		return errNone
	}
	name := path.Clean(r.PathValue("file"))
	f, err := dir.Open(name)
	if err != nil {
		return errNone
	}
	defer f.Close()
	from, err := offset(r)
	if err != nil {
		return err
	}
	if s, ok := f.(io.Seeker); ok {
		_, err = s.Seek(from, io.SeekStart)
	} else {
		_, err = io.CopyN(io.Discard, f, from)
	}
	if err != nil {
		return err
	}
	return packed(w, r, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
}

// offset is from where on a file is wanted.
func offset(r *http.Request) (int64, error) {
	s := r.URL.Query().Get("from")
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, errNone
	}
	return n, nil
}

func (h *handler) version(w http.ResponseWriter, r *http.Request) error {
	from, err := offset(r)
	if err != nil {
		return err
	}
	ref := table.Ref{Dataset: r.PathValue("dataset"), Table: r.PathValue("table")}
	f, err := h.Files().Open(r.Context(), duck.VersionFile(ref, r.PathValue("number")), from, files.Rest)
	if err != nil {
		return err
	}
	defer f.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	_, err = io.Copy(w, f)
	return err
}
