package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"sync"
	"time"

	"honglinh/indexer/source"
)

// inputNote is the store document of the last run that can be repeated without
// reading a row.
const inputNote = "indexer/input"

// maxNote bounds the note in bytes: a run with more to say is simply made anew.
const maxNote = 8 << 20

// input is what a run was made from, with what it said.
type input struct {
	// Key fingerprints everything that the outcome depends on.
	Key string `json:"key"`
	// Seq is the store's change sequence after the run.
	Seq    int64  `json:"seq"`
	Report Report `json:"report"`
}

// inputKey fingerprints the packages and the program: two runs with one key
// read the same bytes by the same rules. It is empty where something could not
// be read, since that may be otherwise the next time.
func inputKey(g gathered, batches []*batch, rep *Report) string {
	program := programPrint()
	if !g.whole || len(batches) < len(g.list) || program == "" {
		return ""
	}
	type part struct{ Label, Dir, Print string }
	parts := make([]part, len(batches))
	for i, b := range batches {
		if b.src.Print() == "" {
			return ""
		}
		parts[i] = part{b.label, b.dir, b.src.Print()}
	}
	sum := sha256.New()
	err := json.NewEncoder(sum).Encode(struct {
		Program  string
		Parts    []part
		Refused  []source.Refusal
		Warnings []source.Warning
	}{program, parts, rep.Refused, rep.Warnings})
	if err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// programPrint is a hash of the running program, "" if its file cannot be read:
// a new program may convert by new rules.
var programPrint = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
})

// sameInput returns the last run if it had the key and nothing was published
// since, else nil.
func (s *Service) sameInput(ctx context.Context, key string) (*input, error) {
	if key == "" {
		return nil, nil
	}
	var last input
	if err := s.document(ctx, inputNote, &last); err != nil || last.Key != key {
		return nil, err
	}
	seq, err := s.store.Seq(ctx)
	if err != nil || seq != last.Seq {
		return nil, err
	}
	return &last, nil
}

// repeat says of the same input what the run before said, and mends what readers
// are shown where a part of the folder was cleared meanwhile.
func (s *Service) repeat(ctx context.Context, lib library, last *input, rep *Report) error {
	if last == nil {
		return nil
	}
	was := last.Report
	rep.Read, rep.Refused, rep.Warnings = was.Read, was.Refused, was.Warnings
	rep.Unchanged = was.Added + was.Changed + was.Unchanged
	rep.repeated = true
	if len(s.next.Library.All()) < len(lib) {
		s.takeLibrary(lib) // a copy had been cleared
	}
	return s.checkpoint(ctx, "", lib, rep)
}

// noteInput keeps what a run was made from, so that the next one over the same
// input need not read it. A run that refused rows is kept once it wrote nothing:
// what the store held for those rows took part in it.
func (s *Service) noteInput(ctx context.Context, key string, rep *Report) error {
	if key == "" || len(rep.Held) > 0 || len(rep.Refused) > 0 && rep.Added+rep.Changed+rep.Removed > 0 {
		return nil
	}
	note := input{Key: key, Seq: rep.Seq, Report: *rep}
	note.Report.Started, note.Report.TookMS = time.Time{}, 0
	if b, err := json.Marshal(note); err != nil || len(b) > maxNote {
		return err
	}
	return s.putDocument(ctx, inputNote, note)
}
