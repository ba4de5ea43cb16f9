package sdmx

import (
	"bytes"
	"encoding/csv"
)

// csv writes SDMX-CSV 2.0: dimensions, the measure, attributes.
func (m message) csv(o csvOptions) ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	if err := w.Write(m.csvHeader(o)); err != nil {
		return nil, err
	}
	for _, x := range m.obs {
		if err := w.Write(m.csvRow(x, o)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return buf.Bytes(), w.Error()
}

// heading prints a component's heading: "ID", or "ID: Name" with labels=both.
func (m message) heading(c component, o csvOptions) []string {
	name, _ := c.name.Best(m.lang)
	switch o.labels {
	case "both":
		return []string{c.id + ": " + name}
	case "name":
		return []string{c.id, name}
	}
	return []string{c.id}
}

func (m message) csvHeader(o csvOptions) []string {
	head := []string{"STRUCTURE", "STRUCTURE_ID"}
	if o.labels == "name" {
		head = append(head, "STRUCTURE_NAME")
	}
	head = append(head, "ACTION")
	if o.keys == "series" || o.keys == "both" {
		head = append(head, "SERIES_KEY")
	}
	if o.keys == "obs" || o.keys == "both" {
		head = append(head, "OBS_KEY")
	}
	for _, d := range dimensions() {
		head = append(head, m.heading(d, o)...)
	}
	extra := others()
	head = append(head, m.heading(extra[0], o)...)
	if m.q.measure {
		head = append(head, m.heading(extra[1], o)...)
	}
	for _, i := range m.q.attributes {
		head = append(head, m.heading(attributes()[i], o)...)
	}
	return head
}

func (m message) csvRow(x observation, o csvOptions) []string {
	structure := m.by.id + ":" + m.flow.id + "(" + artefactVersion + ")"
	name, _ := m.flow.dataset.Title.Best(m.lang)
	if o.labels == "both" {
		structure += ": " + name
	}
	row := []string{"dataflow", structure}
	if o.labels == "name" {
		row = append(row, name)
	}
	row = append(row, "I")
	codes := m.flow.codes(x)
	key := codes[0] + "." + codes[1] + "." + codes[2] + "." + codes[3]
	if o.keys == "series" || o.keys == "both" {
		row = append(row, key)
	}
	if o.keys == "obs" || o.keys == "both" {
		row = append(row, key+"."+x.period.id)
	}
	for i, d := range dimensions() {
		row = append(row, m.cell(d, x.key[i], "", o)...)
	}
	row = append(row, m.cell(component{}, -1, x.period.id, o)...)
	if m.q.measure {
		row = append(row, m.cell(component{}, -1, x.value, o)...)
	}
	for _, i := range m.q.attributes {
		at, free := x.attribute(i)
		s, _ := free.Best(m.lang)
		row = append(row, m.cell(attributes()[i], at, s, o)...)
	}
	return row
}

// cell prints a code by its position, or a text.
func (m message) cell(c component, at int, free string, o csvOptions) []string {
	id, name := free, ""
	if at >= 0 {
		found := m.flow.lists[c.list].codes[at]
		id = found.id
		name, _ = found.name.Best(m.lang)
	}
	switch {
	case o.labels == "name":
		return []string{id, name}
	case o.labels == "both" && name != "":
		return []string{id + ": " + name}
	}
	return []string{id}
}
