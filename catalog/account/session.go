package account

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// Ends of sessions and links. OWASP's session cheat sheet asks 2 to 5 minutes of
// idling for banks and 15 to 30 for the rest; an editor writes for an hour without
// a request, so that an hour it is, and a working day in all.
const (
	Idle     = time.Hour
	Absolute = 10 * time.Hour
	// LinkLife is how long a one-time link for a password holds.
	LinkLife = 72 * time.Hour
)

// Session is somebody signed in.
type Session struct {
	Account string    `json:"account"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	// Device is the browser and system by name, for the person to recognise; no
	// address is kept.
	Device string `json:"device,omitempty"`
}

// Over reports whether the session has ended.
func (s Session) Over(now time.Time) bool {
	return now.Sub(s.Seen) > Idle || now.Sub(s.Created) > Absolute
}

// Ends returns the last instant at which it can be used without being seen again.
func (s Session) Ends() time.Time {
	idle, whole := s.Seen.Add(Idle), s.Created.Add(Absolute)
	if idle.Before(whole) {
		return idle
	}
	return whole
}

// TokenBytes is the length of tokens: 256 bits cannot be guessed.
const TokenBytes = 32

// Token writes random bytes as a token.
func Token(random []byte) string { return base64.RawURLEncoding.EncodeToString(random) }

// Kept is what is kept of a token: whoever reads the store cannot use it.
func Kept(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Link is a one-time link by which somebody sets a password and, where the roles
// want it, the second factor.
type Link struct {
	Account string    `json:"account"`
	Secret  string    `json:"secret"`  // offered as the second factor
	Address string    `json:"address"` // of its QR code
	Until   time.Time `json:"until"`
}
