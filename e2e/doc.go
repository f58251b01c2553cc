// Package e2e holds tests that run the program as a process of its own: in a
// browser, against a real database and storage, killed, cut off and upgraded. They
// know nothing of its insides.
package e2e
