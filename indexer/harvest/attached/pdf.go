package attached

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// PDF reads the text of PDF files, one at a time. What it compiles is kept in a folder.
type PDF struct {
	dir   string
	mu    sync.Mutex
	cache wazero.CompilationCache
}

// NewPDF returns a reader that keeps what it compiles in a folder, which may be deleted. It
// compiles when the first file is read.
func NewPDF(dir string) *PDF { return &PDF{dir: dir} }

// Close lets go what was compiled.
func (p *PDF) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cache == nil {
		return nil
	}
	cache := p.cache
	p.cache = nil
	return cache.Close(context.Background())
}

// start begins a machine for one file; it ends with ctx, or by end.
func (p *PDF) start(ctx context.Context) (in pdfium.Pdfium, end func(), err error) {
	if p.cache == nil {
		if p.cache, err = wazero.NewCompilationCacheWithDir(p.dir); err != nil {
			return nil, nil, err
		}
	}
	const page = 64 << 10 // of WebAssembly
	pool, err := webassembly.Init(webassembly.Config{Context: ctx, MaxTotal: 1, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithMemoryLimitPages(memory / page).WithCloseOnContextDone(true).WithCompilationCache(p.cache)})
	if err != nil {
		return nil, nil, err
	}
	in, err = pool.GetInstance(MaxTime)
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return in, func() { _ = pool.Close() }, nil // its memory goes whatever it says
}

// read reads a file. Its time begins when the machine stands: compiling it is not the
// file's fault.
func (p *PDF) read(ctx context.Context, content []byte) Text {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := Text{Media: "application/pdf", State: Damaged}
	life, over := context.WithCancel(ctx)
	defer over()
	in, end, err := p.start(life)
	if err != nil {
		t.State = Other // PDF is not read on this machine
		return t
	}
	defer end()
	timer := time.AfterFunc(MaxTime, over)
	defer timer.Stop()
	var w pages
	err = guarded(func() error { return w.read(life, in, content) })
	t.Pages, t.Text = w.count, w.text.String()
	switch {
	case life.Err() != nil:
		t.State, t.Text = TooLarge, ""
	case err != nil && strings.Contains(err.Error(), pdferrors.ErrPassword.Error()):
		t.State = Encrypted
	case err != nil && w.opened:
		t.State, t.Text = TooLarge, "" // out of memory ends the machine
	case err != nil:
	case strings.TrimSpace(t.Text) == "":
		t.State = Scan
	case !w.whole:
		t.State = Cut
	default:
		t.State = Read
	}
	return t
}

// pages is a file that is being read.
type pages struct {
	opened, whole bool
	count         int
	text          strings.Builder
}

func (w *pages) read(ctx context.Context, in pdfium.Pdfium, content []byte) error {
	doc, err := in.OpenDocument(&requests.OpenDocument{File: &content})
	if err != nil {
		return err
	}
	w.opened = true
	n, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return err
	}
	w.count = n.PageCount
	for i := range min(n.PageCount, MaxPages) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if w.text.Len() > MaxText {
			return nil
		}
		if err := w.page(in, doc.Document, i); err != nil {
			return err
		}
	}
	w.whole = n.PageCount <= MaxPages
	return nil
}

// page adds the text of a page. A paragraph goes on over the end of a line.
func (w *pages) page(in pdfium.Pdfium, doc references.FPDF_DOCUMENT, i int) error {
	got, err := in.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc, Index: i}}})
	if err != nil {
		return err
	}
	w.text.WriteString(strings.ReplaceAll(got.Text, "\r\n", "\n"))
	w.text.WriteString("\n")
	return nil
}
