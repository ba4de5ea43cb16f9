package contact

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
)

// Form is what a page's form carries against robots, without anybody else's help and
// without a cookie.
type Form struct {
	// Token says when the form was made, signed.
	Token string
	// Trap is a field that people do not see, and leave empty.
	Trap string
	// Proof is a number that was worked for, where scripts run; "" elsewhere.
	Proof string
}

// A form is filled in by a person in no less than least, and stays good for longest:
// a page that is left open over night.
const (
	least   = 3 * time.Second
	longest = 36 * time.Hour
)

// ProofBits is how many bits of the proof's hash are zero: some ten thousand hashes,
// under a second of a telephone, minutes for a thousand posts.
const ProofBits = 13

// Token returns the token of a form made now, of no other form.
func (d *Desk) Token() string {
	made := strconv.FormatInt(d.Now().Unix(), 36) + "-" + strings.ToLower(rand.Text()[:10])
	return made + "." + d.People.Key("form", made)
}

// Check looks at a form that was sent, and reports whether a script worked for it:
// such a sender may send more. Fault: Invalid, with a way on for a person.
func (d *Desk) Check(f Form) (proven bool, err error) {
	if f.Trap != "" {
		return false, catalog.NewFault(catalog.Invalid, "website", "Ô này dành cho máy; hãy để trống rồi gửi lại.", "This field is for robots; leave it empty and send again.")
	}
	made, key, _ := strings.Cut(f.Token, ".")
	seconds, _, _ := strings.Cut(made, "-")
	at, err := strconv.ParseInt(seconds, 36, 64)
	if err != nil || !d.People.Fits("form", made, key) {
		return false, catalog.NewFault(catalog.Invalid, "token", "Biểu mẫu không phải của trang này; hãy gửi lại.", "The form is not of this page; please send again.")
	}
	switch age := d.Now().Sub(time.Unix(at, 0)); {
	case age < least:
		return false, catalog.NewFault(catalog.Invalid, "token", "Gửi nhanh quá; hãy bấm gửi lại sau vài giây.", "That was too quick; please send again in a few seconds.")
	case age > longest:
		return false, catalog.NewFault(catalog.Invalid, "token", "Biểu mẫu mở đã lâu; hãy bấm gửi lại.", "The form was open for long; please send again.")
	}
	return proves(f.Token, f.Proof), nil
}

// proves reports whether a proof was worked for.
func proves(token, proof string) bool {
	if proof == "" || len(proof) > 20 {
		return false
	}
	sum := sha256.Sum256([]byte(token + "." + proof))
	return bits.LeadingZeros32(binary.BigEndian.Uint32(sum[:4])) >= ProofBits
}
