package search

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

var (
	_ encoding.BinaryMarshaler   = (*Wordbook)(nil)
	_ encoding.BinaryUnmarshaler = (*Wordbook)(nil)
)

// wordbookMagic names the form and its version.
const wordbookMagic = "HLWORDS1\n"

// ErrWordbook says that bytes are no Wordbook of this version, or are damaged. The cure is to
// fill it again from the store.
var ErrWordbook = errors.New("not a stored word book")

// MarshalBinary writes the Wordbook: the magic, the sequence, the words as differences from
// the one before with their counts, the records with their names, and a checksum. Numbers
// are varints, texts have their length before them.
func (w *Wordbook) MarshalBinary() ([]byte, error) {
	s := w.state()
	out := append(make([]byte, 0, len(wordbookMagic)+2*len(s.words.text)+64*len(s.ids)), wordbookMagic...)
	out = binary.AppendUvarint(out, uint64(s.seq))
	out = binary.AppendUvarint(out, uint64(s.words.len()))
	before := ""
	for i := range s.words.len() {
		word := s.words.word(i)
		same := 0
		for same < min(len(before), len(word)) && before[same] == word[same] {
			same++
		}
		out = binary.AppendUvarint(out, uint64(same))
		out = appendText(out, word[same:])
		out = binary.AppendUvarint(out, uint64(s.words.counts[i]))
		before = word
	}
	out = binary.AppendUvarint(out, uint64(len(s.ids)))
	for i, id := range s.ids {
		out = appendText(out, id)
		out = binary.AppendUvarint(out, uint64(len(s.names[i])))
		for _, name := range s.names[i] {
			out = appendText(appendText(out, name.Kind), name.Text)
		}
	}
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out)), nil
}

func appendText(out []byte, s string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(s))), s...)
}

// UnmarshalBinary reads what MarshalBinary wrote. The error is ErrWordbook.
func (w *Wordbook) UnmarshalBinary(b []byte) error {
	end := len(b) - crc32.Size
	if end < len(wordbookMagic) || string(b[:len(wordbookMagic)]) != wordbookMagic {
		return fmt.Errorf("%w: it begins otherwise", ErrWordbook)
	}
	if binary.BigEndian.Uint32(b[end:]) != crc32.ChecksumIEEE(b[:end]) {
		return fmt.Errorf("%w: its checksum does not fit", ErrWordbook)
	}
	r := wordReader{left: string(b[len(wordbookMagic):end])}
	seq := int64(r.number())
	words := r.words()
	ids, names := r.records()
	if r.bad || r.left != "" {
		return fmt.Errorf("%w: damaged", ErrWordbook)
	}
	w.current.Store(newWordState(seq, words, ids, names))
	return nil
}

// wordReader reads until something is wrong. Its texts share the memory of the whole.
type wordReader struct {
	left string
	bad  bool
}

func (r *wordReader) number() uint64 {
	var v uint64
	for i := 0; i < len(r.left) && i < binary.MaxVarintLen64; i++ {
		c := r.left[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.left = r.left[i+1:]
			return v
		}
	}
	r.bad, r.left = true, ""
	return 0
}

// length is a number of things of which each takes a byte at least.
func (r *wordReader) length() int {
	n := r.number()
	if n > uint64(len(r.left)) {
		r.bad, r.left = true, ""
		return 0
	}
	return int(n)
}

func (r *wordReader) text() string {
	n := r.length()
	s := r.left[:n]
	r.left = r.left[n:]
	return s
}

func (r *wordReader) words() *wordList {
	n := r.length()
	l := &wordList{ends: make([]uint32, 0, n), counts: make([]uint32, 0, n)}
	var all []byte
	from := 0 // of the word before
	for range n {
		same := int(r.number())
		rest := r.text()
		if same > len(all)-from {
			r.bad = true
			return l
		}
		next := len(all)
		all = append(append(all, all[from:from+same]...), rest...)
		from = next
		l.ends, l.counts = append(l.ends, uint32(len(all))), append(l.counts, uint32(r.number()))
	}
	l.text = string(all)
	return l
}

func (r *wordReader) records() (ids []string, names [][]Suggestion) {
	n := r.length()
	ids, names = make([]string, 0, n), make([][]Suggestion, 0, n)
	for range n {
		id := r.text()
		list := make([]Suggestion, r.length())
		for i := range list {
			list[i] = Suggestion{Kind: r.text(), Text: r.text(), ID: id}
		}
		ids, names = append(ids, id), append(names, list)
	}
	return ids, names
}
