package account

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"honglinh/catalog"
)

// Passkey is one of an account's passkeys.
type Passkey struct {
	ID      string    `json:"id"`    // of the credential, base64url
	Label   string    `json:"label"` // how its person calls it
	Created time.Time `json:"created"`
	Used    time.Time `json:"used,omitzero"`
	// Credential is the record of the credential, as who checks it keeps it.
	Credential json.RawMessage `json:"credential"`
}

// MaxPasskeys is more than the devices of one person.
const MaxPasskeys = 10

// maxPasskeyLabel bounds what a passkey is called, in characters.
const maxPasskeyLabel = 60

// PasskeyLabel holds what a passkey is called against the rules. Fault: Invalid.
func PasskeyLabel(label string) (string, error) {
	label = strings.TrimSpace(label)
	if label == "" || utf8.RuneCountInString(label) > maxPasskeyLabel {
		return "", catalog.NewFault(catalog.Invalid, "label", "Hãy đặt tên cho passkey, nhiều nhất 60 ký tự, ví dụ “điện thoại”.", "Give the passkey a name of at most 60 characters, such as “telephone”.")
	}
	return label, nil
}

// Identity is an account at a provider of OpenID Connect.
type Identity struct {
	Issuer  string    `json:"issuer"`
	Subject string    `json:"subject"` // at the issuer, no name
	Linked  time.Time `json:"linked"`
}
