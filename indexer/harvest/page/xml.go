package page

import (
	"encoding/xml"
	"io"
	"regexp"
	"strings"

	"honglinh/catalog/text/notice"
)

// Bounds of XML that is read: feeds nest five deep, and a catalogue's ISO 19139 some
// twenty.
const maxXMLDepth = 100

var doctype = regexp.MustCompile(`(?i)<!DOCTYPE[^>\[]*\[|<!ENTITY`)

// SafeXML tells why XML must not be read: it defines entities, of which a few lines
// can stand for gigabytes or for a file of ours, or it is nested deeper than anything
// that is meant to be read. What is merely ill-formed is left to its reader.
func SafeXML(s string) error {
	if doctype.MatchString(s) {
		return notice.Of("page-entities")
	}
	d := xml.NewDecoder(strings.NewReader(s))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	depth := 0
	for {
		t, err := d.RawToken()
		if err != nil {
			return nil
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return notice.Of("page-deep", maxXMLDepth)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// ReadXML reads an XML document of a portal into out, as xml.Unmarshal does. The error
// says why it is not read, or how it is ill-formed.
func ReadXML(body []byte, contentType string, out any) error {
	s, err := DecodeXML(body, contentType)
	if err == nil {
		err = SafeXML(s)
	}
	if err == nil {
		err = xml.Unmarshal([]byte(s), out)
	}
	return err
}
