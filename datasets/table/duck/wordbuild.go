package duck

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"honglinh/datasets/table"
)

// Bounds of an index of words. A table beyond them is read for each question, as one of
// an earlier version is.
const (
	mostIndexed = 20_000_000 // rows
	mostWords   = 4_000_000  // words, some 150 bytes each while it is made
	// mostPosted are the bytes of all words and of their rows while it is made: a bit a row
	// of words that most rows have takes an eighth afterwards, and mostHeld is kept.
	mostPosted = 4 * mostHeld
	// largestShare is the greatest part of the table's size, as text, that the index may
	// have; a table of fewer than fewRows may have any.
	largestShare = 0.4
	fewRows      = 20_000
	// distinctShare is the share of rows with a value of their own from which a column of
	// figures is left out: its dictionary would be the column once more.
	distinctShare = 0.25
	indexStage    = 50_000 // rows read at once; the driver keeps them in memory
)

var errOver = errors.New("an index of this table's words would be too large")

// wordsFile is where the index of a version is kept, beside the version's own file.
func wordsFile(native string) string { return native + ".words" }

// wordsMaker gathers the words of a table.
type wordsMaker struct {
	numbers map[string]int
	words   []string
	lists   []postingList
	text    int
	posted  int // bytes, of the words too
}

type postingList struct {
	last  uint64
	steps []byte
}

// add notes the words of a cell; row never becomes less.
func (m *wordsMaker) add(row uint64, cells string) error {
	for cells != "" {
		word := cells
		if i := strings.IndexAny(cells, " \n"); i >= 0 {
			word, cells = cells[:i], cells[i+1:]
		} else {
			cells = ""
		}
		if word == "" {
			continue
		}
		n, ok := m.numbers[word]
		if !ok {
			word = strings.Clone(word)
			n = len(m.words)
			m.numbers[word] = n
			m.words, m.lists = append(m.words, word), append(m.lists, postingList{})
			m.text, m.posted = m.text+len(word)+1, m.posted+len(word)
		}
		if l := &m.lists[n]; l.last != row {
			before := len(l.steps)
			l.steps, l.last = binary.AppendUvarint(l.steps, row-l.last), row
			m.posted += len(l.steps) - before
		}
		if n >= mostWords || m.posted > mostPosted {
			return errOver
		}
	}
	return nil
}

// list prints the dictionary of a table of so many rows.
func (m *wordsMaker) list(rows int) wordList {
	l := wordList{Words: make([]byte, 0, m.text+1)}
	for i, word := range m.words {
		if i%stride == 0 {
			l.Starts, l.Lists = append(l.Starts, uint32(len(l.Words))), append(l.Lists, uint32(len(l.Postings)))
		}
		l.Words = append(append(l.Words, word...), '\n')
		list, kind := m.lists[i].steps, byDistance
		if len(list) > (rows+7)/8 {
			set := newRowSet(rows)
			set.addSteps(list)
			list, kind = set, byBit
		}
		l.Postings = append(binary.AppendUvarint(l.Postings, uint64(len(list))<<1|kind), list...)
		m.lists[i].steps = nil
	}
	return l
}

// makeWords reads a version from its attached file and makes its index.
func (e *Engine) makeWords(ctx context.Context, source string, v *table.Version) (*wordIndex, error) {
	x := new(wordIndex)
	if v.Rows > mostIndexed {
		return nil, errOver
	}
	if err := e.db.QueryRowContext(ctx, `SELECT coalesce(max(`+quote(rowColumn)+`), 0) FROM `+source).Scan(&x.Rows); err != nil {
		return nil, err
	}
	texts, figures, err := e.worded(ctx, source, v, x)
	if err != nil {
		return nil, err
	}
	made := [2]wordsMaker{{numbers: map[string]int{}}, {numbers: map[string]int{}}}
	for from := 1; from <= x.Rows; from += indexStage {
		end := func() {}
		if v.Rows >= fewRows { // pages go first
			if end, err = e.slots.download(ctx); err != nil {
				return nil, err
			}
		}
		err := e.readWords(ctx, fmt.Sprintf(`SELECT %[1]s, %[2]s, %[3]s FROM %[4]s WHERE %[1]s BETWEEN %[5]d AND %[6]d ORDER BY %[1]s`,
			quote(rowColumn), joinedSQL(texts), joinedSQL(figures), source, from, from+indexStage-1), &made)
		if end(); err != nil {
			return nil, err
		}
	}
	x.Texts, x.Figures = made[0].list(x.Rows), made[1].list(x.Rows)
	return x, nil
}

