package private

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"honglinh/catalog"
)

// MaxPersonal bounds the personal part of an entry in bytes: it names people and
// what they changed, and does not carry content.
const MaxPersonal = 64 << 10

// Entry is one line of the log: who did what to which edition, in which role.
type Entry struct {
	// Seq counts the entries from 1, without gaps.
	Seq int64 `json:"seq"`
	// At is when it was appended, to the microsecond, UTC.
	At time.Time `json:"at"`
	// Role is in what capacity it was done ("editor", "program"); no address.
	Role string `json:"role"`
	// Action is what was done ("publish"), Target to what ("drafts/12"), and
	// Edition to which version of it, 0 for none.
	Action  string `json:"action"`
	Target  string `json:"target"`
	Edition int    `json:"edition,omitempty"`
	// Subject and Personal name people. The chain holds them by a salted hash
	// only, so that they can be forgotten without breaking it.
	Subject  string          `json:"subject,omitempty"`
	Personal json.RawMessage `json:"personal,omitempty"`
	// Salt is random and goes with what it hides.
	Salt []byte `json:"salt,omitempty"`
	// Digest stands for Salt, Subject and Personal in the chain.
	Digest Sum `json:"digest"`
	// Hash is that of this entry with the hash of the one before.
	Hash Sum `json:"hash"`
}

// Forgotten reports whether the entry's people were taken out of it.
func (e *Entry) Forgotten() bool { return len(e.Salt) == 0 }

// Sum is a SHA-256.
type Sum [sha256.Size]byte

// MarshalText writes the sum in hex.
func (s Sum) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(s[:])), nil }

// UnmarshalText reads a sum in hex.
func (s *Sum) UnmarshalText(b []byte) error {
	raw, err := hex.DecodeString(string(b))
	if err != nil || len(raw) != len(s) {
		return fmt.Errorf("not a SHA-256 in hex: %q", b)
	}
	copy(s[:], raw)
	return nil
}

// Validate holds an entry that is to be appended against the rules. Faults:
// Invalid, TooLarge.
func (e *Entry) Validate() error {
	switch {
	case e.Role == "" || e.Action == "" || e.Target == "":
		return catalog.NewFault(catalog.Invalid, "log", "dòng nhật ký thiếu vai trò, việc hoặc đối tượng", "a line of the log needs a role, an action and a target")
	case !named(e.Role) || !named(e.Action) || !named(e.Target) || e.Subject != "" && !named(e.Subject):
		return invalid("log", "không phải UTF-8 hoặc dài hơn %d byte", "not UTF-8, or longer than %d bytes", maxName)
	case len(e.Personal) > MaxPersonal:
		return catalog.NewFault(catalog.TooLarge, "log", "phần cá nhân lớn hơn 64 kB", "the personal part is over 64 kB")
	case len(e.Personal) > 0 && !json.Valid(e.Personal):
		return invalid("log", "phần cá nhân không phải %s", "the personal part is not %s", "JSON")
	}
	return nil
}

// Chain returns the entry as it follows another: with its number, time, salt
// (random, at least 16 bytes), digest and hash. before is the entry in front, the
// zero Entry for the first.
func (e Entry) Chain(before Entry, at time.Time, salt []byte) Entry {
	e.Seq, e.At, e.Salt = before.Seq+1, at.UTC().Truncate(time.Microsecond), salt
	e.Digest = e.digest()
	e.Hash = e.link(before.Hash)
	return e
}

// Forget returns the entry without the people it names.
func (e Entry) Forget() Entry {
	e.Subject, e.Personal, e.Salt = "", nil, nil
	return e
}

func (e *Entry) digest() Sum {
	return digest([]byte(e.Subject), e.Personal, e.Salt)
}

func (e *Entry) link(before Sum) Sum {
	return digest(before[:], []byte(fmt.Sprintf("%d\n%d\n%d", e.Seq, e.At.UnixMicro(), e.Edition)), []byte(e.Role), []byte(e.Action), []byte(e.Target), e.Digest[:])
}

// digest hashes parts so that none can flow into the next.
func digest(parts ...[]byte) Sum {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		h.Write(p)
	}
	return Sum(h.Sum(nil))
}

// What may be wrong with an entry; see Follows.
var (
	errGap     = errors.New("the entry before it is missing")
	errBroken  = errors.New("it is not what was appended, or the one before it is not")
	errPersons = errors.New("the people it names are not those that were appended")
)

// Follows returns what is wrong with an entry that stands after another, nil for
// a sound one.
func (e *Entry) Follows(before Entry) error {
	switch {
	case e.Seq != before.Seq+1:
		return errGap
	case e.Hash != e.link(before.Hash):
		return errBroken
	case e.Forgotten() && (e.Subject != "" || len(e.Personal) > 0), !e.Forgotten() && !bytes.Equal(e.Digest[:], sumOf(e)):
		return errPersons
	}
	return nil
}

func sumOf(e *Entry) []byte { s := e.digest(); return s[:] }
