// Package enquiry holds the rules of readers' questions and reports of mistakes: what may be sent, when an answer is due, what is told of the whole.
package enquiry
