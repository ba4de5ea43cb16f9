package sdmx

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog/text"
)

const (
	nsMessage   = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"
	nsStructure = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure"
	nsCommon    = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common"
	nsSpecific  = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/data/structurespecific"
)

func esc(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

func itoa(n int) string { return strconv.Itoa(n) }

// header is the head of every SDMX-ML message.
func (a agency) header(id string, prepared time.Time, more string) string {
	return `<mes:Header><mes:ID>` + id + `</mes:ID><mes:Test>false</mes:Test><mes:Prepared>` + prepared.UTC().Format(time.RFC3339) +
		`</mes:Prepared><mes:Sender id="` + a.id + `">` + names(a.name) + `</mes:Sender>` + more + `</mes:Header>` + "\n"
}

func names(t text.Text) string {
	var b strings.Builder
	for _, l := range text.Langs() {
		if t[l] != "" {
			b.WriteString(`<com:Name xml:lang="` + string(l) + `">` + esc(t[l]) + `</com:Name>`)
		}
	}
	return b.String()
}

// xml writes structure-specific SDMX-ML 3.0.
func (m message) xml() []byte {
	flow := m.by.urn("datastructure.Dataflow", m.flow.id)
	at := timeDimension
	if m.q.all {
		at = "AllDimensions"
	}
	var b strings.Builder
	b.WriteString(xml.Header + `<mes:StructureSpecificData xmlns:mes="` + nsMessage + `" xmlns:com="` + nsCommon + `" xmlns:ss="` + nsSpecific +
		`" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ns1="` + flow + `:ObsLevelDim:` + at + `">` + "\n")
	b.WriteString(m.by.header("D"+m.flow.version.SHA256[:12], m.flow.modified(), `<mes:Structure structureID="`+m.flow.id+`" namespace="`+flow+
		`" dimensionAtObservation="`+at+`"><com:StructureUsage>`+flow+`</com:StructureUsage></mes:Structure>`))
	b.WriteString(`<mes:DataSet ss:structureRef="` + m.flow.id + `" xsi:type="ns1:DataSetType" ss:dataScope="DataStructure" action="Information">` + "\n")
	m.xmlSeries(&b)
	b.WriteString("</mes:DataSet>\n</mes:StructureSpecificData>\n")
	return []byte(b.String())
}

func (m message) xmlSeries(b *strings.Builder) {
	for i, o := range m.obs {
		if m.q.all {
			b.WriteString(`<Obs` + m.xmlKey(o) + m.xmlObservation(o) + "/>\n")
			continue
		}
		if i == 0 || m.obs[i-1].key != o.key {
			b.WriteString(`<Series` + m.xmlKey(o) + ">\n")
		}
		b.WriteString(`<Obs` + m.xmlObservation(o) + "/>\n")
		if i+1 == len(m.obs) || m.obs[i+1].key != o.key {
			b.WriteString("</Series>\n")
		}
	}
}

func attr(name, value string) string {
	if value == "" {
		return ""
	}
	return ` ` + name + `="` + esc(value) + `"`
}

func (m message) xmlKey(o observation) string {
	var b strings.Builder
	codes := m.flow.codes(o)
	for i, d := range dimensions() {
		b.WriteString(attr(d.id, codes[i]))
	}
	return b.String()
}

func (m message) xmlObservation(o observation) string {
	s := attr(timeDimension, o.period.id)
	if m.q.measure {
		s += attr(measure, o.value)
	}
	for _, i := range m.q.attributes {
		a := attributes()[i]
		if at, free := o.attribute(i); at >= 0 {
			s += attr(a.id, m.flow.lists[a.list].codes[at].id)
		} else {
			t, _ := free.Best(m.lang)
			s += attr(a.id, t)
		}
	}
	return s
}
