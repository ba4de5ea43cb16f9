// Package incentive tells which incentives a project may claim on a day: rules are
// data, each a condition over what is known of the project, and what is not known
// stays unknown.
package incentive
