package page

import (
	"bytes"
	"io"
	"mime"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"honglinh/datasets/charset"
)

// declared is how HTML and XML name their encoding.
var declared = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_\-]+)|<\?xml[^>]+encoding\s*=\s*["']([a-z0-9_\-]+)`)

// inHead is how far the name of an encoding is looked for.
const inHead = 4 << 10

// Decode returns a page or a feed as composed UTF-8. contentType is that of the
// answer. The encoding is as declared unless the bytes are UTF-8, or is found by the
// words: portals name a wrong one, or none.
func Decode(body []byte, contentType string) (string, error) {
	name := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		name = params["charset"]
	}
	if m := declared.FindSubmatch(body[:min(len(body), inHead)]); name == "" && m != nil {
		name = string(append(m[1], m[2]...))
	}
	if _, err := charset.Known(name); err != nil {
		name = "" // found by the words
	}
	if name == "windows-1252" || strings.EqualFold(name, "iso-8859-1") || strings.EqualFold(name, "latin1") {
		name = "" // the default of servers, in which no Vietnamese can be written
	}
	r, err := charset.NewReader(bytes.NewReader(body), name, "")
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return "", err
	}
	return Unfont(norm.NFC.String(string(b))), nil
}

// encodingOf is the encoding of an XML document, which is UTF-8 once decoded.
var encodingOf = regexp.MustCompile(`(<\?xml[^>]+encoding\s*=\s*["'])[A-Za-z0-9_\-]+`)

// DecodeXML is Decode for XML, whose declaration then says UTF-8.
func DecodeXML(body []byte, contentType string) (string, error) {
	s, err := Decode(body, contentType)
	if err != nil {
		return "", err
	}
	if loc := encodingOf.FindStringSubmatchIndex(s[:min(len(s), 200)]); loc != nil {
		s = s[:loc[3]] + "UTF-8" + s[loc[1]:]
	}
	return s, nil
}

// Unfont mends texts that were typed in a font of TCVN3 (.VnTime) and pasted into a
// page of UTF-8, where each of its bytes became a letter of Latin-1: "Céng hoµ". What
// holds any other letter is as it should be.
func Unfont(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 && r <= 0xff }) {
		return s
	}
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r <= 0xff:
			raw = append(raw, byte(r))
		case r == '\u2013' || r == '\u2014' || r >= '\u2018' && r <= '\u201d' || r == '\u2026':
			raw = append(raw, '-') // typed by hand around it
		default:
			return s
		}
	}
	r, err := charset.NewReader(bytes.NewReader(raw), "", "")
	if err != nil {
		return s
	}
	b, err := io.ReadAll(r)
	if err != nil || r.Found().Name != charset.TCVN3 {
		return s
	}
	return string(b)
}
