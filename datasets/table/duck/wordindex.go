package duck

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"hash/crc32"
	"math/bits"
	"sort"
)

// wordIndex finds the rows of a version by words. It gives what reading every row gives:
// a word is looked for inside the words of the cells, which are folded by the engine
// itself, so that an answer is the same with the index and without it.
type wordIndex struct {
	// Rows is the greatest number of a row.
	Rows int
	// Over says that the index would be larger than it may be; then it has nothing else.
	Over bool
	// Texts are the folded words of the columns of text, Figures those of numbers and
	// days as they are printed, at which words with digits are looked for too.
	Texts, Figures wordList
	// Left are columns of figures that are not in it: nearly every row has another value.
	Left []string
}

// wordList is a dictionary with the rows of each word.
type wordList struct {
	// Words are all words, each between line breaks, so that looking for a part of them
	// is one walk through memory.
	Words []byte
	// Starts and Lists are where every stride-th word and its rows begin.
	Starts, Lists []uint32
	// Postings hold of each word the length of its list in bytes and how it is written, in
	// one number, and the list.
	Postings []byte
}

// stride is how many words share an entry of Starts: half a byte a word, and a walk of
// eight words on average.
const stride = 16

// errDamaged is an index that was written in part, or that the disk changed.
var errDamaged = errors.New("the index of words is damaged")

// encode prints the index with a checksum behind it.
func (x *wordIndex) encode() ([]byte, error) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(x); err != nil {
		return nil, err
	}
	return binary.LittleEndian.AppendUint32(b.Bytes(), crc32.ChecksumIEEE(b.Bytes())), nil
}

func decodeWords(b []byte) (*wordIndex, error) {
	end := len(b) - crc32.Size
	if end < 0 || crc32.ChecksumIEEE(b[:end]) != binary.LittleEndian.Uint32(b[end:]) {
		return nil, errDamaged
	}
	x := new(wordIndex)
	if err := gob.NewDecoder(bytes.NewReader(b[:end])).Decode(x); err != nil {
		return nil, errors.Join(errDamaged, err)
	}
	return x, nil
}

// size is about what the index takes in memory.
func (x *wordIndex) size() int {
	n := 0
	for _, l := range []*wordList{&x.Texts, &x.Figures} {
		n += len(l.Words) + len(l.Postings) + 4*(len(l.Starts)+len(l.Lists))
	}
	return n
}

// find adds to the set the rows that have a word with part in it.
func (l *wordList) find(part []byte, into rowSet) {
	for at := 0; ; {
		i := bytes.Index(l.Words[at:], part)
		if i < 0 {
			return
		}
		at += i
		l.rows(at, into)
		at += bytes.IndexByte(l.Words[at:], '\n') // a word counts once
	}
}

// rows adds those of the word in which the byte lies.
func (l *wordList) rows(at int, into rowSet) {
	k := sort.Search(len(l.Starts), func(i int) bool { return int(l.Starts[i]) > at }) - 1
	list := l.Postings[l.Lists[k]:]
	for range bytes.Count(l.Words[l.Starts[k]:at], []byte{'\n'}) {
		head, n := binary.Uvarint(list)
		list = list[n+int(head>>1):]
	}
	head, n := binary.Uvarint(list)
	list = list[n : n+int(head>>1)]
	if head&1 == byBit {
		into.or(list)
	} else {
		into.addSteps(list)
	}
}

// How the rows of a word are written: the distances from one to the next, or a bit for each
// row of the table where that is shorter.
const (
	byDistance uint64 = iota
	byBit
)

// rowSet is a set of rows, numbered from 1: a bit each, the first in the highest of a
// byte, as DuckDB reads them.
type rowSet []byte

func newRowSet(rows int) rowSet { return make(rowSet, (rows+7)/8) }

func (s rowSet) add(row uint64) { s[(row-1)>>3] |= 0x80 >> ((row - 1) & 7) }

// addSteps adds the rows of a list of distances.
func (s rowSet) addSteps(list []byte) {
	row := uint64(0)
	for len(list) > 0 {
		step, n := binary.Uvarint(list)
		row, list = row+step, list[n:]
		s.add(row)
	}
}

func (s rowSet) or(o rowSet) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s rowSet) and(o rowSet) {
	for i := range s {
		s[i] &= o[i]
	}
}

func (s rowSet) count() int {
	n, i := 0, 0
	for ; i+8 <= len(s); i += 8 {
		n += bits.OnesCount64(binary.LittleEndian.Uint64(s[i:]))
	}
	for ; i < len(s); i++ {
		n += bits.OnesCount8(s[i])
	}
	return n
}

// first are the first n rows of the set, in order.
func (s rowSet) first(n int) []int {
	var out []int
	for i, b := range s {
		for ; b != 0 && len(out) < n; b &^= 0x80 >> bits.LeadingZeros8(b) {
			out = append(out, i*8+bits.LeadingZeros8(b)+1)
		}
		if len(out) == n {
			break
		}
	}
	return out
}
