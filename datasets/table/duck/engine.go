package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the driver "duckdb"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/files"
	"honglinh/datasets/files/folder"
	"honglinh/datasets/grid"
	"honglinh/datasets/table"
)

// Options bound what the engine may use.
type Options struct {
	// MemoryMB is DuckDB's memory limit; beyond it queries spill to disk. 0 is 512:
	// fifty readers at once need more than 192, which the idle engine does not.
	MemoryMB int
	// Timeout ends one query. 0 is 30 seconds.
	Timeout time.Duration
	// Threads is the number of worker threads. 0 is DuckDB's choice, all cores.
	Threads int
	// Rows opens the rows of a resource that is no delimited text as CSV
	// (RFC 4180) with a header, and the geometry as GeoJSON in WGS 84 in the last
	// column, GeometryColumn; nil leaves such resources out.
	Rows func(ctx context.Context, p *datasets.Package, r datasets.Resource, fsys fs.FS, refused func(grid.Place) bool) (io.ReadCloser, error)
	// Files keeps the versions and states of the tables; nil is the engine's folder.
	Files files.Store
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Engine holds the tables of one folder. It is safe for concurrent use.
type Engine struct {
	dir   string // of the cache and the scratch folder
	opt   Options
	db    *sql.DB
	files files.Store

	// saving lets one state be written at a time, without those who read waiting for it;
	// whoever takes both takes it before mu.
	saving sync.Mutex
	mu     sync.RWMutex
	states map[table.Ref]*table.State
	// withdrawn tables are no longer published; their versions are kept.
	withdrawn map[table.Ref]*table.State
	open      map[string]string // attached file → schema name
	// pins counts the questions that read an attached file; one that is in leaving
	// is detached by the last of them.
	pins    map[string]int
	leaving map[string]string
	damaged []error
	// attached counts the files ever attached, for their schemas' names.
	attached int
	// load lets one table be loaded at a time: loads are bound by memory.
	load  sync.Mutex
	slots *slots
	// wordIndexes are those of words, by the files of the newest versions.
	wordIndexes *wordCache
	// sealing lets one Parquet file of a version be made at a time, and copying one
	// be brought here.
	sealing, copying sync.Mutex
}

var _ table.Engine = (*Engine)(nil)

// Open opens the tables kept in dir, which is made if it is missing. What a
// crash left half written is removed; whole versions are never lost.
func Open(ctx context.Context, dir string, opt Options) (*Engine, error) {
	if opt.MemoryMB == 0 {
		opt.MemoryMB = 512
	}
	if opt.Timeout == 0 {
		opt.Timeout = 30 * time.Second
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	e := &Engine{dir: dir, opt: opt, states: map[table.Ref]*table.State{}, withdrawn: map[table.Ref]*table.State{}, open: map[string]string{}, pins: map[string]int{}, leaving: map[string]string{}, slots: newSlots(), wordIndexes: newWordCache()}
	if err := e.prepare(); err != nil {
		return nil, err
	}
	if e.db, err = e.locked(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(e.restore(ctx), e.sweep()); err != nil {
		return nil, errors.Join(err, e.db.Close())
	}
	return e, nil
}

// prepare makes the folders and finds the store of files.
func (e *Engine) prepare() (err error) {
	if err := os.RemoveAll(e.scratch()); err != nil {
		return fmt.Errorf("tables: clear scratch folder: %w", err)
	}
	if err := os.MkdirAll(e.scratch(), 0o755); err != nil {
		return fmt.Errorf("tables: make folder: %w", err)
	}
	if e.files = e.opt.Files; e.files == nil {
		if e.files, err = folder.Open(e.dir); err != nil {
			return err
		}
	}
	if err := e.adoptOld(); err != nil {
		return fmt.Errorf("tables: move the cache: %w", err)
	}
	return nil
}

// Close ends the engine; running queries fail.
func (e *Engine) Close() error {
	e.wordIndexes.close()
	return e.db.Close()
}

// Damaged returns what could not be opened again: tables that are missing until
// they are loaded anew.
func (e *Engine) Damaged() []error { return e.damaged }

// Scratch is a folder for files that need not outlive the engine; it is emptied
// when the engine is opened.
func (e *Engine) Scratch() string { return e.scratch() }

func (e *Engine) scratch() string { return filepath.Join(e.dir, ".scratch") }

// locked opens the query instance and takes away from it all that a query does
// not need.
func (e *Engine) locked(ctx context.Context) (*sql.DB, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, fmt.Errorf("tables: open engine: %w", err)
	}
	allowed := []string{literal(e.dir)}
	if l, ok := e.files.(files.Local); ok {
		allowed = append(allowed, literal(l.Folder()))
	}
	setup := []string{
		fmt.Sprintf(`SET memory_limit = '%dMB'`, e.opt.MemoryMB),
		`SET temp_directory = ` + literal(e.scratch()),
		`SET max_temp_directory_size = '20GB'`,
		`SET preserve_insertion_order = true`,
		// What one query needed goes back to the system, not to the next one.
		`SET allocator_flush_threshold = '4MB'`,
		`SET allocator_bulk_deallocation_flush_threshold = '4MB'`,
		`SET allocator_background_threads = true`,
		`SET TimeZone = 'UTC'`,
		`SET autoinstall_known_extensions = false`,
		`SET autoload_known_extensions = false`,
		`SET allowed_directories = [` + strings.Join(allowed, ", ") + `]`,
		`SET enable_external_access = false`,
	}
	if e.opt.Threads > 0 {
		setup = append(setup, fmt.Sprintf(`SET threads = %d`, e.opt.Threads))
	}
	setup = append(setup, macros()...)
	setup = append(setup, `SET lock_configuration = true`)
	for _, s := range setup {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return nil, errors.Join(fmt.Errorf("tables: %s: %w", s, err), db.Close())
		}
	}
	return db, nil
}

// Tables returns the state of every table, ordered by dataset and table.
func (e *Engine) Tables() []*table.State {
	e.mu.RLock()
	defer e.mu.RUnlock()
	out := make([]*table.State, 0, len(e.states))
	for _, s := range e.states {
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Ref.String() < out[j].Ref.String() })
	return out
}

// State returns a table with its versions; NotFound if there is none.
func (e *Engine) State(ref table.Ref) (*table.State, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if s, ok := e.states[ref]; ok {
		return s, nil
	}
	return nil, table.NoTable(ref)
}

// Version returns the version a query means: the one named, else the one that
// was current at the end of the day asOf, else the newest.
func (e *Engine) Version(ref table.Ref, number string, asOf catalog.Date) (*table.Version, error) {
	s, err := e.State(ref)
	if err != nil {
		return nil, err
	}
	return s.Version(number, asOf)
}
