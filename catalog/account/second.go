package account

import (
	"crypto/subtle"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// period is the length of a step of a second factor (RFC 6238, 4.1: 30 seconds).
const period = 30 * time.Second

// NewSecret returns a secret for a second factor, as apps take it in base32, and
// the address that a QR code of it holds.
func NewSecret(issuer, name string) (secret, address string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: strings.ReplaceAll(issuer, ":", " "), AccountName: name, Period: uint(period / time.Second), SecretSize: 20})
	if err != nil {
		return "", "", err
	}
	return key.Secret(), key.URL(), nil
}

// Step returns the step of time whose code it is, one before or after now
// included (RFC 6238, 5.2), and false for no code or one of a step up to the last
// that was taken.
func Step(secret, code string, last int64, now time.Time) (int64, bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	for _, ahead := range []time.Duration{0, -period, period} {
		at := now.Add(ahead)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Period: uint(period / time.Second), Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		step := at.Unix() / int64(period/time.Second)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && step > last {
			return step, true
		}
	}
	return 0, false
}
