package write

import (
	"bufio"
	"errors"
	"io"
	"os"
)

// spoolMemory is how many bytes of encoded features stay in memory.
const spoolMemory = 8 << 20

// spool keeps encoded features until their order is known: in memory, or in a temporary file where they are many.
type spool struct {
	ends   []int64 // of each feature
	memory []byte
	file   *os.File
	out    *bufio.Writer
}

func (p *spool) len() int { return len(p.ends) }

func (p *spool) add(b []byte) error {
	p.ends = append(p.ends, p.size()+int64(len(b)))
	if p.file == nil && len(p.memory)+len(b) <= spoolMemory {
		p.memory = append(p.memory, b...)
		return nil
	}
	if p.file == nil {
		f, err := os.CreateTemp("", "honglinh-*.fgb")
		if err != nil {
			return err
		}
		p.file, p.out = f, bufio.NewWriterSize(f, 1<<20)
		if _, err := p.out.Write(p.memory); err != nil {
			return err
		}
		p.memory = nil
	}
	_, err := p.out.Write(b)
	return err
}

func (p *spool) size() int64 {
	if len(p.ends) == 0 {
		return 0
	}
	return p.ends[len(p.ends)-1]
}

// span returns where feature i is.
func (p *spool) span(i int) (from, to int64) {
	if i > 0 {
		from = p.ends[i-1]
	}
	return from, p.ends[i]
}

// copy writes feature i to w.
func (p *spool) copy(w io.Writer, i int) error {
	from, to := p.span(i)
	if p.file == nil {
		_, err := w.Write(p.memory[from:to])
		return err
	}
	if p.out.Buffered() > 0 {
		if err := p.out.Flush(); err != nil {
			return err
		}
	}
	if n := int(to - from); cap(p.memory) < n {
		p.memory = make([]byte, n)
	}
	b := p.memory[:to-from]
	if _, err := p.file.ReadAt(b, from); err != nil {
		return err
	}
	_, err := w.Write(b)
	return err
}

// close removes the temporary file.
func (p *spool) close() error {
	if p.file == nil {
		return nil
	}
	return errors.Join(p.file.Close(), os.Remove(p.file.Name()))
}
