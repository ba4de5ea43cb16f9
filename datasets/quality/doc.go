// Package quality scores the description of a dataset by the rules that
// harvesters apply (the Metadata Quality Assessment of data.europa.eu, Google's
// Dataset rules, the nine criteria of data.gouv.fr) and by its table schema, and
// says for every missing point what to write where.
package quality
