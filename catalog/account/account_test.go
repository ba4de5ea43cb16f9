package account

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

func TestPasswordsThatEverybodyGuessesAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, password string
		good           bool
	}{
		{"lan", "mùa hè rực rỡ ở Hồng Lĩnh", true},
		{"lan", "correct horse battery", true},
		{"lan", "ngắn quá", false},
		{"lan.vu", "Lan.Vu và núi Hồng", false},
		{"lan", "aaaaaaaaaaaaaaaa", false},
		{"lan", "123456789012", false},
		{"lan", "Mật khẩu của tôi", true},
		{"lan", "matkhau123456", false},
		{"lan", strings.Repeat("xyzuvw", 40), false},
	} {
		if err := CheckPassword(c.name, c.password); (err == nil) != c.good {
			t.Errorf("%q of %s: %v", c.password, c.name, err)
		}
	}
}

func TestAPasswordIsKeptByItsHashOnly(t *testing.T) {
	hash, err := HashPassword("mùa hè rực rỡ")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q, %v", hash, err)
	}
	if !SamePassword("mùa hè rực rỡ", hash) || SamePassword("mùa hè rực rở", hash) || SamePassword("", "") {
		t.Error("the wrong password is taken, or the right one is not")
	}
}

func TestACodeIsTakenOnceAndNearItsTime(t *testing.T) {
	secret, address, err := NewSecret("Danh mục", "lan")
	if err != nil || !strings.HasPrefix(address, "otpauth://totp/") {
		t.Fatal(address, err)
	}
	now := time.Date(2026, 12, 1, 8, 0, 10, 0, time.UTC)
	code, err := totp.GenerateCode(secret, now)
	if err != nil {
		t.Fatal(err)
	}
	step, ok := Step(secret, " "+code[:3]+" "+code[3:], 0, now)
	if !ok {
		t.Fatal("the code of now is refused")
	}
	for _, c := range []struct {
		name string
		last int64
		at   time.Time
		want bool
	}{
		{"a clock half a minute off", 0, now.Add(30 * time.Second), true},
		{"a clock two minutes off", 0, now.Add(2 * time.Minute), false},
		{"taken before", step, now, false},
	} {
		if _, ok := Step(secret, code, c.last, c.at); ok != c.want {
			t.Errorf("%s: %v", c.name, ok)
		}
	}
}

func TestGuessingGetsSlowerAndIsForgotten(t *testing.T) {
	var th Throttle
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	for range freeGuesses {
		if w := th.Wait(now, "name/lan"); w > 0 {
			t.Fatalf("waits %s within the free guesses", w)
		}
		th.Failed(now, "name/lan", "net/192.0.2.1")
	}
	if w := th.Wait(now, "name/lan"); w != time.Second {
		t.Errorf("the wait after five is %s", w)
	}
	for range 20 {
		th.Failed(now, "name/lan")
	}
	if w := th.Wait(now, "name/lan"); w != longestWait {
		t.Errorf("the longest wait is %s", w)
	}
	if w := th.Wait(now, "name/khac", "net/192.0.2.1"); w != time.Second {
		t.Errorf("another name from the same network waits %s", w)
	}
	th.Right("name/lan")
	if w := th.Wait(now, "name/lan"); w > 0 {
		t.Errorf("waits %s after the right one", w)
	}
}

func TestRolesAreHeldWhereTheyAreGiven(t *testing.T) {
	a := Actor{Grants: []Grant{{UnitHead, "bac-hong-linh"}, {Role: Editor}}}
	for _, c := range []struct {
		role Role
		unit string
		want bool
	}{
		{UnitHead, "bac-hong-linh", true}, {UnitHead, "nam-hong-linh", false}, {Editor, "nam-hong-linh", true}, {Secretary, "", false},
	} {
		if got := a.In(c.role, c.unit); got != c.want {
			t.Errorf("%s in %s: %v", c.role, c.unit, got)
		}
	}
	if _, err := NewGrant(Contributor, ""); err == nil {
		t.Error("a contributor of no unit is taken")
	}
	if _, err := ParseRole("editr"); err == nil || !strings.Contains(err.Error(), "editr") {
		t.Errorf("an unknown role: %v", err)
	}
}

func TestASessionEndsByIdlingAndByTheDay(t *testing.T) {
	at := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	s := Session{Created: at, Seen: at}
	if s.Over(at.Add(Idle)) || !s.Over(at.Add(Idle+time.Second)) {
		t.Error("idling")
	}
	s.Seen = at.Add(Absolute)
	if s.Over(at.Add(Absolute)) || !s.Over(at.Add(Absolute+time.Second)) || s.Ends() != at.Add(Absolute) {
		t.Error("the whole")
	}
}
