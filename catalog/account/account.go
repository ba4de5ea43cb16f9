package account

import (
	"regexp"
	"slices"
	"time"

	"honglinh/catalog"
)

// Account is one person's way into the desk.
type Account struct {
	Name   string  `json:"name"`
	Person string  `json:"person"`
	Grants []Grant `json:"grants"`
	// Hash is of the password (argon2id); "" until the one-time link was used.
	Hash string `json:"hash,omitempty"`
	// Secret is of the second factor (RFC 6238), "" for none; Step is the last
	// step of time whose code was taken, so that none is taken twice.
	Secret   string    `json:"secret,omitempty"`
	Step     int64     `json:"step,omitempty"`
	Disabled bool      `json:"disabled,omitempty"`
	Created  time.Time `json:"created"`
	SignedIn time.Time `json:"signed_in,omitzero"`
	// Passkeys sign in by themselves: each asks its person for a finger or a code (W3C Web
	// Authentication). Handle is what they know the account by, no name.
	Passkeys []Passkey `json:"passkeys,omitempty"`
	Handle   string    `json:"handle,omitempty"`
	// Identity is the account of the province's sign-in that its person linked, zero for
	// none.
	Identity Identity `json:"identity,omitzero"`
	// Mail is where reminders go, "" for nowhere; Quiet says that none are wanted.
	Mail  string `json:"mail,omitempty"`
	Quiet bool   `json:"quiet,omitempty"`
}

var (
	accountName = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,39}$`)
	unitName    = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
)

// maxPerson bounds a person's name in bytes; the longest of ours have under 80.
const maxPerson = 200

// MaxGrants is more than one person can fill.
const MaxGrants = 20

// Validate holds an account against the rules. Fault: Invalid.
func (a Account) Validate() error {
	switch {
	case !accountName.MatchString(a.Name):
		return catalog.NewFault(catalog.Invalid, "name", "Tên tài khoản có 2 đến 40 ký tự: chữ thường không dấu, số, '.', '_', '-', bắt đầu bằng chữ.",
			"The name of an account has 2 to 40 characters: lower-case letters, digits, '.', '_', '-', a letter first.")
	case len(a.Person) > maxPerson:
		return catalog.NewFault(catalog.Invalid, "person", "Họ tên dài quá 200 byte.", "The person's name is longer than 200 bytes.")
	case len(a.Grants) == 0:
		return catalog.NewFault(catalog.Invalid, "role", "Tài khoản cần ít nhất một vai trò.", "An account needs at least one role.")
	case len(a.Grants) > MaxGrants:
		return catalog.NewFault(catalog.Invalid, "role", "Tài khoản có quá 20 vai trò.", "The account has over 20 roles.")
	}
	for i, g := range a.Grants {
		if _, err := NewGrant(g.Role, g.Unit); err != nil {
			return err
		}
		if slices.Contains(a.Grants[:i], g) {
			return catalog.NewFault(catalog.Invalid, "role", "Một vai trò được ghi hai lần.", "A role is given twice.")
		}
	}
	return nil
}

// Actor returns the account as it acts.
func (a Account) Actor() Actor {
	person := a.Person
	if person == "" {
		person = a.Name
	}
	return Actor{Name: a.Name, Person: person, Grants: a.Grants}
}

// HasSecond reports whether it has a second factor: an app's codes, or a passkey.
func (a Account) HasSecond() bool { return a.Secret != "" || len(a.Passkeys) > 0 }

// NeedsSecond reports whether one of its roles wants a second factor.
func (a Account) NeedsSecond() bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role.Row().Second })
}
