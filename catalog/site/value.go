package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/mail"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func readPublisher(_ reader, s *Site, raw json.RawMessage) error {
	var p Publisher
	err := members(raw, map[string]func(json.RawMessage) error{
		"name": func(raw json.RawMessage) (err error) { p.Name, err = words(raw, 200); return },
		"url":  func(raw json.RawMessage) (err error) { p.URL, err = address(raw); return },
	})
	if err == nil && p.Name.IsZero() {
		err = &below{"name", errors.New("is missing")}
	}
	s.Publisher = p
	return err
}

func readContact(_ reader, s *Site, raw json.RawMessage) error {
	var c Contact
	err := members(raw, map[string]func(json.RawMessage) error{
		"address": func(raw json.RawMessage) (err error) { c.Address, err = words(raw, 300); return },
		"telephone": func(raw json.RawMessage) (err error) {
			c.Telephone, err = matching(raw, telephone, "want digits, such as +84 239 1234567")
			return
		},
		"email": func(raw json.RawMessage) (err error) { c.Email, err = email(raw); return },
		"form":  func(raw json.RawMessage) (err error) { c.Form, err = address(raw); return },
	})
	if err == nil && c.IsZero() {
		err = errors.New("is empty; leave the key out if there is nothing to say")
	}
	s.Contact = c
	return err
}

// The forms of identifiers: a telephone number as people write it, a unit's code
// of the statistics office or record id, a code of the EPSG register, a colour of
// CSS, an identifier of SDMX.
const (
	telephone = `^\+?[0-9][0-9 ().-]{2,29}$`
	unit      = `^([0-9]{1,10}|unit/[a-z0-9]+(-[a-z0-9]+)*)$`
	system    = `^EPSG:[0-9]{4,6}$`
	colour    = `^#[0-9a-fA-F]{6}$`
	agency    = `^[A-Z][A-Z0-9_]{0,29}$`
)

func matching(raw json.RawMessage, pattern, want string) (string, error) {
	var v string
	if err := json.Unmarshal(raw, &v); err != nil { // a number has lost its leading zeros
		return "", errors.New(want + ", in quotes")
	}
	v = strings.TrimSpace(v)
	if ok, err := regexp.MatchString(pattern, v); err != nil || !ok {
		return "", fmt.Errorf("%q: %s", v, want)
	}
	return v, nil
}

// address reads an absolute web address.
func address(raw json.RawMessage) (string, error) {
	const want = "want a web address that starts with https:// or http://"
	var v string
	if json.Unmarshal(raw, &v) != nil {
		return "", errors.New(want)
	}
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(v) > 500 {
		return "", fmt.Errorf("%.60q: %s", v, want)
	}
	return v, nil
}

func email(raw json.RawMessage) (string, error) {
	const want = "want an address such as name@example.org"
	var v string
	if json.Unmarshal(raw, &v) != nil {
		return "", errors.New(want)
	}
	a, err := mail.ParseAddress(v)
	if err != nil || a.Address != v || len(v) > 254 {
		return "", fmt.Errorf("%.60q: %s", v, want)
	}
	return v, nil
}

func readLicence(_ reader, s *Site, raw json.RawMessage) error {
	var v string
	if err := json.Unmarshal(raw, &v); err != nil {
		return errors.New("want the code of a licence, such as CC-BY-4.0")
	}
	l, ok := vocab.FindLicence(v)
	if !ok {
		var known []string
		for _, l := range vocab.Licences() {
			known = append(known, l.Code)
		}
		return fmt.Errorf("%.60q is no licence that we know; known: %s", v, strings.Join(known, ", "))
	}
	s.Licence = l.Code
	return nil
}

func readUnit(_ reader, s *Site, raw json.RawMessage) (err error) {
	s.HomeUnit, err = matching(raw, unit, `want a unit's code such as "00001", or a record id such as "unit/phuong-a"`)
	return err
}

func readSystem(r reader, s *Site, raw json.RawMessage) (err error) {
	if s.Reference, err = matching(raw, system, "want a code such as EPSG:9209"); err != nil || r.systems == nil {
		return err
	}
	return r.systems(s.Reference)
}

func readMiddle(_ reader, s *Site, raw json.RawMessage) error {
	var lon, lat *float64
	err := members(raw, map[string]func(json.RawMessage) error{
		"lon": func(raw json.RawMessage) (err error) { lon, err = degrees(raw, 180); return },
		"lat": func(raw json.RawMessage) (err error) { lat, err = degrees(raw, 85); return }, // web maps end at 85°
	})
	if err != nil {
		return err
	}
	if lon == nil || lat == nil {
		return errors.New("want both lon and lat")
	}
	s.Middle = &Point{*lon, *lat}
	return nil
}

