package frame

import "strings"

// Contact is how readers reach the operator, as far as the site states it.
func (s *Frame) Contact(l *Locale) []Link {
	whose := s.Site()
	c := whose.Contact
	out := []Link{{Text: s.Publisher(l), URL: whose.Publisher.URL}}
	for _, link := range []Link{
		{Text: l.Label(c.Address, "")},
		{Text: c.Telephone, URL: "tel:" + dialled(c.Telephone)},
		{Text: c.Email, URL: "mailto:" + c.Email},
		{Text: c.Form, URL: c.Form},
	} {
		if link.Text != "" {
			out = append(out, link)
		}
	}
	return out
}

// dialled is a telephone number as RFC 3966 writes it.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
}
