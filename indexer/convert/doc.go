// Package convert turns typed rows into drafts of records, as the mapping of
// their resource says; rows with one id are merged, what each says is kept.
package convert
