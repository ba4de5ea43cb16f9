package csw

import (
	"cmp"
	"encoding/xml"
	"strings"
)

// capabilities are what a catalogue offers.
type capabilities struct {
	Operations []struct {
		Name       string `xml:"name,attr"`
		Parameters []struct {
			Name   string   `xml:"name,attr"`
			Values []string `xml:"Value"`
		} `xml:"Parameter"`
	} `xml:"OperationsMetadata>Operation"`
}

// metadata is a record of ISO 19139. Its texts stand in elements that say their type,
// as gco:CharacterString or gmx:Anchor.
type metadata struct {
	ID       value   `xml:"fileIdentifier"`
	Language value   `xml:"language"`
	Stamp    value   `xml:"dateStamp"`
	Level    value   `xml:"hierarchyLevel"`
	About    about   `xml:"identificationInfo"`
	Online   []value `xml:"distributionInfo>MD_Distribution>transferOptions>MD_DigitalTransferOptions>onLine>CI_OnlineResource>linkage"`
}

// about is of data or of a service.
type about struct {
	Any struct {
		XMLName  xml.Name
		Title    value   `xml:"citation>CI_Citation>title"`
		Abstract value   `xml:"abstract"`
		Language value   `xml:"language"`
		Limits   []value `xml:"resourceConstraints>MD_LegalConstraints>otherConstraints"`
		Use      []value `xml:"resourceConstraints>MD_LegalConstraints>useLimitation"`
	} `xml:",any"`
}

// value is a text in an element of any type, or the code of one.
type value struct {
	Any struct {
		Text string `xml:",chardata"`
		Code string `xml:"codeListValue,attr"`
	} `xml:",any"`
}

func (v value) String() string {
	if s := strings.TrimSpace(v.Any.Code); s != "" {
		return s
	}
	return strings.TrimSpace(v.Any.Text)
}

// record is the metadata as Dublin Core has it. Its language is that of what it
// describes, or of itself.
func (m metadata) record() record {
	r := record{ID: m.ID.String(), Title: m.About.Any.Title.String(), Abstract: m.About.Any.Abstract.String(), Modified: m.Stamp.String(),
		Language: cmp.Or(m.About.Any.Language.String(), m.Language.String()), Type: m.Level.String()}
	for _, limit := range append(m.About.Any.Limits, m.About.Any.Use...) {
		r.Rights = cmp.Or(r.Rights, limit.String())
	}
	for _, at := range m.Online {
		r.URIs = append(r.URIs, at.String())
	}
	return r
}
