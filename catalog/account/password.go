package account

import (
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Bounds of a password in characters: the least is what NIST SP 800-63B-4
// (3.1.1.2) asks of one that is used beside others, the most is what no person
// types and costs no time to hash.
const (
	MinPassword = 12
	MaxPassword = 128
)

// hashing are the parameters of argon2id that OWASP's cheat sheet on password
// storage names first: 19 MiB, two passes, one lane. A small server bears it.
func hashing() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// CheckPassword holds a new password of an account against the rules. It asks no
// mixture of signs and no change by the calendar: both make worse passwords (NIST
// SP 800-63B-4). Fault: Invalid.
func CheckPassword(name, password string) error {
	n := utf8.RuneCountInString(password)
	folded := text.Fold(password)
	switch {
	case !utf8.ValidString(password) || n < MinPassword || n > MaxPassword:
		return catalog.NewFault(catalog.Invalid, "password", "Mật khẩu có 12 đến 128 ký tự; một câu dễ nhớ là tốt nhất.", "A password has 12 to 128 characters; a sentence that you remember is best.")
	case strings.Contains(folded, name) && name != "":
		return catalog.NewFault(catalog.Invalid, "password", "Mật khẩu không được chứa tên tài khoản.", "The password must not contain the name of the account.")
	case few(folded):
		return catalog.NewFault(catalog.Invalid, "password", "Mật khẩu chỉ lặp lại vài ký tự hoặc là chuỗi ai cũng đoán được.", "The password repeats a few characters or is one that everybody guesses.")
	}
	return nil
}

// few reports whether a password has under five different characters or begins
// like those that are tried first.
func few(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	if len(seen) < 5 {
		return true
	}
	for _, begin := range []string{"123456789", "password", "matkhau", "qwertyuiop", "honglinh123"} {
		if strings.HasPrefix(s, begin) {
			return true
		}
	}
	return false
}

// HashPassword returns what is kept of a password.
func HashPassword(password string) (string, error) { return argon2id.CreateHash(password, hashing()) }

// nobody is the hash of a random password by the parameters in use: checking a
// password against no account takes as long as against one.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$PCyBzpjHbtZDuzDHcKZ/8vRK6A/l6gnSMy8qmqlUcWQ"

// SamePassword reports whether the password is the one that hash keeps. An empty
// hash takes as long and is never right.
func SamePassword(password, hash string) bool {
	if len(password) > 4*MaxPassword {
		password = ""
	}
	if hash == "" {
		_, _ = argon2id.ComparePasswordAndHash(password, nobody) // for the time that it takes
		return false
	}
	same, err := argon2id.ComparePasswordAndHash(password, hash)
	return err == nil && same
}
