package frame

import "honglinh/catalog/site"

// Contact is how readers reach the operator, as far as the site states it.
func (s *Frame) Contact(l *Locale) []Link {
	whose := s.Site()
	c := whose.Contact
	out := []Link{{Text: s.Publisher(l), URL: whose.Publisher.URL}}
	for _, link := range []Link{
		{Text: l.Label(c.Address, "")},
		{Text: c.Telephone, URL: site.TelephoneURI(c.Telephone)},
		{Text: c.Email, URL: "mailto:" + c.Email},
		{Text: c.Form, URL: c.Form},
	} {
		if link.Text != "" {
			out = append(out, link)
		}
	}
	return out
}
