// Package invest answers what a project may claim and must file, as parts of the
// native API.
package invest
