// Package inbox is the operator's page of what readers asked, on the operator's address, until there is a desk.
package inbox
