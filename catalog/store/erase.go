package store

import "encoding/json"

// Quoted is a value as it stands in the content of versions, with its quotation marks: what
// only begins or ends with it is another one.
func Quoted(value string) (string, error) {
	b, err := json.Marshal(value)
	return string(b), err
}