func degrees(raw json.RawMessage, most float64) (*float64, error) {
	var v float64
	if err := json.Unmarshal(raw, &v); err != nil || math.Abs(v) > most {
		return nil, fmt.Errorf("want degrees between -%g and %g", most, most)
	}
	return &v, nil
}

func readZoom(_ reader, s *Site, raw json.RawMessage) error {
	if err := json.Unmarshal(raw, &s.Zoom); err != nil || s.Zoom < 1 || s.Zoom > 20 {
		return errors.New("want a number from 1 (the world) to 20 (a house)")
	}
	return nil
}

// Limits of the searches to try: what fits under the search box of a phone.
const (
	maxExamples = 6
	maxExample  = 60
)

func readExamples(_ reader, s *Site, raw json.RawMessage) error {
	var each map[string][]string
	if err := json.Unmarshal(raw, &each); err != nil || len(each) == 0 {
		return errors.New(`want lists by language, as {"vi": ["cụm công nghiệp"], "en": ["industrial cluster"]}`)
	}
	out := map[text.Lang][]string{}
	for name, list := range each {
		lang, err := language(name)
		if err != nil {
			return err
		}
		if len(list) == 0 || len(list) > maxExamples {
			return &below{name, fmt.Errorf("has %d searches; want 1 to %d", len(list), maxExamples)}
		}
		for i, q := range list {
			if t, err := checkWords(text.Text{lang: strings.TrimSpace(q)}, maxExample); err != nil {
				return &below{name, fmt.Errorf("search %d: %w", i+1, err)}
			} else {
				out[lang] = append(out[lang], t[lang])
			}
		}
	}
	s.Examples = out
	return nil
}

// minContrast is what normal text needs against its background (WCAG 2.2, 1.4.3).
const minContrast = 4.5

func readColour(_ reader, s *Site, raw json.RawMessage) (err error) {
	v, err := matching(raw, colour, "want a colour such as #0b5d4e")
	if err != nil {
		return err
	}
	if c := againstWhite(v); c < minContrast {
		return fmt.Errorf("%s stands %.1f to 1 against white; want at least %.1f, a darker one", v, c, minContrast)
	}
	s.Colour = strings.ToLower(v)
	return nil
}

// againstWhite is the contrast ratio of WCAG 2.2 between "#rrggbb" and white.
func againstWhite(v string) float64 {
	light := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(v[1+2*i:3+2*i], 16, 8) // matched before
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		light += weight * c
	}
	return 1.05 / (light + 0.05)
}

// LogoMedia returns the media type of a logo's file by its name, "" for one that
// browsers do not draw.
func LogoMedia(name string) string {
	return map[string]string{".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}[strings.ToLower(path.Ext(name))]
}

// MaxLogo is the largest logo in bytes: a header's picture that phones load with
// every first page.
const MaxLogo = 100 << 10

func readLogo(_ reader, s *Site, raw json.RawMessage) error {
	if err := json.Unmarshal(raw, &s.Logo); err != nil || LogoMedia(s.Logo) == "" || len(s.Logo) > 300 {
		return errors.New("want the name of a file that ends in .svg, .png, .webp or .jpg")
	}
	return nil
}

// ReadPicture reads the logo's file from a folder, if there is a logo. Where it
// cannot be read the site is left without one, and the problem says why.
func (s *Site) ReadPicture(folder fs.FS) error {
	if s.Logo == "" {
		return nil
	}
	raw, err := readSome(folder, s.Logo)
	switch {
	case err != nil:
		err = fmt.Errorf("the file cannot be read: %w", err)
	case len(raw) > MaxLogo:
		err = fmt.Errorf("%s has more than %d bytes; every reader loads it", s.Logo, MaxLogo)
	default:
		s.Picture = raw
		return nil
	}
	s.Logo = ""
	return Problem{"logo", err.Error()}
}

// readSome reads at most one byte more than a logo may have.
func readSome(folder fs.FS, name string) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxLogo+1))
}

func readLanguages(_ reader, s *Site, raw json.RawMessage) error {
	var names []string
	if err := json.Unmarshal(raw, &names); err != nil || len(names) == 0 {
		return errors.New(`want a list such as ["vi", "en"]`)
	}
	s.Languages = nil
	for _, name := range names {
		lang, err := language(name)
		if err != nil {
			return err
		}
		if slices.Contains(s.Languages, lang) {
			return fmt.Errorf("names %q twice", name)
		}
		s.Languages = append(s.Languages, lang)
	}
	return nil
}

func readAgency(_ reader, s *Site, raw json.RawMessage) (err error) {
	s.Agency, err = matching(raw, agency, "want capital letters, digits and _, a letter first, such as TOWNDATA")
	return err
}