// worded are the expressions whose words are indexed; columns that are not are noted in x.
func (e *Engine) worded(ctx context.Context, source string, v *table.Version, x *wordIndex) (texts, figures []string, err error) {
	for _, c := range v.Columns {
		if c.Type == table.Text {
			texts = append(texts, foldSQL(c))
			continue
		}
		distinct := 0
		if err := e.db.QueryRowContext(ctx, `SELECT approx_count_distinct(`+quote(c.Name)+`) FROM `+source).Scan(&distinct); err != nil {
			return nil, nil, err
		}
		if v.Rows >= fewRows && float64(distinct) > distinctShare*float64(v.Rows) {
			x.Left = append(x.Left, c.Name)
			continue
		}
		figures = append(figures, plainSQL(c.Name, c.Type))
	}
	return texts, figures, nil
}

// joinedSQL joins cells by spaces; missing ones have no words.
func joinedSQL(cells []string) string {
	if len(cells) == 0 {
		return `''`
	}
	return `concat_ws(' ', ` + strings.Join(cells, `, `) + `)`
}

func (e *Engine) readWords(ctx context.Context, query string, made *[2]wordsMaker) error {
	rows, err := e.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row uint64
		var cells [2]string
		if err := rows.Scan(&row, &cells[0], &cells[1]); err != nil {
			return err
		}
		for i := range made {
			if err := made[i].add(row, cells[i]); err != nil {
				return err
			}
		}
	}
	return rows.Err()
}

// keepWords makes the index of a version and writes it in one step. One that would be too
// large is kept as that, so that it is not tried again.
func (e *Engine) keepWords(ctx context.Context, native, source string, v *table.Version) (*wordIndex, error) {
	x, err := e.makeWords(ctx, source, v)
	if err == nil && x.size() > mostHeld {
		err = errOver
	}
	if errors.Is(err, errOver) {
		x, err = &wordIndex{Over: true}, nil
	}
	if err != nil {
		return nil, err
	}
	b, err := x.encode()
	if err != nil {
		return nil, err
	}
	if v.Rows >= fewRows {
		whole, err := e.textSize(ctx, source, v)
		if err != nil {
			return nil, err
		}
		if float64(len(b)) > largestShare*float64(whole) {
			x = &wordIndex{Over: true}
			if b, err = x.encode(); err != nil {
				return nil, err
			}
		}
	}
	return x, e.writeWords(wordsFile(native), b)
}

// textSize is how many bytes a version has as CSV, but for its quotes.
func (e *Engine) textSize(ctx context.Context, source string, v *table.Version) (n int64, err error) {
	cells := make([]string, len(v.Columns))
	for i, c := range v.Columns {
		cells[i] = `coalesce(sum(strlen(` + plainSQL(c.Name, c.Type) + `)), 0)`
	}
	err = e.db.QueryRowContext(ctx, `SELECT (`+strings.Join(cells, ` + `)+`)::BIGINT FROM `+source).Scan(&n)
	return n + int64(v.Rows)*int64(len(v.Columns)+1), err
}

func (e *Engine) writeWords(to string, b []byte) error {
	f, err := os.CreateTemp(e.scratch(), filepath.Base(to)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), to)
	}
	if err != nil {
		return errors.Join(err, remove(f.Name()))
	}
	return nil
}
