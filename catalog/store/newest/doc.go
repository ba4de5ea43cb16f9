// Package newest keeps the records that were read lately, decoded, as of a change.
package newest
