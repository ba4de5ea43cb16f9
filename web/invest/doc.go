// Package invest is the page that asks a few questions of a project and answers, line by
// line, what it may claim, with the list of journeys beside it.
package invest
